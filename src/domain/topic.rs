//! Topics: the names under which notifications are published, and who reads what is published.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::error::{Error, Result};
use super::filter::Filterable;
use super::limit;
use super::scope::{AccountId, RegionName, Scope};
use super::tag::Tag;

/// The ARN of an SNS topic: `arn:aws:sns:REGION:ACCOUNT:NAME`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TopicArn(String);

impl TopicArn {
    /// Accepts the ARN of a topic in a region that exists, of any account.
    pub fn parse(parameter: &'static str, text: &str) -> Result<Self> {
        if scope_and_name(text).is_some_and(|(_, name)| is_topic_name(name)) {
            return Ok(Self(text.to_owned()));
        }
        Err(not_an_arn(parameter, text))
    }

    /// The same without first-in-first-out topics, which end in `.fifo`: AWS publishes no notifications to them.
    pub fn parse_standard(parameter: &'static str, text: &str) -> Result<Self> {
        match Self::parse(parameter, text) {
            Ok(arn) if arn.is_fifo() => Err(not_an_arn(parameter, text)),
            parsed => parsed,
        }
    }

    /// The ARN of the topic of this name in an account and region.
    pub fn of(scope: &Scope, name: &str) -> Result<Self> {
        if is_topic_name(name) {
            Ok(Self(scope.arn("sns", name)))
        } else {
            Err(Error::invalid("Name", "Invalid parameter: Topic Name"))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a first-in-first-out topic: its name says so.
    pub fn is_fifo(&self) -> bool {
        self.0.ends_with(FIFO_SUFFIX)
    }

    /// The account and region in it.
    ///
    /// # Panics
    /// Never: only the ARN of a topic becomes one.
    pub fn scope(&self) -> Scope {
        scope_and_name(&self.0).expect("it was parsed").0
    }

    /// Whether the topic is of this account and region.
    pub fn is_of(&self, scope: &Scope) -> bool {
        scope_and_name(&self.0).is_some_and(|(own, _)| own == *scope)
    }

    /// Whether the topic is of this account, in whatever region.
    pub fn is_of_account(&self, account: &AccountId) -> bool {
        scope_and_name(&self.0).is_some_and(|(own, _)| own.account == *account)
    }
}

/// How the names of first-in-first-out topics end.
pub const FIFO_SUFFIX: &str = ".fifo";

impl fmt::Display for TopicArn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn scope_and_name(arn: &str) -> Option<(Scope, &str)> {
    let mut parts = arn.strip_prefix("arn:aws:sns:")?.splitn(3, ':');
    let (region, account, name) = (parts.next()?, parts.next()?, parts.next()?);
    let scope = Scope {
        account: AccountId::parse(account).ok()?,
        region: RegionName::parse(region).ok()?,
    };
    Some((scope, name))
}

fn not_an_arn(parameter: &'static str, text: &str) -> Error {
    Error::invalid(
        parameter,
        format!(
            "'{text}' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME"
        ),
    )
}

fn is_topic_name(name: &str) -> bool {
    let plain = name.strip_suffix(FIFO_SUFFIX).unwrap_or(name);
    name.len() <= limit::TOPIC_NAME_CHARS
        && !plain.is_empty()
        && plain
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// Who gets what is published under a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Subscriber {
    /// An address to which each message is posted.
    Webhook {
        /// `http://` or `https://`.
        url: String,
    },
    /// A file in the directory that the configuration names, to which each message is appended as a line.
    File {
        /// Its name, without any directory.
        name: String,
    },
    /// A file wherever the configuration says.
    Path {
        /// Its path.
        path: PathBuf,
    },
}

/// What the name of a file must end in that a client chooses: no database, log or program does.
const FILE_SUFFIX: &str = ".jsonl";

impl Subscriber {
    /// A subscriber that a client names: a URL, or the name of a file in the directory for such files.
    pub fn chosen(text: &str, settings: &TopicSettings) -> Result<Self> {
        if text.contains("://") {
            return Self::webhook(text);
        }
        if settings.directory.is_none() {
            return Err(Error::invalid(
                "Subscribers",
                format!(
                    "'{text}' is no URL, and files need a directory: set topics-directory in the configuration"
                ),
            ));
        }
        let plain = text.len() <= limit::TOPIC_FILE_NAME_CHARS
            && !text.starts_with(['.', '-'])
            && text.len() > FILE_SUFFIX.len()
            && text.ends_with(FILE_SUFFIX)
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        if plain {
            return Ok(Self::File {
                name: text.to_owned(),
            });
        }
        Err(Error::invalid(
            "Subscribers",
            format!(
                "'{text}' is neither a URL nor a plain file name: expected letters, digits, '-', '_' and '.', \
                 ending in {FILE_SUFFIX}, at most {} characters",
                limit::TOPIC_FILE_NAME_CHARS
            ),
        ))
    }

    /// A subscriber that the configuration names: a URL, or the path of a file.
    pub fn configured(text: &str) -> Result<Self> {
        if text.contains("://") {
            return Self::webhook(text);
        }
        if text.is_empty() {
            return Err(Error::invalid("Subscribers", "A subscriber is empty"));
        }
        Ok(Self::Path {
            path: PathBuf::from(text),
        })
    }

    /// An address to which messages can be posted.
    pub fn webhook(url: &str) -> Result<Self> {
        if url.len() > limit::SUBSCRIBER_URL_CHARS {
            return Err(Error::invalid(
                "Subscribers",
                format!(
                    "A URL has more than {} characters",
                    limit::SUBSCRIBER_URL_CHARS
                ),
            ));
        }
        if is_web_address(url) {
            return Ok(Self::Webhook {
                url: url.to_owned(),
            });
        }
        Err(Error::invalid(
            "Subscribers",
            format!(
                "'{url}' cannot be posted to: expected http:// or https://, a host, and neither a user nor a fragment"
            ),
        ))
    }

    /// The subscriber in a word: URL, file name or path.
    pub fn text(&self) -> String {
        match self {
            Self::Webhook { url } => url.clone(),
            Self::File { name } => name.clone(),
            Self::Path { path } => path.display().to_string(),
        }
    }
}

/// Whether messages can be posted to `url`.
pub(super) fn is_web_address(url: &str) -> bool {
    let Some(rest) = url
        .strip_prefix("http://")
        .or_else(|| url.strip_prefix("https://"))
    else {
        return false;
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let address = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let host_is_good = match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
        }
    };
    let port_is_good = port.is_none_or(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok()
    });
    let path_is_good = path.bytes().all(|byte| {
        byte.is_ascii_graphic()
            && !matches!(
                byte,
                b'#' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
            )
    });
    host_is_good && port_is_good && path_is_good
}

