//! Records of the sandbox's public DNS, by which a provider shows that a domain is its own.
//!
//! A record is one account's, but DNS is public: whoever looks a name up finds the records of all accounts together.

use serde::{Deserialize, Serialize};

use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::limit;
use super::scope::{AccountId, Scope};
use super::tag::Tag;

/// All values that an account has under a name and type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DnsRecord {
    /// Owner: the account, in the place of what is in no region.
    pub scope: Scope,
    /// In lower case, without a dot at the end.
    pub name: String,
    /// What kind of values.
    pub record_type: RecordType,
    /// The values, each once.
    pub values: Vec<String>,
    /// How long whoever looked it up may keep the answer, in seconds. A record only: the sandbox never keeps one.
    pub ttl_seconds: u32,
}

/// The kinds of records that are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RecordType {
    /// Texts.
    Txt,
}

/// The kinds of records that Route 53 has beside [`RecordType`].
const UNSERVED: &[&str] = &[
    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV",
    "SSHFP", "SVCB", "TLSA",
];

impl RecordType {
    /// Reads the type's name.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "TXT" => Ok(Self::Txt),
            known if UNSERVED.contains(&known) => Err(Error::new(
                Code::UnsupportedOperation,
                format!("privlink serves TXT records only, not {known}"),
            )
            .about("Type")),
            other => Err(Error::invalid_value(
                "Type",
                format!("'{other}' is not a type of DNS records"),
            )),
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Txt => "TXT",
        }
    }
}

impl DnsRecord {
    /// What tells the record from all others: whose it is, its type and its name.
    pub fn key(account: &AccountId, record_type: RecordType, name: &str) -> String {
        format!("{account}/{}", Self::path(record_type, name))
    }

    /// What tells the record from the account's others.
    pub fn path(record_type: RecordType, name: &str) -> String {
        format!("{}/{name}", record_type.name())
    }
}

/// The name as it is kept: in lower case, since DNS knows no case, and without the root's dot.
pub fn canonical(name: &str) -> String {
    let name = name.strip_suffix('.').unwrap_or(name);
    name.to_ascii_lowercase()
}

/// Reads a record's name: labels of letters, digits, hyphens and underscores.
pub fn parse_name(text: &str) -> Result<String> {
    let name = canonical(text);
    let refuse = |why: String| {
        Err(Error::invalid_value(
            "Name",
            format!("'{text}' is not a DNS name: {why}"),
        ))
    };
    if name.len() > limit::DNS_NAME_CHARS {
        return refuse(format!(
            "it has more than {} characters",
            limit::DNS_NAME_CHARS
        ));
    }
    for label in name.split('.') {
        if label.is_empty() || label.len() > limit::DNS_LABEL_CHARS {
            return refuse(format!(
                "a label has 1 to {} characters",
                limit::DNS_LABEL_CHARS
            ));
        }
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if !label.bytes().all(fits) {
            return refuse("a label has only letters, digits, - and _".to_owned());
        }
    }
    Ok(name)
}

/// Refuses values that a TXT record cannot have.
pub fn check_values(values: &[String]) -> Result<()> {
    if values.is_empty() || values.len() > limit::DNS_VALUES_PER_RECORD {
        return Err(Error::invalid_value(
            "Values",
            format!("A record has 1 to {} values", limit::DNS_VALUES_PER_RECORD),
        ));
    }
    for (index, value) in values.iter().enumerate() {
        if value.is_empty()
            || value.len() > limit::DNS_VALUE_BYTES
            || value.chars().any(char::is_control)
        {
            return Err(Error::invalid_value(
                "Values",
                format!(
                    "A value of a TXT record has 1 to {} bytes and no control characters",
                    limit::DNS_VALUE_BYTES
                ),
            ));
        }
        if values[..index].contains(value) {
            return Err(Error::invalid_value(
                "Values",
                format!("The value '{value}' is given more than once"),
            ));
        }
    }
    Ok(())
}

/// Refuses a time to live that DNS cannot express.
pub fn check_ttl(seconds: u32) -> Result<()> {
    if seconds > limit::DNS_TTL_SECONDS {
        return Err(Error::invalid_value(
            "Ttl",
            format!("ttl is 0 to {} seconds", limit::DNS_TTL_SECONDS),
        ));
    }
    Ok(())
}

impl Filterable for DnsRecord {
    const FILTERS: &'static [&'static str] = &["name", "type"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        let one = match name {
            "name" => self.name.clone(),
            "type" => self.record_type.name().to_owned(),
            _ => return Vec::new(),
        };
        vec![one]
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::{RecordType, check_ttl, check_values, parse_name};

    #[test]
    fn names_are_lower_case_and_bounded() {
        let label = "a".repeat(63);
        let long = [label.as_str(); 4].join(".");
        for (text, name) in [
            ("_6E86v.Example.COM.", "_6e86v.example.com"),
            ("example", "example"),
            (label.as_str(), label.as_str()),
            (&long[..253], &long[..253]),
        ] {
            assert_eq!(parse_name(text).unwrap(), name);
        }
        let too_long_label = "a".repeat(64);
        for text in [
            "",
            ".",
            "..",
            "a..b",
            ".a",
            "a b",
            "*.example.com",
            "m\u{fc}ller.example",
            &too_long_label,
            &long[..254],
        ] {
            let error = parse_name(text).unwrap_err();
            assert_eq!(error.parameter.as_deref(), Some("Name"), "{text}");
        }
    }

    #[test]
    fn values_are_texts_each_once() {
        let values = |texts: &[&str]| {
            check_values(
                &texts
                    .iter()
                    .map(|text| (*text).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        let long = "v".repeat(255);
        assert!(values(&["vpce:AbC", "v=spf1 -all", &long]).is_ok());
        let too_long = "v".repeat(256);
        for bad in [
            &[][..],
            &[""],
            &["a", "a"],
            &["a\nb"],
            &[too_long.as_str()],
            &["v"; 101],
        ] {
            assert!(values(bad).is_err(), "{bad:?}");
        }
        assert!(check_ttl(0).is_ok() && check_ttl(2_147_483_647).is_ok());
        assert!(check_ttl(2_147_483_648).is_err());
    }

    #[test]
    fn other_types_are_refused_by_name() {
        for (text, code) in [
            ("CNAME", "UnsupportedOperation"),
            ("txt", "InvalidParameterValue"),
            ("", "InvalidParameterValue"),
        ] {
            assert_eq!(RecordType::parse(text).unwrap_err().code.name(), code);
        }
        assert_eq!(RecordType::parse("TXT").unwrap().name(), "TXT");
    }
}
