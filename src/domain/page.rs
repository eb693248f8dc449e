//! Keyset pages: how many items, after which one, and a token that belongs to the list it came from.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::{Code, Error, Result};
use super::filter::Filter;
use super::limit;

/// Which part of a list the client wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    /// Items at the most; `None` for the default.
    pub limit: Option<usize>,
    /// The token of the page before.
    pub token: Option<String>,
}

impl PageRequest {
    /// Items on this page at the most.
    pub fn size(&self) -> usize {
        self.limit
            .unwrap_or(limit::PAGE_DEFAULT)
            .min(limit::PAGE_MAX)
    }

    /// The key after which this page begins; empty for the first page.
    pub fn after(&self, list: &ListIdentity) -> Result<String> {
        self.token
            .as_deref()
            .map_or(Ok(String::new()), |token| list.open(token))
    }
}

/// A part of a list, in key order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The token of the next page, if there is one.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The same page with every item translated.
    pub fn map<U>(self, translate: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(translate).collect(),
            next: self.next,
        }
    }
}

/// What a token is bound to: the list's name, whose it is, the ids it is cut to, and its filters.
pub struct ListIdentity([u8; 8]);

#[derive(Serialize, Deserialize)]
struct Token {
    list: [u8; 8],
    after: String,
}

impl ListIdentity {
    /// The identity of the list called `name` in `scope` with these filters; their order does not matter. `scope` also says
    /// to which ids the list is cut.
    pub fn new(name: &str, scope: &str, filters: &[Filter]) -> Self {
        let mut parts: Vec<String> = filters
            .iter()
            .map(|filter| {
                let mut values = filter.values.clone();
                values.sort();
                format!("{:?}={values:?}", filter.name)
            })
            .collect();
        parts.sort();
        let digest = Sha256::digest(format!("{name}\n{scope}\n{parts:?}"));
        let mut short = [0; 8];
        short.copy_from_slice(&digest[..8]);
        Self(short)
    }

    /// The token of the page after the item with this key.
    ///
    /// # Panics
    /// Never: the token's parts can always be encoded.
    pub fn seal(&self, after: &str) -> String {
        let token = Token {
            list: self.0,
            after: after.to_owned(),
        };
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&token).expect("a token is plain data"))
    }

    /// The key in a token of this list.
    pub fn open(&self, token: &str) -> Result<String> {
        let invalid = || {
            Error::new(
                Code::InvalidNextToken,
                "The token is not valid for this list",
            )
            .about("NextToken")
        };
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| invalid())?;
        let token: Token = serde_json::from_slice(&bytes).map_err(|_| invalid())?;
        if token.list == self.0 {
            Ok(token.after)
        } else {
            Err(invalid())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Filter, ListIdentity};

    fn filter(name: &str, values: &[&str]) -> Filter {
        Filter {
            name: name.to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        }
    }

    #[test]
    fn a_token_is_bound_to_its_list() {
        let filters = [filter("a", &["1", "2"]), filter("b", &["3"])];
        let list = ListIdentity::new("vpcs", "1/us-east-1", &filters);
        let token = list.seal("vpc-1");
        assert_eq!(list.open(&token).unwrap(), "vpc-1");

        let reordered = [filter("b", &["3"]), filter("a", &["2", "1"])];
        assert!(
            ListIdentity::new("vpcs", "1/us-east-1", &reordered)
                .open(&token)
                .is_ok()
        );
        for other in [
            ListIdentity::new("subnets", "1/us-east-1", &filters),
            ListIdentity::new("vpcs", "2/us-east-1", &filters),
            ListIdentity::new("vpcs", "1/us-east-1", &filters[..1]),
        ] {
            assert_eq!(
                other.open(&token).unwrap_err().code.name(),
                "InvalidNextToken"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_is_a_token_by_chance(text in ".*") {
            prop_assert!(ListIdentity::new("vpcs", "1/us-east-1", &[]).open(&text).is_err());
        }
    }
}