/// A topic of the account's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Topic {
    /// Its name.
    pub arn: TopicArn,
    /// Owner: the account and region in the ARN.
    pub scope: Scope,
    /// Who gets what is published without having subscribed over SNS; each once.
    pub subscribers: Vec<Subscriber>,
    /// The attributes of SNS that were set, as they were given.
    pub attributes: BTreeMap<String, String>,
    /// What SNS would look for in messages; nothing does here.
    pub data_protection_policy: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was first set up.
    pub created_at: Timestamp,
}

impl Topic {
    /// A topic of which nothing is set.
    pub fn new(arn: TopicArn, created_at: Timestamp) -> Self {
        Self {
            scope: arn.scope(),
            arn,
            subscribers: Vec::new(),
            attributes: BTreeMap::new(),
            data_protection_policy: None,
            tags: Vec::new(),
            created_at,
        }
    }
}

impl Filterable for Topic {
    const FILTERS: &'static [&'static str] = &["topic-arn"];

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "topic-arn" => vec![self.arn.to_string()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &self.tags
    }
}

/// What the configuration says of topics.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicSettings {
    /// Where the files are that clients name; without it they cannot name any.
    pub directory: Option<PathBuf>,
    /// Topics and their subscribers, whatever account they are of. No client can change them.
    pub configured: BTreeMap<TopicArn, Vec<Subscriber>>,
}

