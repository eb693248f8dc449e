//! Records of the sandbox's public DNS: an account writes its own, and whoever looks a name up sees those of all.

use serde::{Deserialize, Serialize};

use super::context::{Command, Query, Session};
use super::list::{Source, page_of};
use crate::domain::dns_record::{self, DnsRecord, RecordType};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::Filter;
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::Scope;
use crate::store::{Stored, Tx};

/// The state of a record in the event log, as long as it exists.
const PRESENT: &str = "present";

/// Creates a record, or replaces the one of the same name and type.
#[derive(Clone, Debug, Serialize)]
pub struct PutDnsRecord {
    /// The name, in any case, with or without a dot at the end.
    pub name: String,
    /// `TXT`.
    pub record_type: String,
    /// All values that it is to have.
    pub values: Vec<String>,
    /// How long an answer may be kept.
    pub ttl_seconds: u32,
}

/// A record as it was put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutRecord {
    /// The record.
    pub record: Stored<DnsRecord>,
    /// Whether there was none before.
    pub created: bool,
}

impl Command for PutDnsRecord {
    const NAME: &'static str = "PutDnsRecord";
    type Output = PutRecord;

    async fn execute(self, session: &mut Session) -> Result<PutRecord> {
        let record_type = RecordType::parse(&self.record_type)?;
        let record = DnsRecord {
            scope: global(session),
            name: dns_record::parse_name(&self.name)?,
            record_type,
            values: self.values,
            ttl_seconds: self.ttl_seconds,
        };
        dns_record::check_values(&record.values)?;
        dns_record::check_ttl(record.ttl_seconds)?;
        let key = DnsRecord::key(&record.scope.account, record_type, &record.name);
        let present = session.tx.get::<DnsRecord>(&record.scope, &key).await?;
        let Some(present) = present else {
            return create(session, record).await;
        };
        session.check_version(&present)?;
        let record = if present.value == record {
            present
        } else {
            note(session, &record, Some(PRESENT), Some(PRESENT)).await?;
            let version = present.version;
            let replaced = Stored {
                version,
                value: record,
            };
            session.tx.update(replaced).await?
        };
        Ok(PutRecord {
            record,
            created: false,
        })
    }
}

async fn create(session: &mut Session, record: DnsRecord) -> Result<PutRecord> {
    if session.request.if_version.is_some() {
        return Err(Error::new(
            Code::PreconditionFailed,
            "The record does not exist, and so has no version",
        ));
    }
    if session.tx.count::<DnsRecord>(&record.scope).await? >= limit::DNS_RECORDS {
        return Err(Error::new(
            Code::DnsRecordLimitExceeded,
            format!(
                "An account has {} DNS records at the most",
                limit::DNS_RECORDS
            ),
        ));
    }
    note(session, &record, None, Some(PRESENT)).await?;
    Ok(PutRecord {
        record: session.tx.insert(record).await?,
        created: true,
    })
}

/// Deletes a record with all its values.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteDnsRecord {
    /// Its name.
    pub name: String,
    /// Its type.
    pub record_type: String,
}

impl Command for DeleteDnsRecord {
    const NAME: &'static str = "DeleteDnsRecord";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let record = find(session, &self.record_type, &self.name).await?;
        session.check_version(&record)?;
        note(session, &record, Some(PRESENT), None).await?;
        session.tx.delete(&record).await
    }
}

/// One record of the caller's.
pub struct GetDnsRecord {
    /// Its name.
    pub name: String,
    /// Its type.
    pub record_type: String,
}

impl Query for GetDnsRecord {
    const NAME: &'static str = "GetDnsRecord";
    type Output = Stored<DnsRecord>;

    async fn fetch(self, session: &mut Session) -> Result<Stored<DnsRecord>> {
        find(session, &self.record_type, &self.name).await
    }
}

/// The caller's records.
pub struct ListDnsRecords {
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListDnsRecords {
    const NAME: &'static str = "ListDnsRecords";
    type Output = Page<Stored<DnsRecord>>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let source = RecordsOf(global(session));
        let identity = ListIdentity::new(Self::NAME, &source.0.to_string(), &self.filters);
        let (tx, filters) = (&mut session.tx, &self.filters);
        page_of(tx, &source, &identity, filters, &self.page).await
    }
}

struct RecordsOf(Scope);

impl Source for RecordsOf {
    type Row = Stored<DnsRecord>;
    type Item = Stored<DnsRecord>;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        tx.list(&self.0, after, rows, None).await
    }

    fn key(row: &Self::Row) -> String {
        DnsRecord::key(&row.scope.account, row.record_type, &row.name)
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<Self::Item>> {
        Ok(rows)
    }
}

/// Where the caller's records are kept, whatever region it asks in.
fn global(session: &Session) -> Scope {
    Scope::global(&session.scope().account)
}

async fn find(session: &mut Session, record_type: &str, name: &str) -> Result<Stored<DnsRecord>> {
    let record_type = RecordType::parse(record_type)?;
    let name = dns_record::parse_name(name)?;
    let scope = global(session);
    let key = DnsRecord::key(&scope.account, record_type, &name);
    session.tx.get(&scope, &key).await?.ok_or_else(|| {
        Error::new(
            Code::DnsRecordNotFound,
            format!(
                "There is no {} record of the name '{name}'",
                record_type.name()
            ),
        )
        .about("Name")
    })
}

/// Writes an event that the account sees where its global resources are, and where it asked.
async fn note(
    session: &mut Session,
    record: &DnsRecord,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    let path = DnsRecord::path(record.record_type, &record.name);
    let caller = session.scope();
    let audience = [&record.scope, &caller];
    session
        .record_for(
            ResourceType::DnsRecord,
            &path,
            &record.scope,
            from,
            to,
            &audience,
        )
        .await
}
