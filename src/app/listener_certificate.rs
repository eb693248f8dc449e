//! The certificates of HTTPS and TLS listeners: the default one, and the list of others.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::list::{Source, page_of};
use super::listener;
use super::load_balancer::{Paging, own_refusal, page_request};
use crate::domain::error::{Error, Result};
use crate::domain::filter::unfiltered;
use crate::domain::listener_encryption::only_one_certificate;
use crate::domain::page::{ListIdentity, Page};
use crate::store::Tx;

/// A certificate of a listener.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListenerCertificate {
    /// Which one.
    pub certificate_arn: String,
    /// Whether it is for clients that name no other.
    pub is_default: bool,
}

/// Puts a certificate on a listener's list. One that is there already is no error.
#[derive(Clone, Debug, Serialize)]
pub struct AddListenerCertificates {
    /// The listener.
    pub listener_arn: String,
    /// One certificate.
    pub certificate_arns: Vec<String>,
}

impl Command for AddListenerCertificates {
    const NAME: &'static str = "AddListenerCertificates";
    type Output = Vec<ListenerCertificate>;

    async fn execute(self, session: &mut Session) -> Result<Vec<ListenerCertificate>> {
        let mut listener = listener::find_to_change(session, &self.listener_arn).await?;
        let scope = listener.scope.clone();
        let encryption = listener.encryption_mut()?;
        let arn = only(self.certificate_arns)?;
        encryption.add_certificate(&arn, &scope)?;
        let listener = session.tx.update(listener).await?;
        listener::record_change(session, &listener).await?;
        Ok(vec![ListenerCertificate {
            certificate_arn: arn,
            is_default: false,
        }])
    }
}

/// Takes a certificate off a listener's list. That it is not there is no error.
#[derive(Clone, Debug, Serialize)]
pub struct RemoveListenerCertificates {
    /// The listener.
    pub listener_arn: String,
    /// One certificate, not the default one.
    pub certificate_arns: Vec<String>,
}

impl Command for RemoveListenerCertificates {
    const NAME: &'static str = "RemoveListenerCertificates";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let mut listener = listener::find_to_change(session, &self.listener_arn).await?;
        let scope = listener.scope.clone();
        let encryption = listener.encryption_mut()?;
        encryption.remove_certificate(&only(self.certificate_arns)?, &scope)?;
        let listener = session.tx.update(listener).await?;
        listener::record_change(session, &listener).await
    }
}

fn only(mut arns: Vec<String>) -> Result<String> {
    match (arns.pop(), arns.is_empty()) {
        (Some(arn), true) => Ok(arn),
        _ => Err(only_one_certificate()),
    }
}

/// The certificates of a listener: the default one, then the list. Others than HTTPS and TLS listeners have none.
#[derive(Clone, Debug, Default)]
pub struct DescribeListenerCertificates {
    /// The listener.
    pub listener_arn: String,
    /// Which part of the list.
    pub paging: Paging,
}

impl Query for DescribeListenerCertificates {
    const NAME: &'static str = "DescribeListenerCertificates";
    type Output = Page<ListenerCertificate>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let page = page_request(self.paging)?;
        let listener = listener::find(session, &self.listener_arn).await?.value;
        let identity = ListIdentity::new(Self::NAME, &listener.arn, &[]);
        let encryption = listener.encryption;
        let list = encryption.into_iter().flat_map(|encryption| {
            let default = (encryption.certificate_arn, true);
            let others = encryption.certificate_list.into_iter();
            std::iter::once(default).chain(others.map(|arn| (arn, false)))
        });
        let source = Certificates(
            list.map(|(certificate_arn, is_default)| ListenerCertificate {
                certificate_arn,
                is_default,
            })
            .collect(),
        );
        page_of(&mut session.tx, &source, &identity, &[], &page)
            .await
            .map_err(own_refusal)
    }
}

/// Certificates, in order of their place.
struct Certificates(Vec<ListenerCertificate>);

impl Source for Certificates {
    type Row = (usize, ListenerCertificate);
    type Item = ListenerCertificate;

    async fn next(&self, _: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        let after = after.parse().map_or(0, |place: usize| place + 1);
        let rows = usize::try_from(rows).map_err(Error::internal)?;
        let list = self.0.iter().cloned().enumerate();
        Ok(list.skip(after).take(rows).collect())
    }

    fn key(row: &Self::Row) -> String {
        row.0.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows.into_iter().map(|(_, item)| item).collect())
    }
}

unfiltered!(ListenerCertificate);
