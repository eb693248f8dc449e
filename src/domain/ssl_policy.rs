//! AWS's security policies as data: which versions of TLS and which ciphers a listener offers. Nothing negotiates here.
//!
//! The names, versions and ciphers are those that AWS documents for application and network load balancers. A policy with
//! `PQ` has the ciphers of the one without it, and differs in its key exchange, which the API doesn't show. Those for RFC 9151
//! are left out: what is in them isn't known for certain.

use super::error::{Code, Error, Result};
use super::filter::Filterable;
use super::tag::Tag;

/// What a listener has unless told otherwise.
pub const DEFAULT_SSL_POLICY: &str = "ELBSecurityPolicy-2016-08";

/// A security policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SslPolicy {
    /// AWS's name of it.
    pub name: &'static str,
    /// The versions of TLS, the newest first.
    pub protocols: &'static [&'static str],
    suites: &'static [Suite],
}

/// Ciphers that policies have or don't have together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Suite {
    /// TLS 1.3, with AES.
    Tls13,
    /// TLS 1.3, with `ChaCha20`.
    Tls13ChaCha,
    /// Forward secrecy, and authenticated encryption.
    EphemeralGcm,
    /// Forward secrecy, and SHA-2.
    EphemeralSha2,
    /// Forward secrecy, and SHA-1.
    EphemeralSha1,
    /// Keys exchanged by RSA, and SHA-2.
    RsaSha2,
    /// Keys exchanged by RSA, and SHA-1.
    RsaSha1,
    /// Triple DES.
    TripleDes,
}

use Suite::{
    EphemeralGcm, EphemeralSha1, EphemeralSha2, RsaSha1, RsaSha2, Tls13, Tls13ChaCha, TripleDes,
};

/// All ciphers, the most preferred first.
const CIPHERS: [(&str, Suite); 22] = [
    ("TLS_AES_128_GCM_SHA256", Tls13),
    ("TLS_AES_256_GCM_SHA384", Tls13),
    ("TLS_CHACHA20_POLY1305_SHA256", Tls13ChaCha),
    ("ECDHE-ECDSA-AES128-GCM-SHA256", EphemeralGcm),
    ("ECDHE-RSA-AES128-GCM-SHA256", EphemeralGcm),
    ("ECDHE-ECDSA-AES128-SHA256", EphemeralSha2),
    ("ECDHE-RSA-AES128-SHA256", EphemeralSha2),
    ("ECDHE-ECDSA-AES128-SHA", EphemeralSha1),
    ("ECDHE-RSA-AES128-SHA", EphemeralSha1),
    ("ECDHE-ECDSA-AES256-GCM-SHA384", EphemeralGcm),
    ("ECDHE-RSA-AES256-GCM-SHA384", EphemeralGcm),
    ("ECDHE-ECDSA-AES256-SHA384", EphemeralSha2),
    ("ECDHE-RSA-AES256-SHA384", EphemeralSha2),
    ("ECDHE-RSA-AES256-SHA", EphemeralSha1),
    ("ECDHE-ECDSA-AES256-SHA", EphemeralSha1),
    ("AES128-GCM-SHA256", RsaSha2),
    ("AES128-SHA256", RsaSha2),
    ("AES128-SHA", RsaSha1),
    ("AES256-GCM-SHA384", RsaSha2),
    ("AES256-SHA256", RsaSha2),
    ("AES256-SHA", RsaSha1),
    ("DES-CBC3-SHA", TripleDes),
];

const ONLY_1_3: &[&str] = &["TLSv1.3"];
const FROM_1_2: &[&str] = &["TLSv1.3", "TLSv1.2"];
const FROM_1_1: &[&str] = &["TLSv1.3", "TLSv1.2", "TLSv1.1"];
const FROM_1_0: &[&str] = &["TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1"];
const ONLY_1_2: &[&str] = &["TLSv1.2"];
const OLD_FROM_1_1: &[&str] = &["TLSv1.2", "TLSv1.1"];
const OLD_FROM_1_0: &[&str] = &["TLSv1.2", "TLSv1.1", "TLSv1"];

