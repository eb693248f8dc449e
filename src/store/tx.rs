//! One transaction, and the few ways in which statements are run in it.

use serde::de::DeserializeOwned;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{Row, Transaction};

use crate::domain::error::{Error, Result};

/// A transaction. Dropped without [`Tx::commit`], it leaves no trace.
pub struct Tx {
    inner: Transaction<'static, Sqlite>,
    changes: u64,
    events: u64,
}

/// A value bound to a placeholder.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Text(&'a str),
    Int(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl Tx {
    pub(super) fn new(inner: Transaction<'static, Sqlite>) -> Self {
        Self {
            inner,
            changes: 0,
            events: 0,
        }
    }

    /// Makes everything done in the transaction permanent.
    pub async fn commit(self) -> Result<()> {
        if self.changes > 0 && self.events == 0 {
            return Err(Error::internal("documents were changed without an event"));
        }
        self.inner.commit().await.map_err(Error::internal)
    }

    /// Undoes everything done in the transaction.
    pub async fn rollback(self) -> Result<()> {
        self.inner.rollback().await.map_err(Error::internal)
    }

    pub(super) fn count_change(&mut self) {
        self.changes += 1;
    }

    pub(super) fn count_event(&mut self) {
        self.events += 1;
    }

    /// Runs a statement and returns how many rows it changed.
    pub(super) async fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64> {
        let done = bind(sql, values)
            .execute(&mut *self.inner)
            .await
            .map_err(Error::internal)?;
        Ok(done.rows_affected())
    }

    pub(super) async fn rows(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Vec<SqliteRow>> {
        bind(sql, values)
            .fetch_all(&mut *self.inner)
            .await
            .map_err(Error::internal)
    }

    pub(super) async fn row(
        &mut self,
        sql: &'static str,
        values: &[Value<'_>],
    ) -> Result<Option<SqliteRow>> {
        bind(sql, values)
            .fetch_optional(&mut *self.inner)
            .await
            .map_err(Error::internal)
    }

    /// The one number that a statement such as `SELECT COUNT(*)` returns.
    pub(super) async fn number(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<i64> {
        let row = bind(sql, values)
            .fetch_one(&mut *self.inner)
            .await
            .map_err(Error::internal)?;
        column(&row, 0)
    }
}

type Query<'q> = sqlx::query::Query<'q, Sqlite, SqliteArguments>;

fn bind<'q>(sql: &'static str, values: &[Value<'_>]) -> Query<'q> {
    values
        .iter()
        .fold(sqlx::query(sql), |query, value| match value {
            Value::Text(text) => query.bind((*text).to_owned()),
            Value::Int(number) => query.bind(*number),
        })
}

/// A column of a row, by position.
pub(super) fn column<'r, T>(row: &'r SqliteRow, index: usize) -> Result<T>
where
    T: sqlx::Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
{
    row.try_get(index).map_err(Error::internal)
}

/// A JSON column of a row, by position.
pub(super) fn json<T: DeserializeOwned>(row: &SqliteRow, index: usize) -> Result<T> {
    let text: &str = column(row, index)?;
    serde_json::from_str(text).map_err(Error::internal)
}
