//! What a schema is without a server: its text, and the file it was reviewed in.

use crate::error::Error;
use crate::snapshot;

use super::Schema;
use super::declaration::tables;
use super::target::Source;

impl Schema {
    /// The statements that make all tables in an empty database, parents first; the same text
    /// for the same structs every time.
    ///
    /// # Errors
    /// [`Error::DuplicateTable`], which `schema![..]` has ruled out at compile time.
    pub fn create_tables_sql(&self) -> Result<String, Error> {
        match &self.source {
            Source::Models(models) => Ok(snapshot::text(&tables(models)?)),
            Source::Like(desired) => Ok(snapshot::text(&desired.tables.iter().collect::<Vec<_>>())),
        }
    }

    /// Compares [`create_tables_sql`](Self::create_tables_sql) with a file that was reviewed, so
    /// that no table changes without somebody reading it. In a test:
    /// `schema![Tenant, Application].assert_snapshot("schema.sql")`.
    ///
    /// The path is taken from the folder of the package's `Cargo.toml`. The file is written only
    /// where the environment variable `SAFE_SCHEMA_UPDATE_SNAPSHOT` is `1`:
    /// `SAFE_SCHEMA_UPDATE_SNAPSHOT=1 cargo test`. The comment at its top is yours.
    ///
    /// # Panics
    /// When the file is missing or has something else, with the difference, and how to update it.
    #[cfg(feature = "testing")]
    #[track_caller]
    pub fn assert_snapshot(&self, path: impl AsRef<std::path::Path>) {
        match self.create_tables_sql() {
            Ok(text) => snapshot::assert(path.as_ref(), &text),
            Err(error) => panic!("{error}"),
        }
    }
}