const MODERN: &[Suite] = &[Tls13, Tls13ChaCha];
const RESTRICTED: &[Suite] = &[Tls13, Tls13ChaCha, EphemeralGcm];
const SECRET: &[Suite] = &[Tls13, Tls13ChaCha, EphemeralGcm, EphemeralSha2];
const EXTENDED_1: &[Suite] = &[Tls13, Tls13ChaCha, EphemeralGcm, EphemeralSha2, RsaSha2];
const EVERYTHING: &[Suite] = &[
    Tls13,
    Tls13ChaCha,
    EphemeralGcm,
    EphemeralSha2,
    EphemeralSha1,
    RsaSha2,
    RsaSha1,
];

const FIPS_MODERN: &[Suite] = &[Tls13];
const FIPS_RESTRICTED: &[Suite] = &[Tls13, EphemeralGcm];
const FIPS_SECRET: &[Suite] = &[Tls13, EphemeralGcm, EphemeralSha2];
const FIPS_EXTENDED_0: &[Suite] = &[Tls13, EphemeralGcm, EphemeralSha2, EphemeralSha1];
const FIPS_EXTENDED_1: &[Suite] = &[Tls13, EphemeralGcm, EphemeralSha2, RsaSha2];
const FIPS_EVERYTHING: &[Suite] = &[
    Tls13,
    EphemeralGcm,
    EphemeralSha2,
    EphemeralSha1,
    RsaSha2,
    RsaSha1,
];

const OLD_RESTRICTED: &[Suite] = &[EphemeralGcm];
const OLD_SECRET_SHA2: &[Suite] = &[EphemeralGcm, EphemeralSha2];
const OLD_SECRET: &[Suite] = &[EphemeralGcm, EphemeralSha2, EphemeralSha1];
const OLD_SHA2: &[Suite] = &[EphemeralGcm, EphemeralSha2, RsaSha2];
const OLD: &[Suite] = &[EphemeralGcm, EphemeralSha2, EphemeralSha1, RsaSha2, RsaSha1];
const OLDEST: &[Suite] = &[
    EphemeralGcm,
    EphemeralSha2,
    EphemeralSha1,
    RsaSha2,
    RsaSha1,
    TripleDes,
];

/// Every policy, in order of name.
#[rustfmt::skip]
pub const SSL_POLICIES: [SslPolicy; 39] = [
    policy("ELBSecurityPolicy-2015-05", OLD_FROM_1_0, OLD),
    policy(DEFAULT_SSL_POLICY, OLD_FROM_1_0, OLD),
    policy("ELBSecurityPolicy-FS-1-1-2019-08", OLD_FROM_1_1, OLD_SECRET),
    policy("ELBSecurityPolicy-FS-1-2-2019-08", ONLY_1_2, OLD_SECRET),
    policy("ELBSecurityPolicy-FS-1-2-Res-2019-08", ONLY_1_2, OLD_SECRET_SHA2),
    policy("ELBSecurityPolicy-FS-1-2-Res-2020-10", ONLY_1_2, OLD_RESTRICTED),
    policy("ELBSecurityPolicy-FS-2018-06", OLD_FROM_1_0, OLD_SECRET),
    policy("ELBSecurityPolicy-TLS-1-0-2015-04", OLD_FROM_1_0, OLDEST),
    policy("ELBSecurityPolicy-TLS-1-1-2017-01", OLD_FROM_1_1, OLD),
    policy("ELBSecurityPolicy-TLS-1-2-2017-01", ONLY_1_2, OLD_SHA2),
    policy("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", ONLY_1_2, OLD),
    policy("ELBSecurityPolicy-TLS13-1-0-2021-06", FROM_1_0, EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04", FROM_1_0, FIPS_EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-0-FIPS-PQ-2025-09", FROM_1_0, FIPS_EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-0-PQ-2025-09", FROM_1_0, EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-1-2021-06", FROM_1_1, EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-1-FIPS-2023-04", FROM_1_1, FIPS_EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-2-2021-06", FROM_1_2, SECRET),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04", FROM_1_2, FIPS_EXTENDED_0),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-PQ-2025-09", FROM_1_2, FIPS_EXTENDED_0),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06", FROM_1_2, EXTENDED_1),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext1-FIPS-2023-04", FROM_1_2, FIPS_EXTENDED_1),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext1-FIPS-PQ-2025-09", FROM_1_2, FIPS_EXTENDED_1),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09", FROM_1_2, EXTENDED_1),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", FROM_1_2, EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-2023-04", FROM_1_2, FIPS_EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-PQ-2025-09", FROM_1_2, FIPS_EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09", FROM_1_2, EVERYTHING),
    policy("ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04", FROM_1_2, FIPS_SECRET),
    policy("ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09", FROM_1_2, FIPS_SECRET),
    policy("ELBSecurityPolicy-TLS13-1-2-PQ-2025-09", FROM_1_2, SECRET),
    policy("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", FROM_1_2, RESTRICTED),
    policy("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04", FROM_1_2, FIPS_RESTRICTED),
    policy("ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09", FROM_1_2, FIPS_RESTRICTED),
    policy("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", FROM_1_2, RESTRICTED),
    policy("ELBSecurityPolicy-TLS13-1-3-2021-06", ONLY_1_3, MODERN),
    policy("ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04", ONLY_1_3, FIPS_MODERN),
    policy("ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09", ONLY_1_3, FIPS_MODERN),
    policy("ELBSecurityPolicy-TLS13-1-3-PQ-2025-09", ONLY_1_3, MODERN),
];

