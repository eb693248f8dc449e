//! Makes answers comparable: identifiers become numbers in order of appearance, so that what is the same stays the same.

use std::collections::HashMap;
use std::mem;
use std::sync::Mutex;

/// The numbers given so far. One for each test, so that an identifier has the same number in all of its answers.
#[derive(Default)]
pub(crate) struct Names(Mutex<HashMap<String, usize>>);

impl Names {
    /// The text with every random part replaced.
    pub(crate) fn replace(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut word = String::new();
        for character in text.chars() {
            // A colon belongs to hardware addresses; in ARNs it parts words as well as anything.
            if character.is_ascii_alphanumeric() || character == '-' {
                word.push(character);
            } else {
                shown.push_str(&self.word(&mem::take(&mut word)));
                shown.push(character);
            }
        }
        shown.push_str(&self.word(&word));
        shown
    }

    fn word(&self, word: &str) -> String {
        if is_uuid(word) {
            return "[request-id]".to_owned();
        }
        let mut parts: Vec<String> = Vec::new();
        let mut after_endpoint = false;
        for part in word.split('-') {
            let shown = if is_hex(part, 17) || is_hex(part, 16) {
                let prefix = parts.join("-");
                after_endpoint = prefix == "vpce";
                self.number(&prefix, part)
            } else if after_endpoint && part.len() == 8 {
                after_endpoint = false;
                "[suffix]".to_owned()
            } else {
                part.to_owned()
            };
            parts.push(shown);
        }
        parts.join("-")
    }

    fn number(&self, prefix: &str, digits: &str) -> String {
        let mut given = self.0.lock().expect("no test panics while it numbers");
        let next = 1 + given
            .keys()
            .filter(|key| {
                key.rsplit_once(' ')
                    .is_some_and(|(other, _)| other == prefix)
            })
            .count();
        let number = *given.entry(format!("{prefix} {digits}")).or_insert(next);
        number.to_string()
    }
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn is_uuid(word: &str) -> bool {
    let lengths = word.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && word.split('-').all(|part| is_hex(part, part.len()))
}

#[test]
fn random_parts_become_numbers() {
    let names = Names::default();
    let shown = names.replace(
        "vpce-0123456789abcdef0-abcd1234-us-east-1a.vpce-svc-0123456789abcdef0 \
         vpc-00000000000000001, vpc-00000000000000002, vpc-00000000000000001 \
         arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/0123456789abcdef \
         123e4567-e89b-42d3-a456-426614174000 10.0.0.0/16",
    );
    insta::assert_snapshot!(shown, @"");
}
