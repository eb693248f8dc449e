//! Customers' prefix lists: created, changed, restored and deleted, and who refers to them.

use serde::Serialize;

use super::context::{Command, Query, Session};
use super::list::{Source, page_of};
use super::prefix_list::{AnyPrefixList, find_managed};
use super::security_group_reference;
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::ResourceType;
use crate::domain::filter::unfiltered;
use crate::domain::id::{Id, PrefixListId};
use crate::domain::limit;
use crate::domain::managed_prefix_list::{
    AddressFamily, EntryRequest, ManagedPrefixList, PrefixListState, check_max_entries, check_name,
    first_entries, invalid_version,
};
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::Scope;
use crate::domain::tag::{self, Tag};
use crate::store::{Stored, Tx};

/// Creates a prefix list.
#[derive(Clone, Debug, Serialize)]
pub struct CreateManagedPrefixList {
    /// The name.
    pub name: String,
    /// `IPv4` or `IPv6`.
    pub address_family: String,
    /// As many entries it can have.
    pub max_entries: i64,
    /// The entries of its first version.
    pub entries: Vec<EntryRequest>,
    /// Tags.
    pub tags: Vec<Tag>,
}

impl Command for CreateManagedPrefixList {
    const NAME: &'static str = "CreateManagedPrefixList";
    type Output = Stored<ManagedPrefixList>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        check_name(&self.name)?;
        let address_family = AddressFamily::parse(&self.address_family)?;
        let max_entries = check_max_entries(self.max_entries)?;
        let entries = first_entries(&self.entries, address_family, max_entries)?;
        let tags = tag::validated(self.tags)?;
        let scope = session.scope();
        if session.tx.count::<ManagedPrefixList>(&scope).await? >= limit::PREFIX_LISTS {
            return Err(Error::new(
                Code::PrefixListLimitExceeded,
                "The maximum number of prefix lists has been reached.",
            ));
        }
        let list = ManagedPrefixList {
            id: session.new_id(),
            scope,
            name: self.name,
            address_family,
            max_entries,
            list_version: 1,
            state: PrefixListState::CreateComplete,
            entries,
            tags,
            created_at: session.now,
        };
        let list = session.tx.insert(list).await?;
        session.tx.prefix_list_version_put(&list).await?;
        record(session, &list, None, Some(list.state)).await?;
        Ok(list)
    }
}

/// Changes a prefix list; `None` leaves things as they are. Entries and size don't change in one request.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ModifyManagedPrefixList {
    /// Which one.
    pub prefix_list_id: String,
    /// The version that it must have.
    pub current_version: Option<i64>,
    /// Another name.
    pub name: Option<String>,
    /// As many entries it can have from now on.
    pub max_entries: Option<i64>,
    /// Entries to be added. One that is there takes the new description.
    pub add_entries: Vec<EntryRequest>,
    /// Networks to be taken away.
    pub remove_entries: Vec<String>,
    /// Replaces all tags.
    pub tags: Option<Vec<Tag>>,
}

impl Command for ModifyManagedPrefixList {
    const NAME: &'static str = "ModifyManagedPrefixList";
    type Output = Stored<ManagedPrefixList>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let changes_entries = !self.add_entries.is_empty() || !self.remove_entries.is_empty();
        if changes_entries && self.max_entries.is_some() {
            return Err(Error::new(
                Code::InvalidParameterCombination,
                "You cannot modify the entries and the maximum number of entries for the prefix list in the same request.",
            )
            .about("MaxEntries"));
        }
        let changes_other =
            self.name.is_some() || self.max_entries.is_some() || self.tags.is_some();
        if !changes_entries && !changes_other {
            let message = "The request received was invalid.";
            return Err(Error::new(Code::InvalidRequest, message));
        }
        let mut list = find_to_change(session, &self.prefix_list_id).await?;
        let before = list.state;
        if let Some(version) = self.current_version {
            list.check_version(version)?;
        }
        if let Some(name) = self.name {
            list.rename(name)?;
        }
        if let Some(max_entries) = self.max_entries {
            list.resize(max_entries)?;
            let resized = AnyPrefixList::Customer(list.clone());
            security_group_reference::check_resized(session, resized).await?;
        }
        if changes_entries {
            list.change_entries(&self.add_entries, &self.remove_entries)?;
            session.tx.prefix_list_version_put(&list).await?;
        }
        record(session, &list, Some(before), Some(list.state)).await?;
        match self.tags {
            Some(tags) => session.tx.update_tags(list, tag::validated(tags)?).await,
            None => session.tx.update(list).await,
        }
    }
}

