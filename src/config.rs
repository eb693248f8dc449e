//! Configuration: flags before environment before file before default.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::app::Settings;
use crate::domain::aws_service::{Catalogue, CatalogueError};
use crate::domain::connection::ConnectionTiming;
use crate::domain::error::Error;
use crate::domain::quota::Quotas;
use crate::domain::scope::AccountId;
use crate::domain::topic::{Subscriber, TopicArn, TopicSettings, distinct};
use crate::store::Location;
use crate::upstream::{self, AddressError};

/// The commented file with every setting at its default.
pub const DEFAULT_FILE: &str = include_str!("../privlink.example.toml");

/// Flags of `privlink serve`, each also an environment variable.
#[derive(Args, Clone, Debug, Default)]
pub struct Flags {
    /// Address and port to listen on; port 0 takes any free one [default: 127.0.0.1:4566]
    #[arg(long, env = "PRIVLINK_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
    /// Database file, created when absent, or :memory: [default: privlink.db]
    #[arg(long, env = "PRIVLINK_DB", value_name = "PATH|:memory:")]
    pub db: Option<String>,
    /// Configuration file in TOML; see privlink.example.toml
    #[arg(long, env = "PRIVLINK_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Form of the log on standard error [default: text]
    #[arg(long, env = "PRIVLINK_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// What is logged: a level, or directives such as `privlink=debug,info` [default: info]
    #[arg(long, env = "PRIVLINK_LOG", value_name = "LEVEL")]
    pub log: Option<String>,
    /// Account of requests whose access key is no account id [default: 000000000000]
    #[arg(long, env = "PRIVLINK_DEFAULT_ACCOUNT", value_name = "ACCOUNT")]
    pub default_account: Option<String>,
    /// URL of another emulator that requests for services not served here are passed on to
    #[arg(long, env = "PRIVLINK_UPSTREAM", value_name = "URL")]
    pub upstream: Option<String>,
}

/// Form of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The configuration file. Every setting may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct File {
    listen: Option<SocketAddr>,
    db: Option<String>,
    log_format: Option<LogFormat>,
    log: Option<String>,
    default_account: Option<String>,
    upstream: Option<String>,
    aws_services: Option<PathBuf>,
    timing: ConnectionTiming,
    quotas: Quotas,
    topics_directory: Option<PathBuf>,
    topics: BTreeMap<String, OneOrMore>,
}

/// The subscribers of a topic: one, or a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

/// What the server runs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where its state is.
    pub location: Location,
    /// Form of the log.
    pub log_format: LogFormat,
    /// What is logged.
    pub log: String,
    /// What the rules are set to.
    pub settings: Settings,
    /// What answers for services that are not served.
    pub upstream: Option<upstream::Address>,
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read configuration file {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not a configuration.
    #[error("configuration file {} is not valid: {source}", path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<toml::de::Error>,
    },
    /// The file of AWS's services cannot be read.
    #[error("cannot read file of AWS services {}: {source}", path.display())]
    ReadServices {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file of AWS's services says what cannot be.
    #[error("file of AWS services {} is not valid: {source}", path.display())]
    Services {
        /// The file.
        path: PathBuf,
        /// Why.
        source: CatalogueError,
    },
    /// The database has no name.
    #[error("the database path is empty; give a file, or :memory:")]
    NoDatabase,
    /// A topic or one of its subscribers cannot be used.
    #[error("topics: {}", .0.message)]
    Topic(Error),
    /// The upstream cannot be one.
    #[error("upstream '{text}': {error}")]
    Upstream {
        /// What was given.
        text: String,
        /// Why it is none.
        error: AddressError,
    },
    /// The default account is not an account id.
    #[error("default account: {}", .0.message)]
    Account(Error),
}

