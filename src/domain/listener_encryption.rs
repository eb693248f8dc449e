//! What encrypted listeners have: certificates, a security policy, and what is asked of clients.

use serde::{Deserialize, Serialize};

use super::certificate::check_certificate;
use super::error::{Code, Error, Result};
use super::limit;
use super::listener_protocol::ListenerProtocol;
use super::scope::Scope;
use super::ssl_policy::{DEFAULT_SSL_POLICY, SslPolicy};

/// The members that only HTTPS and TLS listeners have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Encryption {
    /// The certificate for clients that name no other.
    pub certificate_arn: String,
    /// The name of a security policy.
    pub ssl_policy: String,
    /// The policy for negotiating HTTP/2, of TLS listeners.
    pub alpn_policy: Option<String>,
    /// What is asked of clients, of HTTPS listeners.
    pub mutual_authentication: Option<MutualAuthentication>,
    /// More certificates, in the order in which they were added.
    pub certificate_list: Vec<String>,
}

/// What is asked of clients' certificates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MutualAuthentication {
    /// `off` or `passthrough`.
    pub mode: String,
}

/// What is asked of clients' certificates, as a client wants it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MutualAuthenticationRequest {
    /// `off` unless given, `passthrough` or `verify`.
    pub mode: Option<String>,
    /// With `verify` only. There are no trust stores.
    pub trust_store_arn: Option<String>,
    /// With `verify` only.
    pub ignore_client_certificate_expiry: Option<bool>,
    /// With `verify` only.
    pub advertise_trust_store_ca_names: Option<String>,
    /// Set by AWS, so that clients cannot.
    pub trust_store_association_status: Option<String>,
}

/// The members for encrypted listeners in a request to create or change a listener.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EncryptionRequest {
    /// One certificate.
    pub certificate_arns: Vec<String>,
    /// The name of a security policy.
    pub ssl_policy: Option<String>,
    /// One policy for negotiating HTTP/2.
    pub alpn_policies: Vec<String>,
    /// What is asked of clients.
    pub mutual_authentication: Option<MutualAuthenticationRequest>,
}

impl EncryptionRequest {
    /// What a listener of this protocol is to have, by what the client says and otherwise by `present`. Listeners without
    /// encryption have nothing of it, and forget what they had.
    pub fn decide(
        self,
        protocol: Option<ListenerProtocol>,
        present: Option<&Encryption>,
        scope: &Scope,
    ) -> Result<Option<Encryption>> {
        let protocol = match protocol {
            Some(protocol) if protocol.is_encrypted() => protocol,
            other => {
                self.refuse(other)?;
                return Ok(None);
            }
        };
        let ssl_policy = self
            .ssl_policy
            .as_deref()
            .or(present.map(|present| present.ssl_policy.as_str()))
            .unwrap_or(DEFAULT_SSL_POLICY);
        Ok(Some(Encryption {
            ssl_policy: SslPolicy::find(ssl_policy)?.name.to_owned(),
            certificate_arn: self.decide_certificate(protocol, present, scope)?,
            alpn_policy: self.decide_alpn_policy(protocol, present)?,
            mutual_authentication: self.decide_mutual_authentication(protocol, present)?,
            certificate_list: present
                .map(|present| present.certificate_list.clone())
                .unwrap_or_default(),
        }))
    }

    fn refuse(&self, protocol: Option<ListenerProtocol>) -> Result<()> {
        let (parameter, words) = if !self.certificate_arns.is_empty() {
            ("Certificates", "A certificate")
        } else if self.ssl_policy.is_some() {
            ("SslPolicy", "An SSL policy")
        } else if !self.alpn_policies.is_empty() {
            ("AlpnPolicy", "An ALPN policy")
        } else if self.mutual_authentication.is_some() {
            ("MutualAuthentication", "Mutual authentication")
        } else {
            return Ok(());
        };
        Err(cannot(
            parameter,
            words,
            protocol.map_or("gateway", ListenerProtocol::name),
        ))
    }

    fn decide_certificate(
        &self,
        protocol: ListenerProtocol,
        present: Option<&Encryption>,
        scope: &Scope,
    ) -> Result<String> {
        match (self.certificate_arns.as_slice(), present) {
            ([arn], _) => {
                check_certificate(arn, scope)?;
                Ok(arn.clone())
            }
            ([], Some(present)) => Ok(present.certificate_arn.clone()),
            ([], None) => Err(Error::validation(
                "Certificates",
                format!(
                    "A certificate must be specified for {} listeners",
                    protocol.name()
                ),
            )),
            ([_, _, ..], _) => Err(only_one_certificate()),
        }
    }