/// Subscribers without repetition; refuses too many.
pub fn distinct(subscribers: Vec<Subscriber>) -> Result<Vec<Subscriber>> {
    let mut kept: Vec<Subscriber> = Vec::with_capacity(subscribers.len());
    for subscriber in subscribers {
        if !kept.contains(&subscriber) {
            kept.push(subscriber);
        }
    }
    if kept.len() > limit::SUBSCRIBERS_PER_TOPIC {
        return Err(Error::invalid(
            "Subscribers",
            format!(
                "A topic can have at most {} subscribers",
                limit::SUBSCRIBERS_PER_TOPIC
            ),
        ));
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::{Subscriber, TopicArn, TopicSettings};

    #[test]
    fn arns() {
        let long = format!("arn:aws:sns:us-east-1:111111111111:{}", "a".repeat(256));
        for good in ["arn:aws:sns:us-east-1:111111111111:a-B_9", &long] {
            let arn = TopicArn::parse_standard("TopicArn", good).unwrap();
            assert_eq!(arn.as_str(), good);
        }
        let fifo = "arn:aws:sns:us-east-1:111111111111:a.fifo";
        assert!(TopicArn::parse("TopicArn", fifo).unwrap().is_fifo());
        for bad in [
            "",
            "topic",
            "arn:aws:sns:us-east-1:111111111111:",
            "arn:aws:sns:us-east-1:111111111111:a:b",
            "arn:aws:sns:us-east-1:111111111111:a.fifo",
            "arn:aws:sns:us-east-1:11111111111:a",
            "arn:aws:sns:nowhere-1:111111111111:a",
            "arn:aws:sqs:us-east-1:111111111111:a",
            "arn:aws:sns:us-east-1:111111111111:a/../b",
            &format!("{long}a"),
        ] {
            let error = TopicArn::parse_standard("TopicArn", bad).unwrap_err();
            assert_eq!(error.code.name(), "InvalidParameter", "{bad}");
        }
    }

    #[test]
    fn what_clients_may_name() {
        let settings = TopicSettings {
            directory: Some("topics".into()),
            ..TopicSettings::default()
        };
        for good in [
            "http://localhost",
            "http://127.0.0.1:8080/hook?key=a%20b&c=d",
            "https://[::1]:8443/",
            "https://hooks.example.com?x",
            "orders.jsonl",
            "a..b.jsonl",
        ] {
            assert_eq!(
                Subscriber::chosen(good, &settings).unwrap().text(),
                good,
                "{good}"
            );
        }
        for bad in [
            "",
            ".jsonl",
            "..",
            "../orders.jsonl",
            "/etc/orders.jsonl",
            "a/b.jsonl",
            "a\\b.jsonl",
            ".hidden.jsonl",
            "-rf.jsonl",
            "orders.jsonl\0",
            "orders.jsonl/",
            "orders.json",
            "privlink.db",
            "CON .jsonl",
            "\u{ff0e}\u{ff0e}\u{ff0f}a.jsonl",
            &format!("{}.jsonl", "a".repeat(100)),
            "file:///etc/passwd",
            "ftp://host/",
            "HTTP://host/",
            "http://",
            "http:///path",
            "http://:80/",
            "http://user@host/",
            "http://user:secret@host/",
            "http://host:99999/",
            "http://host:+80/",
            "http://host/a b",
            "http://host/\r\nX-Header: 1",
            "http://host/#part",
            "http://[::1/",
            "http://ho\u{17f}t/",
            &format!("http://host/{}", "a".repeat(2048)),
        ] {
            let error = Subscriber::chosen(bad, &settings).unwrap_err();
            assert_eq!(error.code.name(), "InvalidParameter", "{bad:?}");
        }
        let none = Subscriber::chosen("orders.jsonl", &TopicSettings::default()).unwrap_err();
        assert_eq!(
            none.message,
            "'orders.jsonl' is no URL, and files need a directory: set topics-directory in the configuration"
        );
    }
}