impl Config {
    /// Puts flags and environment, which clap has merged, over the file they name and the defaults.
    pub fn load(flags: Flags) -> Result<Self, ConfigError> {
        let file = flags
            .config
            .as_deref()
            .map_or_else(|| Ok(File::default()), read)?;
        let db = flags
            .db
            .or(file.db)
            .unwrap_or_else(|| "privlink.db".to_owned());
        if db.is_empty() {
            return Err(ConfigError::NoDatabase);
        }
        let account = flags
            .default_account
            .or(file.default_account)
            .unwrap_or_else(|| "000000000000".to_owned());
        let upstream = flags.upstream.or(file.upstream);
        Ok(Self {
            upstream: upstream.map(upstream_address).transpose()?,
            listen: flags
                .listen
                .or(file.listen)
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 4566))),
            location: if db == ":memory:" {
                Location::Memory
            } else {
                Location::File(PathBuf::from(db))
            },
            log_format: flags.log_format.or(file.log_format).unwrap_or_default(),
            log: flags.log.or(file.log).unwrap_or_else(|| "info".to_owned()),
            settings: Settings {
                default_account: AccountId::parse(&account).map_err(ConfigError::Account)?,
                timing: file.timing,
                quotas: file.quotas,
                catalogue: catalogue(file.aws_services)?,
                topics: TopicSettings {
                    directory: file.topics_directory,
                    configured: topics(file.topics).map_err(ConfigError::Topic)?,
                },
            },
        })
    }
}

fn upstream_address(text: String) -> Result<upstream::Address, ConfigError> {
    text.parse()
        .map_err(|error| ConfigError::Upstream { text, error })
}

fn topics(
    topics: BTreeMap<String, OneOrMore>,
) -> Result<BTreeMap<TopicArn, Vec<Subscriber>>, Error> {
    let topic = |(arn, subscribers): (String, OneOrMore)| {
        let arn = TopicArn::parse_standard("TopicArn", &arn)?;
        let texts = match subscribers {
            OneOrMore::One(text) => vec![text],
            OneOrMore::More(texts) => texts,
        };
        let subscribers = texts.iter().map(|text| Subscriber::configured(text));
        Ok((arn, distinct(subscribers.collect::<Result<_, _>>()?)?))
    };
    topics.into_iter().map(topic).collect()
}

fn read(path: &Path) -> Result<File, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
        path: path.to_owned(),
        source,
    })?;
    toml::from_str(&text).map_err(|source| ConfigError::Parse {
        path: path.to_owned(),
        source: Box::new(source),
    })
}

