//! The event log, as an account sees it: what happened to its resources, and to connections it takes part in.

use super::context::{Query, Session};
use super::list::{Source, page_of};
use crate::domain::error::Result;
use crate::domain::event::LoggedEvent;
use crate::domain::filter::Filter;
use crate::domain::page::{ListIdentity, Page, PageRequest};
use crate::domain::scope::Scope;
use crate::store::Tx;

/// The caller's events, oldest first.
pub struct ListEvents {
    /// Conditions.
    pub filters: Vec<Filter>,
    /// Which page.
    pub page: PageRequest,
}

impl Query for ListEvents {
    const NAME: &'static str = "ListEvents";
    type Output = Page<LoggedEvent>;

    async fn fetch(self, session: &mut Session) -> Result<Page<LoggedEvent>> {
        let source = EventsOf(session.scope());
        let identity = ListIdentity::new(Self::NAME, &source.0.to_string(), &self.filters);
        page_of(
            &mut session.tx,
            &source,
            &identity,
            &self.filters,
            &self.page,
        )
        .await
    }
}

struct EventsOf(Scope);

impl Source for EventsOf {
    type Row = LoggedEvent;
    type Item = LoggedEvent;

    async fn next(&self, tx: &mut Tx, after: &str, rows: i64) -> Result<Vec<LoggedEvent>> {
        tx.events_list(&self.0, after.parse().unwrap_or(0), rows)
            .await
    }

    fn key(row: &LoggedEvent) -> String {
        row.sequence.to_string()
    }

    async fn assemble(&self, _: &mut Tx, rows: Vec<LoggedEvent>) -> Result<Vec<LoggedEvent>> {
        Ok(rows)
    }
}
