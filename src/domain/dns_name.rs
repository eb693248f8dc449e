//! Names as Route 53 keeps and shows them: in lower case, with the root's dot, every unusual character as an octal escape.
//!
//! Labels are bytes in DNS. A dot that belongs to a label is `\056`, so what is between dots is always a whole label.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::limit;

/// A name in its one form: `\052.example.com.` for `*.Example.COM`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DnsName(String);

/// What is wrong with a name or a value, in Route 53's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    kind: &'static str,
    words: &'static str,
    value: String,
}

impl Problem {
    /// A problem of this kind with a value.
    pub fn new(kind: &'static str, words: &'static str, value: &str) -> Self {
        Self {
            kind,
            words,
            value: value.to_owned(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, words, value } = self;
        write!(
            formatter,
            "FATAL problem: {kind} ({words}) encountered with '{value}'"
        )
    }
}

impl DnsName {
    /// Reads a name, with or without the root's dot at the end. The root itself is none.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let problem = |kind, words| Err(Problem::new(kind, words, text));
        let mut labels = vec![Vec::new()];
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            let last = labels.len() - 1;
            match byte {
                b'.' => labels.push(Vec::new()),
                b'\\' => match octal([bytes.next(), bytes.next(), bytes.next()]) {
                    Some(byte) => labels[last].push(byte.to_ascii_lowercase()),
                    None => {
                        return problem(
                            "InvalidEscapeSequence",
                            "Value has an invalid escape sequence",
                        );
                    }
                },
                b'!'..=b'~' => labels[last].push(byte.to_ascii_lowercase()),
                _ => {
                    return problem(
                        "UnsupportedCharacter",
                        "Value contains unsupported characters",
                    );
                }
            }
        }
        if labels.len() > 1 && labels.last().is_some_and(Vec::is_empty) {
            labels.pop();
        }
        if labels.iter().any(Vec::is_empty) {
            return problem("DomainLabelEmpty", "Domain label is empty");
        }
        if labels
            .iter()
            .any(|label| label.len() > limit::DNS_LABEL_CHARS)
        {
            return problem("DomainLabelTooLong", "Domain label is too long");
        }
        // Between two labels stands a byte each, as in the text.
        let length: usize = labels.iter().map(|label| label.len() + 1).sum();
        if length - 1 > limit::DNS_NAME_CHARS {
            return problem("DomainNameTooLong", "Domain name is too long");
        }
        let mut name = String::new();
        for label in labels {
            for byte in label {
                escape(byte, &mut name);
            }
            name.push('.');
        }
        Ok(Self(name))
    }

    /// The text, with the root's dot.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The labels, the host's first.
    pub fn labels(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.trim_end_matches('.').split('.')
    }

    /// The labels from the root on, each followed by a dot: what lists are ordered by, and below which a domain is a run of
    /// neighbours. `com.example.www.` for `www.example.com.`
    pub fn reversed(&self) -> String {
        self.labels()
            .rev()
            .map(|label| format!("{label}."))
            .collect()
    }

    /// Whether this is the domain itself or a name in it.
    pub fn is_within(&self, domain: &Self) -> bool {
        self.0
            .strip_suffix(domain.as_str())
            .is_some_and(|host| host.is_empty() || host.ends_with('.'))
    }

    /// The name whose first label is a star in the place of this one's, if it has more than one.
    pub fn wildcard(&self) -> Option<Self> {
        let (_, rest) = self.0.split_once('.')?;
        (!rest.is_empty()).then(|| Self(format!("\\052.{rest}")))
    }
}

impl fmt::Display for DnsName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn octal(digits: [Option<u8>; 3]) -> Option<u8> {
    digits.into_iter().try_fold(0_u8, |value, digit| {
        let digit = char::from(digit?).to_digit(8)?;
        value.checked_mul(8)?.checked_add(u8::try_from(digit).ok()?)
    })
}

fn escape(byte: u8, name: &mut String) {
    match byte {
        b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => name.push(char::from(byte)),
        other => name.push_str(&format!("\\{other:03o}")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::DnsName;

    #[test]
    fn names_have_one_form() {
        let label = "a".repeat(63);
        for (text, name) in [
            ("Example.COM", "example.com."),
            ("example.com.", "example.com."),
            ("*.example.com", "\\052.example.com."),
            ("\\052.example.com", "\\052.example.com."),
            ("a\\056b.example", "a\\056b.example."),
            ("\\101_-.x", "a_-.x."),
            ("a/b@c.x", "a\\057b\\100c.x."),
            (&label, &format!("{label}.")),
        ] {
            assert_eq!(DnsName::parse(text).unwrap().as_str(), name, "{text}");
        }
    }

    #[test]
    fn what_is_no_name_is_told() {
        let long_label = "a".repeat(64);
        let long = format!("{}a", "a.".repeat(127));
        for (text, kind) in [
            ("", "DomainLabelEmpty"),
            (".", "DomainLabelEmpty"),
            ("a..b", "DomainLabelEmpty"),
            (".a", "DomainLabelEmpty"),
            ("a b", "UnsupportedCharacter"),
            ("m\u{fc}ller.example", "UnsupportedCharacter"),
            ("a\\.b", "InvalidEscapeSequence"),
            ("a\\400", "InvalidEscapeSequence"),
            ("a\\05", "InvalidEscapeSequence"),
            (&long_label, "DomainLabelTooLong"),
            (&long, "DomainNameTooLong"),
        ] {
            assert_eq!(DnsName::parse(text).unwrap_err().kind, kind, "{text}");
        }
        assert_eq!(
            DnsName::parse("a..b").unwrap_err().to_string(),
            "FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..b'"
        );
    }

    #[test]
    fn names_are_in_domains() {
        let name = |text| DnsName::parse(text).unwrap();
        assert_eq!(name("www.example.com").reversed(), "com.example.www.");
        for (host, domain, within) in [
            ("www.example.com", "example.com", true),
            ("example.com", "example.com", true),
            ("wexample.com", "example.com", false),
            ("com", "example.com", false),
        ] {
            assert_eq!(name(host).is_within(&name(domain)), within, "{host}");
        }
        assert_eq!(name("a.b").wildcard(), Some(name("*.b")));
        assert_eq!(name("a").wildcard(), None);
    }

    proptest! {
        #[test]
        fn the_form_is_stable(text in "[ -~\u{e9}]{0,70}") {
            if let Ok(name) = DnsName::parse(&text) {
                prop_assert_eq!(DnsName::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}
