//! Sets of DHCP options: those that users make, and the one that each account has in each region, which is a document only
//! while it has tags.

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::list::{ListRequest, Source, check_ids, page_of};
use super::tag::write;
use super::vpc::record_change;
use crate::domain::dhcp_options::{
    self, DHCP_OPTIONS_STATE, DhcpConfiguration, DhcpOptions, VpcDhcpOptions,
};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::id::{DhcpOptionsId, Id, VpcId};
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page};
use crate::domain::scope::Scope;
use crate::domain::tag::{self, Tag, TagChange};
use crate::domain::vpc::Vpc;
use crate::store::{Stored, Tx};

/// Creates a set.
#[derive(Clone, Debug, Serialize)]
pub struct CreateDhcpOptions {
    /// The options.
    pub configurations: Vec<DhcpConfiguration>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateDhcpOptions {
    const NAME: &'static str = "CreateDhcpOptions";
    type Output = DhcpOptions;

    async fn execute(self, session: &mut Session) -> Result<DhcpOptions> {
        dhcp_options::check(&self.configurations)?;
        let tags = tag::validated(self.tags)?;
        let scope = session.scope();
        if session.tx.count::<DhcpOptions>(&scope).await? >= limit::DHCP_OPTIONS {
            return Err(Error::new(
                Code::ResourceLimitExceeded,
                "The maximum number of DHCP option sets has been reached.",
            ));
        }
        let options = DhcpOptions {
            id: session.new_id(),
            scope,
            configurations: self.configurations,
            tags,
            created_at: session.now,
        };
        let options = session.tx.insert(options).await?;
        record(session, &options.id, None, Some(DHCP_OPTIONS_STATE)).await?;
        Ok(options.value)
    }
}

/// Deletes a set that no VPC uses.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteDhcpOptions {
    /// Which one.
    pub dhcp_options_id: String,
}

impl Command for DeleteDhcpOptions {
    const NAME: &'static str = "DeleteDhcpOptions";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        const PARAMETER: &str = "DhcpOptionsId";
        let id = DhcpOptionsId::parse(&self.dhcp_options_id)?;
        let scope = session.scope();
        let in_use = |id: &DhcpOptionsId| {
            Error::new(
                Code::DependencyViolation,
                format!("The dhcpOptions '{id}' has dependencies and cannot be deleted."),
            )
            .about(PARAMETER)
        };
        if id == DhcpOptionsId::standard(&scope) {
            if session.tx.standard_dhcp_options_in_use(&scope).await? {
                return Err(in_use(&id));
            }
            return Err(Error::new(
                Code::OperationNotPermitted,
                format!("The dhcpOptions '{id}' are the default ones and cannot be deleted."),
            )
            .about(PARAMETER));
        }
        let options: Stored<DhcpOptions> = session.find_to_change(&id).await?;
        if session.tx.dhcp_options_in_use(id.as_str()).await? {
            return Err(in_use(&id));
        }
        session.tx.delete(&options).await?;
        record(session, &id, Some(DHCP_OPTIONS_STATE), None).await
    }
}

/// Makes a VPC use a set, or none.
#[derive(Clone, Debug, Serialize)]
pub struct AssociateDhcpOptions {
    /// The set, or `default` for none.
    pub dhcp_options_id: String,
    /// The VPC.
    pub vpc_id: String,
}

impl Command for AssociateDhcpOptions {
    const NAME: &'static str = "AssociateDhcpOptions";
    type Output = ();

    async fn execute(self, session: &mut Session) -> Result<()> {
        let vpc_id = VpcId::parse(&self.vpc_id)?;
        let options = find_for_vpc(session, &self.dhcp_options_id).await?;
        let mut vpc: Stored<Vpc> = session.find_to_change(&vpc_id).await?;
        vpc.dhcp_options = options;
        record_change(session, &vpc).await?;
        session.tx.update(vpc).await.map(drop)
    }
}

/// What a VPC can use by this id, which may also be the word `default`.
pub(super) async fn find_for_vpc(session: &mut Session, id: &str) -> Result<VpcDhcpOptions> {
    let options = VpcDhcpOptions::chosen(&session.scope(), id)?;
    if let VpcDhcpOptions::Set { dhcp_options_id } = &options {
        session.find::<DhcpOptions, _>(dhcp_options_id).await?;
    }
    Ok(options)
}

/// The caller's sets, in order of id.
pub struct ListDhcpOptions {
    /// Which, and which part of them.
    pub request: ListRequest,
}

