//! ALTER TABLE, clause by clause.

use crate::schema::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexPart, TableName, TableOptions, Text,
};

use super::column::{as_in_table, column_sql, default_sql};
use super::key::{check_sql, foreign_key_sql, index_sql, primary_key_sql};
use super::{Dialect, identifier, table_comment_literal, word};

/// One clause of an ALTER TABLE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Clause {
    /// `ADD COLUMN`.
    AddColumn(ColumnDef),
    /// `CHANGE COLUMN`: the old name, and the whole new definition.
    ChangeColumn { from: Text, to: ColumnDef },
    /// `ALTER COLUMN .. SET DEFAULT`.
    SetDefault(ColumnDef),
    /// `ALTER COLUMN .. DROP DEFAULT`.
    DropDefault(Text),
    /// `RENAME COLUMN`.
    RenameColumn { from: Text, to: Text },
    /// `DROP COLUMN`.
    DropColumn(Text),
    /// A column that is added or changed, and where it goes.
    Placed { clause: Box<Self>, after: Option<Text> },
    /// `DROP PRIMARY KEY`.
    DropPrimaryKey,
    /// `ADD PRIMARY KEY`.
    AddPrimaryKey { parts: Vec<IndexPart>, options: Option<Text> },
    /// `ADD KEY` and its kin.
    AddIndex(IndexDef),
    /// `DROP KEY`.
    DropIndex(Text),
    /// `ADD CONSTRAINT .. FOREIGN KEY`.
    AddForeignKey(ForeignKeyDef),
    /// `DROP FOREIGN KEY`.
    DropForeignKey(Text),
    /// `ADD CONSTRAINT .. CHECK`.
    AddCheck(CheckDef),
    /// `DROP CONSTRAINT` of a check.
    DropCheck(Text),
    /// `ALTER INDEX .. INVISIBLE`; MariaDB's word is IGNORED.
    HideIndex(Text),
    /// `ALTER INDEX .. VISIBLE`.
    ShowIndex(Text),
    /// `PARTITION BY ..`; empty is `REMOVE PARTITIONING`. Stands last, without a comma.
    Partition(Text),
    /// `DEFAULT CHARACTER SET`, `COLLATE`, `ROW_FORMAT` and the like.
    Options(TableOptions),
    /// `COMMENT`.
    Comment(Text),
    /// `ALGORITHM=COPY`.
    Copying,
}

impl Clause {
    /// The clause that alters a column of a table with these options.
    pub(crate) fn change_column(from: &ColumnDef, to: &ColumnDef, options: &TableOptions) -> Self {
        Self::ChangeColumn { from: from.name.clone(), to: as_in_table(to, options) }
    }
}

/// An ALTER TABLE of these clauses.
pub(crate) fn alter_table(table: &TableName, clauses: &[Clause], dialect: Dialect<'_>) -> String {
    let separator = if clauses.len() == 1 { " " } else { "\n  " };
    let mut sql = format!("ALTER TABLE {}", dialect.table(table));
    for (at, clause) in clauses.iter().enumerate() {
        // Partitions are no part of the list.
        let comma = at > 0 && !matches!(clause, Clause::Partition(_));
        sql.push_str(if comma { "," } else { "" });
        sql.push_str(separator);
        sql.push_str(&clause_sql(clause, table, dialect));
    }
    sql
}

/// A DROP TABLE.
pub(crate) fn drop_table(table: &TableName, dialect: Dialect<'_>) -> String {
    format!("DROP TABLE {}", dialect.table(table))
}

/// The ALTER SEQUENCE (MariaDB) that makes a sequence count as the statement says that would make
/// it. Where it has got to stays, unless it begins anew.
pub(crate) fn alter_sequence(create: &str, begins_anew: bool) -> String {
    let definition = create.strip_prefix("CREATE").unwrap_or(create);
    let engine = definition.rfind(" ENGINE=").unwrap_or(definition.len());
    let restart = if begins_anew { " restart" } else { "" };
    format!("ALTER{}{restart}", &definition[..engine])
}

/// The least and the greatest number of a sequence, from the statement that would make it.
pub(crate) fn sequence_range(create: &str) -> Option<(i128, i128)> {
    let number = |option: &str| {
        let (_, rest) = create.rsplit_once(option)?;
        rest.split_whitespace().next()?.parse().ok()
    };
    Some((number(" minvalue ")?, number(" maxvalue ")?))
}

