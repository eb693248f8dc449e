//! Transforms of rules: how a request is rewritten before it goes on. Nothing rewrites here yet.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::limit;

/// What is rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TransformType {
    /// The host.
    HostHeaderRewrite,
    /// Path and query.
    UrlRewrite,
}

impl TransformType {
    const ALL: [Self; 2] = [Self::HostHeaderRewrite, Self::UrlRewrite];

    fn parse(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|transform_type| transform_type.name() == text)
            .ok_or_else(|| {
                let names = Self::ALL.map(Self::name).join("', '");
                invalid(format!(
                    "The transform type '{text}' is not valid: expected one of '{names}'"
                ))
            })
    }

    /// AWS's spelling.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HostHeaderRewrite => "host-header-rewrite",
            Self::UrlRewrite => "url-rewrite",
        }
    }
}

/// A transform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transform {
    /// What it rewrites.
    #[serde(rename = "type")]
    pub transform_type: TransformType,
    /// How: there is exactly one.
    pub rewrites: Vec<Rewrite>,
}

/// What is found, and what is put in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rewrite {
    /// A regular expression.
    pub regex: String,
    /// A text with references to groups.
    pub replace: String,
}

/// A transform as a client asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TransformRequest {
    /// `host-header-rewrite` or `url-rewrite`.
    pub transform_type: String,
    /// For `host-header-rewrite`.
    pub host_header_rewrite: Option<Vec<Rewrite>>,
    /// For `url-rewrite`.
    pub url_rewrite: Option<Vec<Rewrite>>,
}

impl TransformRequest {
    fn decide(self) -> Result<Transform> {
        let transform_type = TransformType::parse(&self.transform_type)?;
        let (own, other) = match transform_type {
            TransformType::HostHeaderRewrite => (self.host_header_rewrite, self.url_rewrite),
            TransformType::UrlRewrite => (self.url_rewrite, self.host_header_rewrite),
        };
        let rewrites = own.unwrap_or_default();
        let [rewrite] = rewrites.as_slice() else {
            return Err(invalid(format!(
                "A transform of the type '{}' must have exactly one rewrite",
                transform_type.name()
            )));
        };
        if other.is_some() {
            return Err(invalid(format!(
                "A transform of the type '{}' cannot have rewrites of the other type",
                transform_type.name()
            )));
        }
        for (name, text) in [("Regex", &rewrite.regex), ("Replace", &rewrite.replace)] {
            if !(1..=limit::REWRITE_CHARS).contains(&text.chars().count()) {
                return Err(invalid(format!(
                    "'{name}' must have 1 to {} characters",
                    limit::REWRITE_CHARS
                )));
            }
        }
        Ok(Transform {
            transform_type,
            rewrites,
        })
    }
}

/// The transforms that are asked for: one of each type at the most.
pub fn decide_transforms(requests: Vec<TransformRequest>) -> Result<Vec<Transform>> {
    let transforms: Vec<Transform> = requests
        .into_iter()
        .map(TransformRequest::decide)
        .collect::<Result<_>>()?;
    for transform_type in TransformType::ALL {
        let same = transforms
            .iter()
            .filter(|transform| transform.transform_type == transform_type);
        if same.count() > 1 {
            return Err(invalid(format!(
                "A rule can have only one transform of the type '{}'",
                transform_type.name()
            )));
        }
    }
    Ok(transforms)
}

fn invalid(message: String) -> Error {
    Error::new(Code::ValidationError, message).about("Transforms")
}

#[cfg(test)]
mod tests {
    use super::{Rewrite, TransformRequest, decide_transforms};

    #[test]
    fn one_transform_of_each_type() {
        let rewrites = || {
            vec![Rewrite {
                regex: "^/old/(.*)".to_owned(),
                replace: "/new/$1".to_owned(),
            }]
        };
        let url = TransformRequest {
            transform_type: "url-rewrite".to_owned(),
            url_rewrite: Some(rewrites()),
            ..TransformRequest::default()
        };
        let host = TransformRequest {
            transform_type: "host-header-rewrite".to_owned(),
            host_header_rewrite: Some(rewrites()),
            ..TransformRequest::default()
        };
        assert!(decide_transforms(vec![url.clone(), host.clone()]).is_ok());
        assert!(decide_transforms(vec![url.clone(), url.clone()]).is_err());
        let wrong = TransformRequest {
            transform_type: host.transform_type.clone(),
            ..url.clone()
        };
        let both = TransformRequest {
            host_header_rewrite: Some(rewrites()),
            ..url.clone()
        };
        let empty = TransformRequest {
            url_rewrite: Some(vec![Rewrite::default()]),
            ..url
        };
        for bad in [wrong, both, empty] {
            assert!(decide_transforms(vec![bad]).is_err());
        }
    }
}