/// Brings the entries of an earlier version back.
#[derive(Clone, Debug, Serialize)]
pub struct RestoreManagedPrefixListVersion {
    /// Which list.
    pub prefix_list_id: String,
    /// The version whose entries come back.
    pub previous_version: i64,
    /// The version that the list must have.
    pub current_version: i64,
}

impl Command for RestoreManagedPrefixListVersion {
    const NAME: &'static str = "RestoreManagedPrefixListVersion";
    type Output = Stored<ManagedPrefixList>;

    async fn execute(self, session: &mut Session) -> Result<Self::Output> {
        let mut list = find_to_change(session, &self.prefix_list_id).await?;
        let before = list.state;
        list.check_version(self.current_version)?;
        let kept = session
            .tx
            .prefix_list_version(list.id.as_str(), self.previous_version)
            .await?;
        list.restore(kept.ok_or_else(|| invalid_version("PreviousVersion"))?)?;
        session.tx.prefix_list_version_put(&list).await?;
        record(session, &list, Some(before), Some(list.state)).await?;
        session.tx.update(list).await
    }
}

/// Deletes a prefix list that nothing refers to.
#[derive(Clone, Debug, Serialize)]
pub struct DeleteManagedPrefixList {
    /// Which one.
    pub prefix_list_id: String,
}

impl Command for DeleteManagedPrefixList {
    const NAME: &'static str = "DeleteManagedPrefixList";
    type Output = Stored<ManagedPrefixList>;

    async fn execute(self, session: &mut Session) -> Result<Stored<ManagedPrefixList>> {
        let mut list = find_to_change(session, &self.prefix_list_id).await?;
        let (scope, id) = (session.scope(), list.id.to_string());
        let users = session.tx.prefix_list_users(&scope, &id, "", 1).await?;
        if let Some(user) = users.first() {
            return Err(Error::new(
                Code::DependencyViolation,
                format!("The prefix list '{id}' is referenced by '{user}' and cannot be deleted."),
            )
            .about("PrefixListId"));
        }
        session.tx.prefix_list_versions_delete(&id).await?;
        session.tx.delete(&list).await?;
        record(session, &list, Some(list.state), None).await?;
        list.state = PrefixListState::DeleteComplete;
        Ok(list)
    }
}

/// A security group or route table of the caller's that refers to a prefix list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrefixListAssociation {
    /// The group or table.
    pub resource_id: String,
    /// Its account.
    pub resource_owner: String,
}

unfiltered!(PrefixListAssociation);

/// What refers to a prefix list, in order of id.
pub struct ListPrefixListAssociations {
    /// The list.
    pub prefix_list_id: String,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListPrefixListAssociations {
    const NAME: &'static str = "GetManagedPrefixListAssociations";
    type Output = Page<PrefixListAssociation>;

    async fn fetch(self, session: &mut Session) -> Result<Self::Output> {
        let list = find_managed(session, &self.prefix_list_id).await?;
        let source = UsersOf {
            scope: session.scope(),
            prefix_list_id: list.id().clone(),
        };
        let what = format!("{} {}", source.scope, source.prefix_list_id);
        let identity = ListIdentity::new(Self::NAME, &what, &[]);
        page_of(&mut session.tx, &source, &identity, &[], &self.page).await
    }
}

struct UsersOf {
    scope: Scope,
    prefix_list_id: PrefixListId,
}

impl Source for UsersOf {
    type Row = String;
    type Item = PrefixListAssociation;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<String>> {
        let id = self.prefix_list_id.as_str();
        tx.prefix_list_users(&self.scope, id, after, rows).await
    }

    fn key(row: &String) -> String {
        row.clone()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<String>) -> Result<Vec<Self::Item>> {
        let owner = self.scope.account.to_string();
        let association = |resource_id| PrefixListAssociation {
            resource_id,
            resource_owner: owner.clone(),
        };
        Ok(rows.into_iter().map(association).collect())
    }
}

/// The list of the caller's that a client wants to change. AWS's cannot be changed.
async fn find_to_change(session: &mut Session, id: &str) -> Result<Stored<ManagedPrefixList>> {
    match find_managed(session, id).await? {
        AnyPrefixList::Aws(list) => Err(Error::new(
            Code::OperationNotPermitted,
            format!("The prefix list '{}' is managed by AWS", list.id),
        )
        .about("PrefixListId")),
        AnyPrefixList::Customer(list) => {
            session.check_version(&list)?;
            Ok(list)
        }
    }
}

async fn record(
    session: &mut Session,
    list: &ManagedPrefixList,
    from: Option<PrefixListState>,
    to: Option<PrefixListState>,
) -> Result<()> {
    let (from, to) = (
        from.map(PrefixListState::name),
        to.map(PrefixListState::name),
    );
    session
        .record(ResourceType::PrefixList, list.id.as_str(), from, to)
        .await
}
