//! The filter engine of every list: AND over filters, OR over a filter's values, `*` and `?` as wildcards.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::limit;
use super::tag::Tag;

/// One condition: the named property has one of the values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// EC2's filter name, e.g. `vpc-id`, `tag:Team`, `tag-key`.
    pub name: String,
    /// Patterns, of which one must match.
    pub values: Vec<String>,
}

/// What a list can be filtered by.
pub trait Filterable {
    /// The names that exist, apart from the tag filters.
    const FILTERS: &'static [&'static str];

    /// Whether `tag:<key>` and `tag-key` exist.
    const TAGGED: bool = true;

    /// The values of one of [`Self::FILTERS`]; several where the property is a list, none where it is absent.
    fn filter_values(&self, name: &str) -> Vec<String>;

    /// The tags that the tag filters look at.
    fn filter_tags(&self) -> &[Tag];
}

/// What lists show without filters.
macro_rules! unfiltered {
    ($item:ty) => {
        impl $crate::domain::filter::Filterable for $item {
            const FILTERS: &'static [&'static str] = &[];
            const TAGGED: bool = false;

            fn filter_values(&self, _: &str) -> Vec<String> {
                Vec::new()
            }

            fn filter_tags(&self) -> &[$crate::domain::tag::Tag] {
                &[]
            }
        }
    };
}
pub(crate) use unfiltered;

/// Refuses filters that `T` does not have, empty ones, and too many.
pub fn check<T: Filterable>(filters: &[Filter]) -> Result<()> {
    if filters.len() > limit::FILTERS {
        return Err(Error::new(
            Code::InvalidFilter,
            format!("The request has more than {} filters", limit::FILTERS),
        )
        .about("Filter"));
    }
    if filters
        .iter()
        .map(|filter| filter.values.len())
        .sum::<usize>()
        > limit::FILTER_VALUES
    {
        return Err(Error::new(
            Code::InvalidFilter,
            format!(
                "The request's filters have more than {} values",
                limit::FILTER_VALUES
            ),
        )
        .about("Filter"));
    }
    for filter in filters {
        let tag = filter.name == "tag-key"
            || filter
                .name
                .strip_prefix("tag:")
                .is_some_and(|key| !key.is_empty());
        let known = T::FILTERS.contains(&filter.name.as_str()) || (T::TAGGED && tag);
        if !known {
            return Err(Error::new(
                Code::InvalidFilter,
                format!("The filter '{}' is invalid", filter.name),
            )
            .about("Filter"));
        }
        if filter
            .values
            .iter()
            .any(|value| value.chars().count() > limit::FILTER_VALUE_CHARS)
        {
            return Err(Error::new(
                Code::InvalidParameterValue,
                format!(
                    "A value of the filter '{}' has more than {} characters",
                    filter.name,
                    limit::FILTER_VALUE_CHARS
                ),
            )
            .about("Filter"));
        }
        if filter.values.is_empty() {
            return Err(Error::new(
                Code::InvalidParameterValue,
                format!("The filter '{}' has no values", filter.name),
            )
            .about("Filter"));
        }
    }
    Ok(())
}

/// Whether `item` passes all of `filters`, which [`check`] has accepted.
pub fn matches<T: Filterable>(filters: &[Filter], item: &T) -> bool {
    filters.iter().all(|filter| {
        if let Some(key) = filter.name.strip_prefix("tag:").filter(|_| T::TAGGED) {
            return item
                .filter_tags()
                .iter()
                .any(|tag| tag.key == key && any(&filter.values, &tag.value));
        }
        if filter.name == "tag-key" && T::TAGGED {
            return item
                .filter_tags()
                .iter()
                .any(|tag| any(&filter.values, &tag.key));
        }
        item.filter_values(&filter.name)
            .iter()
            .any(|value| any(&filter.values, value))
    })
}

fn any(patterns: &[String], value: &str) -> bool {
    patterns
        .iter()
        .any(|pattern| pattern_matches(pattern, value))
}

/// Whether the pattern can only match one text: it has no wildcard and no escape.
pub fn is_literal(pattern: &str) -> bool {
    !pattern.contains(['*', '?', '\\'])
}

