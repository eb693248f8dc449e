//! Tags: key and value pairs on resources, with AWS's limits.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::limit;

/// One tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Tag {
    /// Case-sensitive, unique on a resource.
    pub key: String,
    /// May be empty.
    pub value: String,
}

/// Checks a whole list, as given when a resource is created, and sorts it by key.
pub fn validated(mut tags: Vec<Tag>) -> Result<Vec<Tag>> {
    let mut seen = BTreeSet::new();
    for tag in &tags {
        check(tag)?;
        if !seen.insert(tag.key.as_str()) {
            return Err(Error::invalid(
                "Tag",
                format!("Duplicate tag key '{}' specified.", tag.key),
            ));
        }
    }
    check_count(tags.len())?;
    tags.sort();
    Ok(tags)
}

/// Adds `added` to `tags`, a present key taking the new value.
pub fn merged(tags: &[Tag], added: Vec<Tag>) -> Result<Vec<Tag>> {
    let added = validated(added)?;
    let mut all: Vec<Tag> = tags
        .iter()
        .filter(|tag| !added.iter().any(|new| new.key == tag.key))
        .cloned()
        .collect();
    all.extend(added);
    check_count(all.len())?;
    all.sort();
    Ok(all)
}

/// Which tags `DeleteTags` takes away: every tag of that key, or only one of exactly that value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagRemoval {
    /// The key.
    pub key: String,
    /// Only if the tag has this value; `None` removes it whatever its value.
    pub value: Option<String>,
}

/// What is left of `tags`. Removing an absent tag is not an error.
pub fn without(tags: &[Tag], removals: &[TagRemoval]) -> Vec<Tag> {
    tags.iter()
        .filter(|tag| {
            !removals.iter().any(|removal| {
                removal.key == tag.key
                    && removal
                        .value
                        .as_ref()
                        .is_none_or(|value| *value == tag.value)
            })
        })
        .cloned()
        .collect()
}

/// A change of a resource's tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TagChange {
    /// Adds tags; a present key takes the new value.
    Add(Vec<Tag>),
    /// Takes tags away; all of them if the list is empty.
    Remove(Vec<TagRemoval>),
}

impl TagChange {
    /// What becomes of `tags`.
    pub fn apply(&self, tags: &[Tag]) -> Result<Vec<Tag>> {
        match self {
            Self::Add(added) => merged(tags, added.clone()),
            Self::Remove(removals) if removals.is_empty() => Ok(Vec::new()),
            Self::Remove(removals) => Ok(without(tags, removals)),
        }
    }
}

fn check(tag: &Tag) -> Result<()> {
    let characters = tag.key.chars().count();
    if characters == 0 {
        return Err(Error::invalid("Tag", "Tag keys must not be empty."));
    }
    if characters > limit::TAG_KEY_CHARS {
        return Err(Error::invalid(
            "Tag",
            format!(
                "Tag key exceeds the maximum length of {} characters",
                limit::TAG_KEY_CHARS
            ),
        ));
    }
    if tag.value.chars().count() > limit::TAG_VALUE_CHARS {
        return Err(Error::invalid(
            "Tag",
            format!(
                "Tag value exceeds the maximum length of {} characters",
                limit::TAG_VALUE_CHARS
            ),
        ));
    }
    let unspeakable =
        |character: char| character.is_control() || matches!(character, '\u{fffe}' | '\u{ffff}');
    if tag.key.contains(unspeakable) || tag.value.contains(unspeakable) {
        return Err(Error::invalid(
            "Tag",
            "Tags must not contain control characters.",
        ));
    }
    if tag
        .key
        .get(..4)
        .is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"))
    {
        return Err(Error::invalid(
            "Tag",
            format!(
                "Tag keys starting with 'aws:' are reserved for internal use: '{}'",
                tag.key
            ),
        ));
    }
    Ok(())
}

fn check_count(count: usize) -> Result<()> {
    if count > limit::TAGS_PER_RESOURCE {
        return Err(Error::new(
            Code::TagLimitExceeded,
            format!(
                "A resource can have at most {} tags",
                limit::TAGS_PER_RESOURCE
            ),
        )
        .about("Tag"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Tag, TagChange, TagRemoval, merged, validated, without};

    fn tag(key: &str, value: &str) -> Tag {
        Tag {
            key: key.to_owned(),
            value: value.to_owned(),
        }
    }

    #[test]
    fn sorts_and_refuses_duplicates() {
        assert_eq!(
            validated(vec![tag("b", "1"), tag("a", "")]).unwrap(),
            [tag("a", ""), tag("b", "1")]
        );
        assert!(validated(vec![tag("a", "1"), tag("a", "2")]).is_err());
    }

    #[test]
    fn refuses_reserved_empty_and_long_keys() {
        for key in [
            "",
            "aws:x",
            "AWS:x",
            "a\u{0}",
            "a\u{fffe}",
            &"k".repeat(129),
        ] {
            assert!(validated(vec![tag(key, "")]).is_err(), "{key}");
        }
        assert!(validated(vec![tag(&"k".repeat(128), &"v".repeat(256))]).is_ok());
        assert!(validated(vec![tag("k", &"v".repeat(257))]).is_err());
    }

    #[test]
    fn merging_replaces_values_and_keeps_the_limit() {
        let tags = merged(&[tag("a", "1")], vec![tag("a", "2"), tag("b", "3")]).unwrap();
        assert_eq!(tags, [tag("a", "2"), tag("b", "3")]);
        let many: Vec<Tag> = (0..50)
            .map(|number| tag(&format!("k{number}"), ""))
            .collect();
        assert!(merged(&many, vec![tag("k0", "new")]).is_ok());
        assert_eq!(
            merged(&many, vec![tag("other", "")])
                .unwrap_err()
                .code
                .name(),
            "TagLimitExceeded"
        );
    }

    #[test]
    fn removing_nothing_in_particular_removes_all() {
        let tags = [tag("a", "1"), tag("b", "2")];
        assert_eq!(TagChange::Remove(Vec::new()).apply(&tags).unwrap(), []);
        assert_eq!(
            TagChange::Add(vec![tag("a", "3")]).apply(&tags).unwrap(),
            [tag("a", "3"), tag("b", "2")]
        );
    }

    #[test]
    fn removes_by_key_or_by_key_and_value() {
        let tags = [tag("a", "1"), tag("b", "2")];
        let by_key = TagRemoval {
            key: "a".to_owned(),
            value: None,
        };
        let other_value = TagRemoval {
            key: "b".to_owned(),
            value: Some("9".to_owned()),
        };
        assert_eq!(without(&tags, &[by_key, other_value]), [tag("b", "2")]);
    }
}
