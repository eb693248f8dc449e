//! Hosted zones: a domain whose names Route 53 answers, for everybody or inside VPCs only.
//!
//! Which VPCs a private zone is associated with is not in the document: an association is of two accounts, and a row of its own.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::dns_name::DnsName;
use super::entropy::{self, Entropy};
use super::error::{Code, Error, Result};
use super::limit;
use super::record_value::RecordSetType;
use super::resource_record_set::{Answer, ResourceRecordSet};
use super::scope::{AccountId, RegionName, Scope};
use super::tag::{self, Tag};

/// The id of a hosted zone: a Z, then capital letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HostedZoneId(String);

impl HostedZoneId {
    /// A new, random id.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(format!("Z{}", entropy::upper_alphanumeric(entropy, 20)))
    }

    /// The id in a text, with or without `/hostedzone/` before it. What has not an id's form names no zone.
    pub fn parse(text: &str) -> Result<Self> {
        let id = text.strip_prefix('/').unwrap_or(text);
        let id = id.strip_prefix("hostedzone/").unwrap_or(id);
        let fits = id.starts_with('Z')
            && id.len() <= 32
            && id
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if fits {
            Ok(Self(id.to_owned()))
        } else {
            Err(not_found(id))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HostedZoneId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The refusal of a zone that does not exist for the caller.
pub fn not_found(id: &str) -> Error {
    Error::new(
        Code::HostedZoneNotFound,
        format!("No hosted zone found with ID: {id}"),
    )
}

/// A hosted zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HostedZone {
    /// Its id.
    pub id: HostedZoneId,
    /// Owner: the account, in the place of what is in no region.
    pub scope: Scope,
    /// The domain.
    pub name: DnsName,
    /// The domain's labels from the root on, by which zones are listed.
    pub reversed_name: String,
    /// What tells the request that created it from all others of the account.
    pub caller_reference: String,
    /// For people.
    pub comment: Option<String>,
    /// Whether it is for VPCs only.
    pub private: bool,
    /// Whether accelerated recovery was asked for; `None` if nobody ever did or took it back. A record only.
    pub accelerated_recovery: Option<bool>,
    /// The name servers, without a dot at the end.
    pub name_servers: Vec<String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// When it was created.
    pub created_at: Timestamp,
}

/// A VPC that a private zone is associated with, or may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ZoneVpc {
    /// The VPC.
    pub vpc_id: String,
    /// Where it is.
    pub region: RegionName,
}

/// A hosted zone as those see it whose VPC is associated with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneSummary {
    /// The zone, or the private DNS of an endpoint.
    pub hosted_zone_id: String,
    /// The domain.
    pub name: String,
    /// Who owns it.
    pub owner: AccountId,
}

/// The endings of the domains of AWS's name servers, in the order of its sets.
const SERVER_DOMAINS: [&str; 4] = ["com", "net", "org", "co.uk"];
/// Name servers with the same ending.
const SERVERS_PER_DOMAIN: u16 = 512;
/// Domains of name servers with the same ending.
const SERVER_GROUPS: u16 = 64;
/// How long the name servers of a zone may be kept, in seconds.
const NAME_SERVER_TTL: u32 = 172_800;
/// How long what is told of the zone itself may be kept, in seconds.
const START_OF_AUTHORITY_TTL: u32 = 900;

/// The four name servers of a new zone. Private zones have all the same, as nobody ever asks them.
pub fn name_servers(private: bool, entropy: &dyn Entropy) -> Vec<String> {
    SERVER_DOMAINS
        .iter()
        .zip(0_u16..)
        .map(|(domain, index)| {
            let mut bytes = [0; 4];
            if !private {
                entropy.fill(&mut bytes);
            }
            let [a, b, c, d] = bytes;
            let server =
                index * SERVERS_PER_DOMAIN + u16::from_be_bytes([a, b]) % SERVERS_PER_DOMAIN;
            let group = u16::from_be_bytes([c, d]) % SERVER_GROUPS;
            format!("ns-{server}.awsdns-{group:02}.{domain}")
        })
        .collect()
}

impl HostedZone {
    /// The record sets that a zone comes with, and never is without: its name servers and its start of authority.
    pub fn own_record_sets(&self) -> [ResourceRecordSet; 2] {
        let server = &self.name_servers[0];
        let authority = format!("{server}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400");
        let servers = self.name_servers.iter().map(|server| format!("{server}."));
        let own = |record_type, ttl_seconds, values| {
            let answer = Answer::Values {
                ttl_seconds,
                values,
            };
            ResourceRecordSet::simple(self, self.name.clone(), record_type, answer)
        };
        [
            own(RecordSetType::Ns, NAME_SERVER_TTL, servers.collect()),
            own(RecordSetType::Soa, START_OF_AUTHORITY_TTL, vec![authority]),
        ]
    }
}

