//! Lists: what every describe action and every REST collection is made of.
//!
//! A list reads rows in order of key, a batch at a time, completes each batch with what it needs from other tables, lets
//! the filter engine decide, and stops when the page is full.

use std::collections::HashMap;
use std::marker::PhantomData;

use crate::domain::error::{Error, Result};
use crate::domain::filter::{self, Filter, Filterable};
use crate::domain::limit;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::store::{Document, Stored, Tx};

use super::context::{Query, Session};

/// Where the rows of a list come from.
pub(super) trait Source: Send + Sync {
    /// A row, as it is read.
    type Row: Send;
    /// An item of the list.
    type Item: Filterable + Send;

    /// The next `rows` rows after the key `after`, in order of key.
    fn next(
        &self,
        tx: &mut Tx,
        after: &str,
        rows: i64,
    ) -> impl Future<Output = Result<Vec<Self::Row>>> + Send;

    /// The key of a row.
    fn key(row: &Self::Row) -> String;

    /// Completes rows with what belongs to them, in a fixed number of statements.
    fn assemble(
        &self,
        tx: &mut Tx,
        rows: Vec<Self::Row>,
    ) -> impl Future<Output = Result<Vec<Self::Item>>> + Send;
}

/// A page of what `source` has and `filters` let pass. `identity` is what the page's token is bound to.
pub(super) async fn page_of<S: Source>(
    tx: &mut Tx,
    source: &S,
    identity: &ListIdentity,
    filters: &[Filter],
    page: &PageRequest,
) -> Result<Page<S::Item>> {
    filter::check::<S::Item>(filters)?;
    let size = page.size();
    let batch = if filters.is_empty() {
        size + 1
    } else {
        limit::SCAN_BATCH.max(size + 1)
    };
    let batch_rows = i64::try_from(batch).map_err(Error::internal)?;
    let mut cursor = page.after(identity)?;
    let mut last_key = String::new();
    let mut items = Vec::new();
    loop {
        let rows = source.next(tx, &cursor, batch_rows).await?;
        let exhausted = rows.len() < batch;
        let keys: Vec<String> = rows.iter().map(S::key).collect();
        let assembled = source.assemble(tx, rows).await?;
        for (key, item) in keys.into_iter().zip(assembled) {
            if filter::matches(filters, &item) {
                if items.len() == size {
                    return Ok(Page {
                        items,
                        next: Some(identity.seal(&last_key)),
                    });
                }
                items.push(item);
                last_key.clone_from(&key);
            }
            cursor = key;
        }
        if exhausted {
            return Ok(Page { items, next: None });
        }
    }
}

/// What the items of a list over an account's and region's documents are.
pub trait Listed: Filterable + Sized + Send + 'static {
    /// The documents they are made of.
    type Document: Document;

    /// The list's name in metrics, logs and page tokens: the EC2 action's.
    const NAME: &'static str;

    /// Refuses a text that is not an identifier of such an item.
    fn check_id(id: &str) -> Result<()>;

    /// AWS's refusal for an identifier that names none.
    fn not_found(id: &str) -> Error;

    /// Completes documents with what belongs to them, in a fixed number of statements.
    fn assemble(
        tx: &mut Tx,
        documents: Vec<Stored<Self::Document>>,
    ) -> impl Future<Output = Result<Vec<Self>>> + Send;
}

/// Which items, and which part of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListRequest {
    /// Only these; each must exist. Empty for all.
    pub ids: Vec<String>,
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

/// The query for a list of `T` in the caller's account and region.
pub struct List<T> {
    request: ListRequest,
    items: PhantomData<fn() -> T>,
}

impl<T> List<T> {
    /// A list as requested.
    pub fn new(request: ListRequest) -> Self {
        Self {
            request,
            items: PhantomData,
        }
    }
}

impl<T: Listed> Query for List<T> {
    const NAME: &'static str = T::NAME;
    type Output = Page<T>;

    async fn fetch(self, session: &mut Session) -> Result<Page<T>> {
        let ListRequest {
            mut ids,
            filters,
            page,
        } = self.request;
        check_ids(&mut ids, T::check_id)?;
        require_all::<T>(session, &ids).await?;
        let scope = session.scope();
        let identity = ListIdentity::new(T::NAME, &format!("{scope} {ids:?}"), &filters);
        let source = OwnDocuments {
            scope,
            ids,
            hint: hint::<T::Document>(&filters),
            items: PhantomData::<fn() -> T>,
        };
        page_of(&mut session.tx, &source, &identity, &filters, &page).await
    }
}

/// The query for the one item with an id.
pub struct Get<T> {
    id: String,
    items: PhantomData<fn() -> T>,
}