/// `*` is any text, `?` any one character, and `\` takes the next character as it is.
///
/// Runs in time proportional to the product of both lengths at the worst, without recursion.
pub fn pattern_matches(pattern: &str, text: &str) -> bool {
    if is_literal(pattern) {
        return pattern == text;
    }
    let tokens = tokens(pattern);
    let text: Vec<char> = text.chars().collect();
    let (mut token, mut at) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < text.len() {
        match tokens.get(token) {
            Some(Token::Any) => {
                star = Some((token, at));
                token += 1;
            }
            Some(Token::One) => {
                token += 1;
                at += 1;
            }
            Some(Token::Char(expected)) if *expected == text[at] => {
                token += 1;
                at += 1;
            }
            _ => match star {
                Some((star_token, star_at)) => {
                    star = Some((star_token, star_at + 1));
                    token = star_token + 1;
                    at = star_at + 1;
                }
                None => return false,
            },
        }
    }
    tokens[token..]
        .iter()
        .all(|token| matches!(token, Token::Any))
}

enum Token {
    Any,
    One,
    Char(char),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        tokens.push(match character {
            '*' => Token::Any,
            '?' => Token::One,
            '\\' => Token::Char(characters.next().unwrap_or('\\')),
            other => Token::Char(other),
        });
    }
    tokens
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Filter, Filterable, check, matches, pattern_matches};
    use crate::domain::tag::Tag;

    struct Thing {
        tags: Vec<Tag>,
    }

    impl Filterable for Thing {
        const FILTERS: &'static [&'static str] = &["colour", "size"];

        fn filter_values(&self, name: &str) -> Vec<String> {
            match name {
                "colour" => vec!["red".to_owned(), "blue".to_owned()],
                _ => Vec::new(),
            }
        }

        fn filter_tags(&self) -> &[Tag] {
            &self.tags
        }
    }

    fn thing() -> Thing {
        Thing {
            tags: vec![Tag {
                key: "Team".to_owned(),
                value: "network".to_owned(),
            }],
        }
    }

    fn filter(name: &str, values: &[&str]) -> Filter {
        Filter {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    #[test]
    fn wildcards() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("a*c", "abbbc", true),
            ("a*c", "abbbcd", false),
            ("*a*", "xay", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("net*", "network", true),
            ("NET*", "network", false),
            ("\\*", "*", true),
            ("\\*", "x", false),
            ("a\\?", "a?", true),
            ("\\", "\\", true),
            ("*?", "", false),
            ("ä?", "äö", true),
        ] {
            assert_eq!(
                pattern_matches(pattern, text),
                expected,
                "{pattern} on {text}"
            );
        }
    }

    #[test]
    fn filters_are_anded_and_values_ored() {
        let thing = thing();
        assert!(matches(&[], &thing));
        assert!(matches(&[filter("colour", &["green", "blue"])], &thing));
        assert!(matches(
            &[filter("colour", &["red"]), filter("tag:Team", &["net*"])],
            &thing
        ));
        assert!(!matches(
            &[filter("colour", &["red"]), filter("tag:Team", &["data"])],
            &thing
        ));
        assert!(
            !matches(&[filter("size", &["*"])], &thing),
            "an absent property matches nothing"
        );
        assert!(matches(&[filter("tag-key", &["T*"])], &thing));
        assert!(
            !matches(&[filter("tag:team", &["network"])], &thing),
            "keys are case-sensitive"
        );
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for (name, values, code) in [
            ("flavour", &["x"][..], "InvalidFilter"),
            ("tag:", &["x"], "InvalidFilter"),
            ("colour ", &["x"], "InvalidFilter"),
            ("colour", &[], "InvalidParameterValue"),
        ] {
            assert_eq!(
                check::<Thing>(&[filter(name, values)])
                    .unwrap_err()
                    .code
                    .name(),
                code,
                "{name}"
            );
        }
        assert!(check::<Thing>(&vec![filter("colour", &["x"]); 51]).is_err());
        assert!(check::<Thing>(&[filter("colour", &vec!["x"; 201])]).is_err());
        assert!(check::<Thing>(&[filter("colour", &[&"x".repeat(513)])]).is_err());
        assert!(check::<Thing>(&[filter("colour", &["x"]), filter("tag:Team", &["y"])]).is_ok());
    }

    proptest! {
        #[test]
        fn agrees_with_a_naive_matcher(pattern in "[ab*?]{0,8}", text in "[ab]{0,8}") {
            fn naive(pattern: &[u8], text: &[u8]) -> bool {
                match (pattern.split_first(), text.split_first()) {
                    (None, None) => true,
                    (Some((b'*', rest)), None) => naive(rest, text),
                    (Some((b'*', rest)), Some((_, tail))) => naive(rest, text) || naive(pattern, tail),
                    (Some((b'?', rest)), Some((_, tail))) => naive(rest, tail),
                    (Some((expected, rest)), Some((actual, tail))) => expected == actual && naive(rest, tail),
                    _ => false,
                }
            }
            prop_assert_eq!(pattern_matches(&pattern, &text), naive(pattern.as_bytes(), text.as_bytes()));
        }
    }
}