/// Reads the domain of a new zone.
pub fn parse_name(text: &str) -> Result<DnsName> {
    let name = DnsName::parse(text)
        .map_err(|problem| Error::new(Code::InvalidDomainName, problem.to_string()))?;
    let reserved = ["amazonaws.com.", "amazonaws.com.cn.", "aws.dev."];
    if reserved.contains(&name.as_str()) {
        return Err(Error::new(
            Code::InvalidDomainName,
            format!("{name} is reserved by AWS!"),
        ));
    }
    Ok(name)
}

/// Refuses a caller reference that is empty or too long.
pub fn check_caller_reference(text: &str) -> Result<()> {
    if text.is_empty() || text.chars().count() > limit::DNS_IDENTIFIER_CHARS {
        return Err(invalid(format!(
            "CallerReference has 1 to {} characters",
            limit::DNS_IDENTIFIER_CHARS
        )));
    }
    Ok(())
}

/// Refuses a comment that is too long.
pub fn check_comment(text: &str) -> Result<()> {
    if text.chars().count() > limit::DNS_COMMENT_CHARS {
        return Err(invalid(format!(
            "Comment has {} characters at the most",
            limit::DNS_COMMENT_CHARS
        )));
    }
    Ok(())
}

/// What becomes of a zone's tags: keys are taken away, then tags added.
pub fn changed_tags(tags: &[Tag], added: Vec<Tag>, removed_keys: &[String]) -> Result<Vec<Tag>> {
    if added.len().max(removed_keys.len()) > limit::TAGS_PER_HOSTED_ZONE {
        return Err(invalid(format!(
            "A request adds or removes {} tags at the most",
            limit::TAGS_PER_HOSTED_ZONE
        )));
    }
    let left: Vec<Tag> = tags
        .iter()
        .filter(|tag| !removed_keys.contains(&tag.key))
        .cloned()
        .collect();
    let tags = tag::merged(&left, added).map_err(|error| error.with_code(Code::InvalidInput))?;
    if tags.len() > limit::TAGS_PER_HOSTED_ZONE {
        return Err(invalid(format!(
            "A hosted zone has {} tags at the most",
            limit::TAGS_PER_HOSTED_ZONE
        )));
    }
    Ok(tags)
}

/// `InvalidInput` with a message.
pub fn invalid(message: impl Into<String>) -> Error {
    Error::new(Code::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::{HostedZoneId, name_servers, parse_name};
    use crate::domain::entropy::Entropy;

    struct Ones;

    impl Entropy for Ones {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xff);
        }
    }

    #[test]
    fn ids_come_in_two_forms() {
        for text in [
            "Z1D633PJN98FT9",
            "/hostedzone/Z1D633PJN98FT9",
            "hostedzone/Z1D633PJN98FT9",
        ] {
            assert_eq!(
                HostedZoneId::parse(text).unwrap().as_str(),
                "Z1D633PJN98FT9"
            );
        }
        for text in ["", "z1", "Z-1", "C1", "/change/Z1"] {
            assert_eq!(
                HostedZoneId::parse(text).unwrap_err().code.name(),
                "NoSuchHostedZone"
            );
        }
    }

    #[test]
    fn name_servers_have_four_domains() {
        assert_eq!(
            name_servers(true, &Ones),
            [
                "ns-0.awsdns-00.com",
                "ns-512.awsdns-00.net",
                "ns-1024.awsdns-00.org",
                "ns-1536.awsdns-00.co.uk"
            ]
        );
        assert_eq!(
            name_servers(false, &Ones),
            [
                "ns-511.awsdns-63.com",
                "ns-1023.awsdns-63.net",
                "ns-1535.awsdns-63.org",
                "ns-2047.awsdns-63.co.uk"
            ]
        );
    }

    #[test]
    fn domains_of_aws_are_its_own() {
        assert_eq!(parse_name("Corp").unwrap().as_str(), "corp.");
        assert_eq!(
            parse_name("amazonaws.com").unwrap_err().to_string(),
            "InvalidDomainName: amazonaws.com. is reserved by AWS!"
        );
        assert_eq!(
            parse_name("a b").unwrap_err().code.name(),
            "InvalidDomainName"
        );
    }
}