impl<T> Get<T> {
    /// The item with this id.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            items: PhantomData,
        }
    }
}

impl<T: Listed> Query for Get<T> {
    const NAME: &'static str = T::NAME;
    type Output = T;

    async fn fetch(self, session: &mut Session) -> Result<T> {
        T::check_id(&self.id)?;
        let scope = session.scope();
        let document = session
            .tx
            .get(&scope, &self.id)
            .await?
            .ok_or_else(|| T::not_found(&self.id))?;
        T::assemble(&mut session.tx, vec![document])
            .await?
            .pop()
            .ok_or_else(|| T::not_found(&self.id))
    }
}

/// The documents of an account in a region, or those of them with certain ids.
struct OwnDocuments<'a, T> {
    scope: crate::domain::scope::Scope,
    ids: Vec<String>,
    hint: Option<(&'a str, &'a str)>,
    items: PhantomData<fn() -> T>,
}

impl<T: Listed> Source for OwnDocuments<'_, T> {
    type Row = Stored<T::Document>;
    type Item = T;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<Self::Row>> {
        if self.ids.is_empty() {
            tx.list(&self.scope, after, rows, self.hint).await
        } else {
            tx.list_ids(&self.scope, &self.ids, after, rows).await
        }
    }

    fn key(row: &Self::Row) -> String {
        row.document_id().into_owned()
    }

    async fn assemble(&self, tx: &mut Tx, rows: Vec<Self::Row>) -> Result<Vec<T>> {
        T::assemble(tx, rows).await
    }
}

/// Refuses unless every id names a document of the caller's.
/// Refuses too many ids and those of a wrong form, and leaves each once, in order.
pub(super) fn check_ids(ids: &mut Vec<String>, check: impl Fn(&str) -> Result<()>) -> Result<()> {
    if ids.len() > limit::IDS_PER_REQUEST {
        return Err(Error::invalid(
            "Ids",
            format!("More than {} ids", limit::IDS_PER_REQUEST),
        ));
    }
    ids.iter().try_for_each(|id| check(id))?;
    ids.sort();
    ids.dedup();
    Ok(())
}

async fn require_all<T: Listed>(session: &mut Session, ids: &[String]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let scope = session.scope();
    let found: Vec<Stored<T::Document>> = session.tx.get_many(&scope, ids).await?;
    let missing = ids.iter().find(|id| {
        !found
            .iter()
            .any(|document| document.document_id() == id.as_str())
    });
    missing.map_or(Ok(()), |id| Err(T::not_found(id)))
}

/// The first filter that leaves only one value and that the database has an index for.
fn hint<T: Document>(filters: &[Filter]) -> Option<(&str, &str)> {
    filters
        .iter()
        .find_map(|filter| match filter.values.as_slice() {
            [value]
                if filter::is_literal(value)
                    && T::HINTS.iter().any(|(name, _)| *name == filter.name) =>
            {
                Some((filter.name.as_str(), value.as_str()))
            }
            _ => None,
        })
}

/// Children by the id of their parent, each parent's in the order in which they are given.
pub(super) fn by_parent<T>(
    children: Vec<T>,
    parent: impl Fn(&T) -> &str,
) -> HashMap<String, Vec<T>> {
    let mut families: HashMap<String, Vec<T>> = HashMap::new();
    for child in children {
        match families.get_mut(parent(&child)) {
            Some(family) => family.push(child),
            None => {
                families.insert(parent(&child).to_owned(), vec![child]);
            }
        }
    }
    families
}

/// A stored document is filtered by its value.
impl<T: Filterable> Filterable for Stored<T> {
    const FILTERS: &'static [&'static str] = T::FILTERS;
    const TAGGED: bool = T::TAGGED;

    fn filter_values(&self, name: &str) -> Vec<String> {
        self.value.filter_values(name)
    }

    fn filter_tags(&self) -> &[crate::domain::tag::Tag] {
        self.value.filter_tags()
    }
}

/// Makes `Stored<Document>` the items of a list, as they are.
macro_rules! listed_as_stored {
    ($document:ty, $name:literal, $id:ty) => {
        impl $crate::app::Listed for $crate::store::Stored<$document> {
            type Document = $document;
            const NAME: &'static str = $name;

            fn check_id(id: &str) -> $crate::domain::error::Result<()> {
                <$id as $crate::domain::id::Id>::parse(id).map(drop)
            }

            fn not_found(id: &str) -> $crate::domain::error::Error {
                <$id as $crate::domain::id::Id>::not_found(id)
            }

            async fn assemble(
                _: &mut $crate::store::Tx,
                documents: Vec<Self>,
            ) -> $crate::domain::error::Result<Vec<Self>> {
                Ok(documents)
            }
        }
    };
}
pub(super) use listed_as_stored;
