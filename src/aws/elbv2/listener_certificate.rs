//! The actions of listeners' certificates.

use serde::{Deserialize, Serialize};

use super::shapes::{Empty, paging};
use crate::app::listener_certificate as app;
use crate::aws::action::{Action, Call, Treatment};
use crate::domain::error::{Error, Result};

/// A certificate. Which one is the default is shown, and no client's to say.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct Certificate {
    certificate_arn: String,
    is_default: Option<bool>,
}

impl Certificate {
    /// A certificate as answers show it.
    pub(super) fn shown(certificate_arn: String, is_default: Option<bool>) -> Self {
        Self {
            certificate_arn,
            is_default,
        }
    }
}

impl From<app::ListenerCertificate> for Certificate {
    fn from(certificate: app::ListenerCertificate) -> Self {
        Self::shown(certificate.certificate_arn, Some(certificate.is_default))
    }
}

/// The certificates' ARNs, as the use cases know them.
pub(super) fn certificate_arns(certificates: Vec<Certificate>) -> Result<Vec<String>> {
    certificates
        .into_iter()
        .map(|certificate| match certificate.is_default {
            None => Ok(certificate.certificate_arn),
            Some(_) => Err(Error::validation(
                "Certificates",
                "You cannot set the isDefault parameter for a certificate",
            )),
        })
        .collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct AddListenerCertificates {
    listener_arn: String,
    certificates: Vec<Certificate>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CertificatesResponse {
    certificates: Vec<Certificate>,
    next_marker: Option<String>,
}

impl Action for AddListenerCertificates {
    type Response = CertificatesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CertificatesResponse> {
        let command = app::AddListenerCertificates {
            listener_arn: self.listener_arn,
            certificate_arns: certificate_arns(self.certificates)?,
        };
        let added = call.run(treatment, command).await?;
        Ok(CertificatesResponse {
            certificates: added.into_iter().map(Into::into).collect(),
            next_marker: None,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct RemoveListenerCertificates {
    listener_arn: String,
    certificates: Vec<Certificate>,
}

impl Action for RemoveListenerCertificates {
    type Response = Empty;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<Empty> {
        let command = app::RemoveListenerCertificates {
            listener_arn: self.listener_arn,
            certificate_arns: certificate_arns(self.certificates)?,
        };
        call.run(treatment, command).await?;
        Ok(Empty {})
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(super) struct DescribeListenerCertificates {
    listener_arn: String,
    page_size: Option<i64>,
    marker: Option<String>,
}

impl Action for DescribeListenerCertificates {
    type Response = CertificatesResponse;

    async fn run(self, call: &Call, treatment: Treatment) -> Result<CertificatesResponse> {
        let query = app::DescribeListenerCertificates {
            listener_arn: self.listener_arn,
            paging: paging(self.page_size, self.marker),
        };
        let page = call.query(treatment, query).await?;
        Ok(CertificatesResponse {
            certificates: page.items.into_iter().map(Into::into).collect(),
            next_marker: page.next,
        })
    }
}