    fn decide_alpn_policy(
        &self,
        protocol: ListenerProtocol,
        present: Option<&Encryption>,
    ) -> Result<Option<String>> {
        const POLICIES: [&str; 5] = [
            "HTTP1Only",
            "HTTP2Only",
            "HTTP2Optional",
            "HTTP2Preferred",
            "None",
        ];
        match self.alpn_policies.as_slice() {
            [_, ..] if protocol != ListenerProtocol::Tls => {
                Err(cannot("AlpnPolicy", "An ALPN policy", protocol.name()))
            }
            [] if protocol != ListenerProtocol::Tls => Ok(None),
            [] => Ok(present.and_then(|present| present.alpn_policy.clone())),
            [policy] if POLICIES.contains(&policy.as_str()) => Ok(Some(policy.clone())),
            [policy] => Err(Error::new(
                Code::AlpnPolicyNotFound,
                format!(
                    "The ALPN policy '{policy}' is not supported: expected one of '{}'",
                    POLICIES.join("', '")
                ),
            )
            .about("AlpnPolicy")),
            [_, _, ..] => Err(Error::validation(
                "AlpnPolicy",
                "Exactly one ALPN policy can be specified",
            )),
        }
    }

    fn decide_mutual_authentication(
        &self,
        protocol: ListenerProtocol,
        present: Option<&Encryption>,
    ) -> Result<Option<MutualAuthentication>> {
        match &self.mutual_authentication {
            Some(_) if protocol != ListenerProtocol::Https => Err(cannot(
                "MutualAuthentication",
                "Mutual authentication",
                protocol.name(),
            )),
            None if protocol != ListenerProtocol::Https => Ok(None),
            Some(request) => request.decide().map(Some),
            None => Ok(Some(
                present
                    .and_then(|present| present.mutual_authentication.clone())
                    .unwrap_or_else(|| MutualAuthentication {
                        mode: "off".to_owned(),
                    }),
            )),
        }
    }
}

impl MutualAuthenticationRequest {
    fn decide(&self) -> Result<MutualAuthentication> {
        let invalid = |message: String| Error::validation("MutualAuthentication", message);
        if self.trust_store_association_status.is_some() {
            return Err(invalid(
                "The association status of a trust store cannot be specified".to_owned(),
            ));
        }
        let mode = self.mode.as_deref().unwrap_or("off");
        // Clients that have none send an empty one.
        let trust_store_arn = self.trust_store_arn.as_deref();
        match (mode, trust_store_arn.filter(|arn| !arn.is_empty())) {
            ("off" | "passthrough", None) => {}
            ("verify", Some(arn)) => {
                return Err(Error::new(
                    Code::TrustStoreNotFound,
                    format!("Trust store '{arn}' not found"),
                )
                .about("MutualAuthentication"));
            }
            ("verify", None) => {
                return Err(invalid(
                    "A trust store ARN must be specified for mutual authentication mode 'verify'"
                        .to_owned(),
                ));
            }
            ("off" | "passthrough", Some(_)) => {
                return Err(invalid(format!(
                    "A trust store ARN cannot be specified for mutual authentication mode '{mode}'"
                )));
            }
            (other, _) => {
                return Err(invalid(format!(
                    "Mutual authentication mode '{other}' must be one of 'off, passthrough, verify'"
                )));
            }
        }
        if self.ignore_client_certificate_expiry == Some(true)
            || self.advertise_trust_store_ca_names.as_deref() == Some("on")
        {
            return Err(invalid(format!(
                "Settings of a trust store cannot be specified for mutual authentication mode '{mode}'"
            )));
        }
        Ok(MutualAuthentication {
            mode: mode.to_owned(),
        })
    }
}

impl Encryption {
    /// Puts a certificate on the list, unless it is there already.
    pub fn add_certificate(&mut self, arn: &str, scope: &Scope) -> Result<()> {
        check_certificate(arn, scope)?;
        if self.certificate_list.iter().any(|present| present == arn) {
            return Ok(());
        }
        if self.certificate_list.len() >= limit::CERTIFICATES_PER_LISTENER {
            return Err(Error::new(
                Code::TooManyCertificates,
                format!(
                    "A listener can have at most {} certificates besides its default one",
                    limit::CERTIFICATES_PER_LISTENER
                ),
            )
            .about("Certificates"));
        }
        self.certificate_list.push(arn.to_owned());
        Ok(())
    }

