//! The database. The only module that names sqlx.
//!
//! [`Store`] opens it, [`Tx`] is one transaction with a method for everything that commands and queries need. Resources
//! are documents ([`Document`]); what is more than a document has a file of its own here, named like its noun.

mod address;
mod clock;
mod delivery;
mod dhcp_options;
mod dns_record;
mod document;
mod elastic_ip;
mod endpoint;
mod endpoint_service;
mod event;
mod fifo_message;
mod hosted_zone;
mod idempotency;
mod internet_gateway;
mod listener;
mod listener_rule;
mod load_balancer;
mod lock;
mod managed_prefix_list;
mod nat_gateway;
mod network_acl;
mod network_interface;
mod notification;
mod permission;
mod reset;
mod resource_record_set;
mod route;
mod route_table;
mod security_group;
mod session;
mod subnet;
mod subscription;
mod tag;
mod target_group;
mod topic;
mod tx;
mod usage;
mod vpc;

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

pub use delivery::{NewDelivery, NewOccasion};
pub use document::{Document, Stored};
pub use endpoint_service::ServiceAudience;
pub use hosted_zone::ZoneChange;
pub use idempotency::Remembered;
pub use tag::TagRow;
pub use tx::Tx;

use crate::domain::error::{Error, Result};
use crate::domain::limit;
use lock::DatabaseLock;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// Where the state is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In memory; gone when the process ends.
    Memory,
    /// In a file, created when absent.
    File(PathBuf),
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another server has the file.
    #[error("database {} is in use by another privlink server (lock file {} is held)", database.display(), lock.display())]
    InUse {
        /// The database.
        database: PathBuf,
        /// The lock file beside it.
        lock: PathBuf,
    },
    /// The lock file cannot be made.
    #[error("cannot lock database {}: {source}", database.display())]
    Lock {
        /// The database.
        database: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A newer server wrote the file.
    #[error(
        "database {} has schema version {found}, but this privlink knows only versions up to {known}; use a newer privlink or another --db",
        database.display()
    )]
    Newer {
        /// The database.
        database: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The file cannot be opened, or is no database of ours.
    #[error("cannot open database {}: {source}", database.display())]
    Database {
        /// The database.
        database: PathBuf,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// The open database: one connection that writes, and several that read snapshots beside it.
pub struct Store {
    writer: SqlitePool,
    reader: SqlitePool,
    _lock: Option<DatabaseLock>,
}

impl Store {
    /// Opens the database, creates or migrates its schema, and keeps other servers away from it.
    pub async fn open(location: &Location) -> Result<Self, OpenError> {
        match location {
            Location::Memory => Self::open_memory().await,
            Location::File(path) => Self::open_file(path).await,
        }
    }

    /// A database in memory lives in its one connection, so that reads wait for writes.
    async fn open_memory() -> Result<Self, OpenError> {
        let database = Path::new(":memory:");
        let options = SqliteConnectOptions::new()
            .in_memory(true)
            .foreign_keys(true);
        let writer = connect(options, 1)
            .await
            .map_err(|source| failed(database, source))?;
        migrate(&writer, database).await?;
        Ok(Self {
            reader: writer.clone(),
            writer,
            _lock: None,
        })
    }

    async fn open_file(path: &Path) -> Result<Self, OpenError> {
        let lock = DatabaseLock::take(path)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(5));
        let writer = connect(options.clone(), 1)
            .await
            .map_err(|source| failed(path, source))?;
        migrate(&writer, path).await?;
        let reader = connect(options.pragma("query_only", "on"), limit::READ_CONNECTIONS)
            .await
            .map_err(|source| failed(path, source))?;
        Ok(Self {
            writer,
            reader,
            _lock: Some(lock),
        })
    }

    /// A transaction that sees one consistent state and cannot write.
    pub async fn read(&self) -> Result<Tx> {
        self.reader
            .begin()
            .await
            .map(Tx::new)
            .map_err(Error::internal)
    }

    /// The transaction that may write. There is one at a time; others wait here, in order.
    pub async fn write(&self) -> Result<Tx> {
        self.writer
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map(Tx::new)
            .map_err(Error::internal)
    }

    /// Ends all work and closes the file.
    pub async fn close(&self) {
        self.reader.close().await;
        self.writer.close().await;
    }
}

async fn connect(
    options: SqliteConnectOptions,
    connections: u32,
) -> Result<SqlitePool, sqlx::Error> {
    SqlitePoolOptions::new()
        .min_connections(1)
        .max_connections(connections)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options)
        .await
}

async fn migrate(pool: &SqlitePool, database: &Path) -> Result<(), OpenError> {
    match MIGRATIONS.run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(found)) => Err(OpenError::Newer {
            database: database.to_owned(),
            found,
            known: MIGRATIONS
                .iter()
                .map(|migration| migration.version)
                .max()
                .unwrap_or(0),
        }),
        Err(source) => Err(failed(database, source)),
    }
}

fn failed(database: &Path, source: impl std::error::Error + Send + Sync + 'static) -> OpenError {
    OpenError::Database {
        database: database.to_owned(),
        source: Box::new(source),
    }
}
