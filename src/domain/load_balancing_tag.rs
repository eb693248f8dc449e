//! The rules of tags in the codes of Elastic Load Balancing, which has its own.

use std::collections::BTreeSet;

use super::error::{Code, Error, Result};
use super::tag::{self, Tag};

/// [`tag::validated`] in the codes of Elastic Load Balancing.
pub fn validated(tags: Vec<Tag>) -> Result<Vec<Tag>> {
    refuse_duplicate_keys(&tags)?;
    tag::validated(tags).map_err(in_own_code)
}

/// [`tag::merged`] in the codes of Elastic Load Balancing.
pub fn merged(tags: &[Tag], added: Vec<Tag>) -> Result<Vec<Tag>> {
    refuse_duplicate_keys(&added)?;
    tag::merged(tags, added).map_err(in_own_code)
}

fn refuse_duplicate_keys(tags: &[Tag]) -> Result<()> {
    let mut seen = BTreeSet::new();
    match tags.iter().find(|tag| !seen.insert(&tag.key)) {
        None => Ok(()),
        Some(tag) => Err(Error::new(
            Code::DuplicateTagKeys,
            format!("The tag key '{}' was specified more than once", tag.key),
        )
        .about("Tags")),
    }
}

fn in_own_code(error: Error) -> Error {
    let code = match error.code {
        Code::TagLimitExceeded => Code::TooManyTags,
        _ => Code::ValidationError,
    };
    error.with_code(code).about("Tags")
}

#[cfg(test)]
mod tests {
    use super::{merged, validated};
    use crate::domain::error::Result;
    use crate::domain::tag::Tag;

    fn code<T>(result: Result<T>) -> &'static str {
        result.err().map_or("", |error| error.code.name())
    }

    #[test]
    fn tags_in_the_codes_of_load_balancing() {
        let tag = |key: &str| Tag {
            key: key.to_owned(),
            value: String::new(),
        };
        let many: Vec<Tag> = (0..51).map(|number| tag(&number.to_string())).collect();
        assert_eq!(
            code(validated(vec![tag("a"), tag("a")])),
            "DuplicateTagKeys"
        );
        assert_eq!(code(validated(many.clone())), "TooManyTags");
        assert_eq!(code(validated(vec![tag("aws:a")])), "ValidationError");
        assert_eq!(code(merged(&many[..50], vec![tag("new")])), "TooManyTags");
        assert_eq!(code(merged(&many[..50], vec![tag("0")])), "");
    }
}