    /// Takes a certificate off the list. That it is not there is no error, but for the default certificate.
    pub fn remove_certificate(&mut self, arn: &str, scope: &Scope) -> Result<()> {
        check_certificate(arn, scope)?;
        let before = self.certificate_list.len();
        self.certificate_list.retain(|present| present != arn);
        if self.certificate_list.len() == before && self.certificate_arn == arn {
            return Err(Error::new(
                Code::OperationNotPermitted,
                format!("The default certificate '{arn}' of a listener cannot be removed"),
            )
            .about("Certificates"));
        }
        Ok(())
    }
}

/// The refusal of several certificates where there can be one.
pub fn only_one_certificate() -> Error {
    Error::validation("Certificates", "Exactly one certificate can be specified")
}

fn cannot(parameter: &'static str, words: &str, listeners: &str) -> Error {
    Error::validation(
        parameter,
        format!("{words} cannot be specified for {listeners} listeners"),
    )
}

#[cfg(test)]
mod tests {
    use super::{Encryption, EncryptionRequest, MutualAuthenticationRequest};
    use crate::domain::listener_protocol::ListenerProtocol;
    use crate::domain::scope::{AccountId, RegionName, Scope};

    const CERTIFICATE: &str = "arn:aws:acm:eu-west-1:111111111111:certificate/a";

    fn scope() -> Scope {
        Scope {
            account: AccountId::parse("111111111111").unwrap(),
            region: RegionName::parse("eu-west-1").unwrap(),
        }
    }

    fn request() -> EncryptionRequest {
        EncryptionRequest {
            certificate_arns: vec![CERTIFICATE.to_owned()],
            ..EncryptionRequest::default()
        }
    }

    fn decide(
        request: EncryptionRequest,
        protocol: ListenerProtocol,
    ) -> Result<Option<Encryption>, &'static str> {
        request
            .decide(Some(protocol), None, &scope())
            .map_err(|error| error.code.name())
    }

    #[test]
    fn encrypted_listeners_have_defaults() {
        let https = decide(request(), ListenerProtocol::Https).unwrap().unwrap();
        assert_eq!(https.ssl_policy, "ELBSecurityPolicy-2016-08");
        assert_eq!(https.mutual_authentication.unwrap().mode, "off");
        let tls = decide(request(), ListenerProtocol::Tls).unwrap().unwrap();
        assert_eq!((tls.alpn_policy, tls.mutual_authentication), (None, None));
        let plain = decide(EncryptionRequest::default(), ListenerProtocol::Http);
        assert_eq!(plain, Ok(None));
    }

    #[test]
    fn what_cannot_be_had() {
        let (http, https, tls) = (
            ListenerProtocol::Http,
            ListenerProtocol::Https,
            ListenerProtocol::Tls,
        );
        let alpn = |name: &str| EncryptionRequest {
            alpn_policies: vec![name.to_owned()],
            ..request()
        };
        let mutual = |mode: &str, trust_store: Option<&str>| EncryptionRequest {
            mutual_authentication: Some(MutualAuthenticationRequest {
                mode: Some(mode.to_owned()),
                trust_store_arn: trust_store.map(str::to_owned),
                ..MutualAuthenticationRequest::default()
            }),
            ..request()
        };
        for (request, protocol, code) in [
            (request(), http, "ValidationError"),
            (EncryptionRequest::default(), https, "ValidationError"),
            (alpn("None"), https, "ValidationError"),
            (alpn("HTTP3"), tls, "ALPNPolicyNotFound"),
            (mutual("off", None), tls, "ValidationError"),
            (mutual("verify", None), https, "ValidationError"),
            (mutual("verify", Some("x")), https, "TrustStoreNotFound"),
            (mutual("passthrough", Some("x")), https, "ValidationError"),
            (mutual("ask", None), https, "ValidationError"),
        ] {
            let shown = format!("{request:?}");
            assert_eq!(decide(request, protocol), Err(code), "{shown}");
        }
    }

    #[test]
    fn certificates_on_the_list() {
        let mut https = decide(request(), ListenerProtocol::Https).unwrap().unwrap();
        let other = CERTIFICATE.replace("/a", "/b");
        https.add_certificate(&other, &scope()).unwrap();
        https.add_certificate(&other, &scope()).unwrap();
        assert_eq!(https.certificate_list, std::slice::from_ref(&other));
        assert!(https.remove_certificate(CERTIFICATE, &scope()).is_err());
        https.remove_certificate(&other, &scope()).unwrap();
        https.remove_certificate(&other, &scope()).unwrap();
        assert!(https.certificate_list.is_empty());
    }
}