const fn policy(
    name: &'static str,
    protocols: &'static [&'static str],
    suites: &'static [Suite],
) -> SslPolicy {
    SslPolicy {
        name,
        protocols,
        suites,
    }
}

/// The types of load balancers whose listeners can have a policy, which is every policy.
pub const SSL_LOAD_BALANCER_TYPES: [&str; 2] = ["application", "network"];

impl SslPolicy {
    /// The policy of this name.
    pub fn find(name: &str) -> Result<&'static Self> {
        SSL_POLICIES
            .iter()
            .find(|policy| policy.name == name)
            .ok_or_else(|| {
                Error::new(
                    Code::SslPolicyNotFound,
                    format!("SSL policy '{name}' not found"),
                )
                .about("SslPolicy")
            })
    }

    /// Its ciphers, the most preferred first.
    pub fn ciphers(&self) -> impl Iterator<Item = &'static str> {
        let suites = self.suites;
        CIPHERS
            .into_iter()
            .filter(move |(_, suite)| suites.contains(suite))
            .map(|(name, _)| name)
    }
}

impl Filterable for SslPolicy {
    const FILTERS: &'static [&'static str] = &["load-balancer-type", "name"];
    const TAGGED: bool = false;

    fn filter_values(&self, name: &str) -> Vec<String> {
        match name {
            "load-balancer-type" => SSL_LOAD_BALANCER_TYPES.map(str::to_owned).to_vec(),
            "name" => vec![self.name.to_owned()],
            _ => Vec::new(),
        }
    }

    fn filter_tags(&self) -> &[Tag] {
        &[]
    }
}

#[cfg(test)]
mod tests {
    use super::{SSL_POLICIES, SslPolicy};

    #[test]
    fn policies_in_order_each_once() {
        assert!(
            SSL_POLICIES
                .windows(2)
                .all(|pair| pair[0].name < pair[1].name)
        );
        assert!(SslPolicy::find("ELBSecurityPolicy-2016-08").is_ok());
        assert!(SslPolicy::find("ELBSecurityPolicy").is_err());
    }

    /// The numbers of ciphers in AWS's tables.
    #[test]
    fn as_many_ciphers_as_documented() {
        for (name, ciphers) in [
            ("TLS13-1-3-2021-06", 3),
            ("TLS13-1-2-2021-06", 11),
            ("TLS13-1-2-Res-2021-06", 7),
            ("TLS13-1-2-Ext2-2021-06", 21),
            ("TLS13-1-2-Ext1-2021-06", 15),
            ("TLS13-1-1-2021-06", 21),
            ("TLS-1-2-Ext-2018-06", 18),
            ("TLS-1-2-2017-01", 12),
            ("2016-08", 18),
            ("TLS13-1-3-FIPS-2023-04", 2),
            ("TLS13-1-2-Ext0-FIPS-2023-04", 14),
            ("TLS13-1-2-Ext1-FIPS-2023-04", 14),
            ("TLS13-1-0-FIPS-2023-04", 20),
            ("FS-1-2-Res-2020-10", 4),
            ("FS-1-2-Res-2019-08", 8),
            ("FS-2018-06", 12),
            ("TLS-1-0-2015-04", 19),
        ] {
            let policy = SslPolicy::find(&format!("ELBSecurityPolicy-{name}")).unwrap();
            assert_eq!(policy.ciphers().count(), ciphers, "{name}");
        }
    }
}