impl Query for ListDhcpOptions {
    const NAME: &'static str = "DescribeDhcpOptions";
    type Output = Page<DhcpOptions>;

    async fn fetch(self, session: &mut Session) -> Result<Page<DhcpOptions>> {
        let ListRequest {
            mut ids,
            filters,
            page,
        } = self.request;
        check_ids(&mut ids, |id| DhcpOptionsId::parse(id).map(drop))?;
        let scope = session.scope();
        let source = SetsOf::new(scope, ids);
        source.require_all(session).await?;
        let of = format!("{} {:?}", source.scope, source.ids);
        let identity = ListIdentity::new(Self::NAME, &of, &filters);
        page_of(&mut session.tx, &source, &identity, &filters, &page).await
    }
}

/// The sets of an account in a region, or those of them with certain ids.
struct SetsOf {
    scope: Scope,
    ids: Vec<String>,
    standard: DhcpOptions,
}

impl SetsOf {
    fn new(scope: Scope, ids: Vec<String>) -> Self {
        Self {
            standard: DhcpOptions::standard(&scope),
            scope,
            ids,
        }
    }

    async fn require_all(&self, session: &mut Session) -> Result<()> {
        let found: Vec<Stored<DhcpOptions>> = session.tx.get_many(&self.scope, &self.ids).await?;
        let is_there = |id: &&String| {
            **id == self.standard.id.as_str() || found.iter().any(|it| it.id.as_str() == **id)
        };
        match self.ids.iter().find(|id| !is_there(id)) {
            Some(missing) => Err(DhcpOptionsId::not_found(missing)),
            None => Ok(()),
        }
    }

    /// Puts the account's own set where it belongs among documents that are all that come next, or `rows` of them.
    fn with_standard(
        &self,
        mut sets: Vec<DhcpOptions>,
        after: &str,
        rows: usize,
    ) -> Vec<DhcpOptions> {
        let id = self.standard.id.as_str();
        let is_wanted = self.ids.is_empty() || self.ids.iter().any(|wanted| wanted == id);
        if !is_wanted || id <= after || sets.iter().any(DhcpOptions::is_standard) {
            return sets;
        }
        let position = sets.partition_point(|set| set.id.as_str() < id);
        sets.insert(position, self.standard.clone());
        sets.truncate(rows);
        sets
    }
}

impl Source for SetsOf {
    type Row = DhcpOptions;
    type Item = DhcpOptions;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<DhcpOptions>> {
        let sets: Vec<Stored<DhcpOptions>> = if self.ids.is_empty() {
            tx.list(&self.scope, after, rows, None).await?
        } else {
            tx.list_ids(&self.scope, &self.ids, after, rows).await?
        };
        let sets = sets.into_iter().map(|set| set.value).collect();
        let rows = usize::try_from(rows).map_err(Error::internal)?;
        Ok(self.with_standard(sets, after, rows))
    }

    fn key(row: &DhcpOptions) -> String {
        row.id.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<DhcpOptions>) -> Result<Vec<DhcpOptions>> {
        Ok(rows)
    }
}

/// Changes the tags of a set. The account's own one becomes a document when it gets tags, and is none when it loses the last.
pub(super) async fn change_tags(
    session: &mut Session,
    id: &DhcpOptionsId,
    change: &TagChange,
) -> Result<()> {
    let scope = session.scope();
    let present: Option<Stored<DhcpOptions>> = session.tx.get(&scope, id.as_str()).await?;
    let is_standard = *id == DhcpOptionsId::standard(&scope);
    match present {
        None if is_standard => {
            let mut options = DhcpOptions::standard(&scope);
            options.tags = change.apply(&[])?;
            if options.tags.is_empty() {
                return Ok(());
            }
            session.tx.insert(options).await?;
            record(session, id, None, None).await
        }
        None => Err(DhcpOptionsId::not_found(id.as_str())),
        Some(options) => {
            let tags = change.apply(&options.tags)?;
            if tags.is_empty() && is_standard {
                session.tx.delete(&options).await?;
                return record(session, id, None, None).await;
            }
            if tags != options.tags {
                write(session, options, tags).await?;
            }
            Ok(())
        }
    }
}

async fn record(
    session: &mut Session,
    id: &DhcpOptionsId,
    from: Option<&str>,
    to: Option<&str>,
) -> Result<()> {
    session
        .record(ResourceType::DhcpOptions, id.as_str(), from, to)
        .await
}