/// The built-in services, with those of the file; an empty path is no file.
fn catalogue(path: Option<PathBuf>) -> Result<Arc<Catalogue>, ConfigError> {
    let built_in = Catalogue::built_in();
    let Some(path) = path.filter(|path| !path.as_os_str().is_empty()) else {
        return Ok(built_in);
    };
    match std::fs::read_to_string(&path) {
        Err(source) => Err(ConfigError::ReadServices { path, source }),
        Ok(text) => match built_in.extended(&text) {
            Ok(extended) => Ok(Arc::new(extended)),
            Err(source) => Err(ConfigError::Services { path, source }),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::path::Path;

    use super::{Config, DEFAULT_FILE, Flags, Location, LogFormat};
    use crate::domain::aws_service::Catalogue;
    use crate::domain::scope::RegionName;
    use crate::domain::topic::{Subscriber, TopicArn};

    fn file(text: &str) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file
    }

    #[test]
    fn the_commented_file_has_the_defaults() {
        let uncommented = DEFAULT_FILE.replace("# [", "[");
        let uncommented: Vec<&str> = uncommented
            .lines()
            .map(|line| {
                if line.contains(" = ") {
                    line.trim_start_matches("# ")
                } else {
                    line
                }
            })
            .collect();
        let file = file(&uncommented.join("\n"));
        let flags = Flags {
            config: Some(file.path().to_owned()),
            ..Flags::default()
        };
        assert_eq!(
            Config::load(flags).unwrap(),
            Config::load(Flags::default()).unwrap()
        );
        assert!(
            uncommented
                .iter()
                .filter(|line| line.contains(" = ") && !line.starts_with('#'))
                .count()
                >= 12
        );
    }

    #[test]
    fn flags_win_over_the_file() {
        let file = file(
            "listen = \"127.0.0.1:1\"\ndb = \"x.db\"\nlog-format = \"json\"\n[timing]\npending-seconds = 5\n",
        );
        let flags = Flags {
            config: Some(file.path().to_owned()),
            db: Some(":memory:".to_owned()),
            ..Flags::default()
        };
        let config = Config::load(flags).unwrap();
        assert_eq!(config.location, Location::Memory);
        assert_eq!(config.listen.port(), 1);
        assert_eq!(config.log_format, LogFormat::Json);
        assert_eq!(config.settings.timing.pending_seconds, 5);
    }

    fn with_services(path: &std::path::Path) -> Result<Config, super::ConfigError> {
        let file = file(&format!("aws-services = {path:?}\n"));
        Config::load(Flags {
            config: Some(file.path().to_owned()),
            ..Flags::default()
        })
    }

    #[test]
    fn services_come_from_a_file() {
        let services = file("[interface]\n\"com.amazonaws.{region}.chime\" = {}\n");
        let config = with_services(services.path()).unwrap();
        let region = RegionName::parse("eu-west-1").unwrap();
        let catalogue = config.settings.catalogue;
        let chime = catalogue.named(&region, "com.amazonaws.eu-west-1.chime");
        assert_eq!(
            chime[0].private_dns_names,
            ["chime.eu-west-1.amazonaws.com"]
        );
        assert_eq!(
            catalogue.services(&region).len(),
            Catalogue::built_in().services(&region).len() + 1
        );
    }

    #[test]
    fn says_what_is_wrong_with_the_services() {
        let services = file("[interface]\n\"com.amazonaws.x\" = { regions = [\"us-eest-1\"] }\n");
        let message = with_services(services.path()).unwrap_err().to_string();
        let expected = format!(
            "file of AWS services {} is not valid: [interface] \"com.amazonaws.x\": regions: 'us-eest-1' is no region",
            services.path().display()
        );
        assert_eq!(message, expected);
        let missing = std::path::Path::new("/does/not/exist.toml");
        let message = with_services(missing).unwrap_err().to_string();
        assert!(
            message.starts_with("cannot read file of AWS services /does/not/exist.toml: "),
            "{message}"
        );
    }

    #[test]
    fn topics_have_one_subscriber_or_more() {
        let topic = "arn:aws:sns:us-east-1:111111111111:connections";
        let load = |value: &str| {
            let file = file(&format!(
                "topics-directory = \"t\"\n[topics]\n\"{topic}\" = {value}\n"
            ));
            Config::load(Flags {
                config: Some(file.path().to_owned()),
                ..Flags::default()
            })
        };
        let subscribers = |value: &str| {
            let topics = load(value).unwrap().settings.topics;
            assert_eq!(topics.directory.as_deref(), Some(Path::new("t")));
            topics.configured[&TopicArn::parse("TopicArn", topic).unwrap()].clone()
        };
        let (url, path) = ("http://localhost/", "../lines of.log");
        let webhook = Subscriber::Webhook {
            url: url.to_owned(),
        };
        let file = Subscriber::Path { path: path.into() };
        assert_eq!(
            subscribers(&format!("\"{url}\"")),
            std::slice::from_ref(&webhook)
        );
        assert_eq!(
            subscribers(&format!("[\"{path}\", \"{url}\", \"{path}\"]")),
            [file, webhook]
        );
        for (value, message) in [
            ("\"\"", "topics: A subscriber is empty"),
            (
                "\"ftp://localhost/\"",
                "topics: 'ftp://localhost/' cannot be posted to: expected http:// or https://, a host, and neither a \
                 user nor a fragment",
            ),
        ] {
            assert_eq!(load(value).unwrap_err().to_string(), message);
        }
        let unknown = super::topics(
            std::iter::once(("topic".to_owned(), super::OneOrMore::More(Vec::new()))).collect(),
        );
        assert_eq!(
            unknown.unwrap_err().message,
            "'topic' is not the ARN of an SNS topic: expected arn:aws:sns:REGION:ACCOUNT:NAME"
        );
    }

    #[test]
    fn says_what_is_wrong() {
        let unknown = file("lissten = 1\n");
        let flags = Flags {
            config: Some(unknown.path().to_owned()),
            ..Flags::default()
        };
        let message = Config::load(flags).unwrap_err().to_string();
        assert!(message.contains("lissten"), "{message}");
        let flags = Flags {
            default_account: Some("12".to_owned()),
            ..Flags::default()
        };
        let message = Config::load(flags).unwrap_err().to_string();
        assert_eq!(
            message,
            "default account: '12' is not an account id: expected 12 digits"
        );
        let flags = Flags {
            config: Some("/does/not/exist.toml".into()),
            ..Flags::default()
        };
        let message = Config::load(flags).unwrap_err().to_string();
        assert!(
            message.starts_with("cannot read configuration file /does/not/exist.toml"),
            "{message}"
        );
    }
}
