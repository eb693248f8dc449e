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
        let text = self.without_ipv6(&without_hardware_addresses(text));
        let text = self.without_public_addresses(&text);
        let mut shown = String::with_capacity(text.len());
        let mut word = String::new();
        for character in text.chars() {
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

    /// The text with `[ipv6-1]` for every random address and network; those of prefix lists are data.
    fn without_ipv6(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("2001:db8:") {
            shown.push_str(&rest[..start]);
            rest = &rest[start..];
            let is_part = |character: char| character.is_ascii_hexdigit() || character == ':';
            let length = rest.find(|it| !is_part(it)).unwrap_or(rest.len());
            let (address, after) = rest.split_at(length);
            let third = address.split(':').nth(2).unwrap_or_default();
            if third.len() == 4 && third.starts_with("ff") {
                shown.push_str(address);
            } else {
                shown.push_str(&format!("[ipv6-{}]", self.number("ipv6", address)));
            }
            rest = after;
        }
        shown + rest
    }

    /// The text with `[public-1]` for every address like `198.18.0.1`, and for those with dashes in names.
    fn without_public_addresses(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = ["198.18.", "198.19.", "198-18-", "198-19-"]
            .iter()
            .filter_map(|network| rest.find(network))
            .min()
        {
            shown.push_str(&rest[..start]);
            rest = &rest[start..];
            let is_digit = |character: char| character.is_ascii_digit();
            let parts: Vec<&str> = rest.splitn(4, &rest[3..4]).collect();
            let &[network, second, third, last] = &*parts else {
                break;
            };
            if !third.chars().all(is_digit) {
                let (network, after) = rest.split_at(network.len() + second.len() + 2);
                shown.push_str(network);
                rest = after;
                continue;
            }
            let first = network.len() + second.len() + third.len() + 3;
            let last = last.find(|it| !is_digit(it)).unwrap_or(last.len());
            let (address, after) = rest.split_at(first + last);
            let address = address.replace('-', ".");
            shown.push_str(&format!("[public-{}]", self.number("public", &address)));
            rest = after;
        }
        shown + rest
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
            } else if part.len() == 10 && part.bytes().all(|byte| byte.is_ascii_digit()) {
                "[number]".to_owned()
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

/// The text with `[mac]` for everything like `02:00:5e:00:53:01`.
fn without_hardware_addresses(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match rest.split_at_checked(17) {
            Some((word, after)) if is_hardware_address(word) => {
                shown.push_str("[mac]");
                rest = after;
            }
            _ => {
                shown.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    shown
}

fn is_hardware_address(word: &str) -> bool {
    word.split(':').count() == 6 && word.split(':').all(|part| is_hex(part, 2))
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
         123e4567-e89b-42d3-a456-426614174000 10.0.0.0/16 02:0a:1b:2c:3d:4e \
         2001:db8:1:100::/56 2001:db8:1:100:2:3:4:5 2001:db8:ff00::/48",
    );
    insta::assert_snapshot!(shown, @"vpce-1-[suffix]-us-east-1a.vpce-svc-1 vpc-1, vpc-2, vpc-1 arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/orders/1 [request-id] 10.0.0.0/16 [mac] [ipv6-1]/56 [ipv6-2] 2001:db8:ff00::/48");
}