/// A DROP SEQUENCE (MariaDB).
pub(crate) fn drop_sequence(sequence: &TableName, dialect: Dialect<'_>) -> String {
    format!("DROP SEQUENCE {}", dialect.table(sequence))
}

/// A RENAME TABLE; of several tables at once it is atomic.
pub(crate) fn rename_tables(names: &[(TableName, TableName)], dialect: Dialect<'_>) -> String {
    let renames: Vec<String> = names
        .iter()
        .map(|(from, to)| format!("{} TO {}", dialect.table(from), dialect.table(to)))
        .collect();
    format!("RENAME TABLE {}", renames.join(", "))
}

fn options_sql(options: &TableOptions) -> String {
    let parts = [
        ("ENGINE", &options.engine),
        ("DEFAULT CHARACTER SET", &options.charset),
        ("COLLATE", &options.collation),
        ("ROW_FORMAT", &options.row_format),
    ];
    let mut said: Vec<String> = parts
        .iter()
        .filter_map(|(option, value)| Some(format!("{option} = {}", word(value.as_deref()?))))
        .collect();
    let others = options.others.iter().flat_map(|others| others.iter());
    said.extend(others.map(|(name, value)| format!("{name} = {value}")));
    let versioning = options.system_versioned.map(|keep| match keep {
        true => ", ADD SYSTEM VERSIONING",
        false => ", DROP SYSTEM VERSIONING",
    });
    said.extend(versioning.map(str::to_owned));
    said.join(" ").trim_start_matches(", ").to_owned()
}

fn clause_sql(clause: &Clause, table: &TableName, dialect: Dialect<'_>) -> String {
    match clause {
        Clause::AddColumn(column) => format!("ADD COLUMN {}", column_sql(column)),
        Clause::ChangeColumn { from, to } if *from == to.name => {
            format!("MODIFY COLUMN {}", column_sql(to))
        }
        Clause::ChangeColumn { from, to } => {
            format!("CHANGE COLUMN {} {}", identifier(from), column_sql(to))
        }
        Clause::SetDefault(column) => format!(
            "ALTER COLUMN {} SET DEFAULT {}",
            identifier(&column.name),
            column
                .default
                .as_ref()
                .map_or_else(|| "NULL".to_owned(), |default| default_sql(default, &column.ty))
        ),
        Clause::DropDefault(name) => {
            format!("ALTER COLUMN {} DROP DEFAULT", identifier(name))
        }
        Clause::RenameColumn { from, to } => {
            format!("RENAME COLUMN {} TO {}", identifier(from), identifier(to))
        }
        Clause::Placed { clause, after } => {
            let place = after.as_ref().map_or_else(
                || "FIRST".to_owned(),
                |column| format!("AFTER {}", identifier(column)),
            );
            format!("{} {place}", clause_sql(clause, table, dialect))
        }
        Clause::DropColumn(name) => format!("DROP COLUMN {}", identifier(name)),
        Clause::DropPrimaryKey => "DROP PRIMARY KEY".to_owned(),
        Clause::AddPrimaryKey { parts, options } => {
            let options = options.as_deref().filter(|options| !options.is_empty());
            let options = options.map(|options| format!(" {options}")).unwrap_or_default();
            format!("ADD {}{options}", primary_key_sql(parts))
        }
        Clause::AddIndex(index) => format!("ADD {}", index_sql(index)),
        Clause::DropIndex(name) => format!("DROP KEY {}", identifier(name)),
        Clause::AddForeignKey(key) => format!("ADD {}", foreign_key_sql(key, table, dialect)),
        Clause::DropForeignKey(name) => format!("DROP FOREIGN KEY {}", identifier(name)),
        Clause::AddCheck(check) => format!("ADD {}", check_sql(check)),
        Clause::DropCheck(name) => format!("DROP CONSTRAINT {}", identifier(name)),
        Clause::HideIndex(name) => {
            format!("ALTER INDEX {} /*!80000 INVISIBLE *//*M!100600 IGNORED */", identifier(name))
        }
        Clause::ShowIndex(name) => {
            format!("ALTER INDEX {} /*!80000 VISIBLE *//*M!100600 NOT IGNORED */", identifier(name))
        }
        Clause::Partition(partitions) if partitions.is_empty() => "REMOVE PARTITIONING".to_owned(),
        Clause::Partition(partitions) => partitions.to_string(),
        Clause::Options(options) => options_sql(options),
        Clause::Comment(comment) => format!("COMMENT={}", table_comment_literal(comment)),
        Clause::Copying => "ALGORITHM=COPY".to_owned(),
    }
}
