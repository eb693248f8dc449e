//! The lock file beside the database that keeps a second server away. The operating system frees it with the process.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::OpenError;

/// Held as long as the server has the database.
pub(super) struct DatabaseLock {
    _file: File,
}

impl DatabaseLock {
    pub(super) fn take(database: &Path) -> Result<Self, OpenError> {
        let failed = |source| OpenError::Lock {
            database: database.to_owned(),
            source,
        };
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(database)
            .map_err(failed)?;
        let lock = lock_path(&database.canonicalize().map_err(failed)?);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
                database: database.to_owned(),
                lock,
            }),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

/// The lock of the file itself, by whichever links it was reached.
fn lock_path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}
