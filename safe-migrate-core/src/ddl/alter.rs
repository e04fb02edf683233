//! ALTER TABLE, clause by clause.

use crate::schema::{
    CheckDef, ColumnDef, ForeignKeyDef, IndexDef, IndexPart, TableName, TableOptions, Text,
};

use super::column::{as_in_table, column_sql, default_sql};
use super::key::{check_sql, foreign_key_sql, index_sql, primary_key_sql};
use super::{Dialect, comment_literal, identifier, word};

/// One clause of an ALTER TABLE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Clause {
    /// `ADD COLUMN`.
    AddColumn(ColumnDef),
    /// `CHANGE COLUMN`: the old name, and the whole new definition.
    ChangeColumn { from: Text, to: ColumnDef },
    /// `ALTER COLUMN .. SET DEFAULT`.
    SetDefault(ColumnDef),
    /// `RENAME COLUMN`.
    RenameColumn { from: Text, to: Text },
    /// `DROP COLUMN`: only ever a generated invisible primary key, which holds no user's data.
    DropColumn(Text),
    /// `DROP PRIMARY KEY`.
    DropPrimaryKey,
    /// `ADD PRIMARY KEY`.
    AddPrimaryKey(Vec<IndexPart>),
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
    /// `DEFAULT CHARACTER SET`, `COLLATE`, `ROW_FORMAT`.
    Options(TableOptions),
    /// `COMMENT`.
    Comment(Text),
}

impl Clause {
    /// The clause that alters a column of a table with these options.
    pub(crate) fn change_column(from: &ColumnDef, to: &ColumnDef, options: &TableOptions) -> Self {
        Self::ChangeColumn { from: from.name.clone(), to: as_in_table(to, options) }
    }
}

/// An ALTER TABLE of these clauses.
pub(crate) fn alter_table(table: &TableName, clauses: &[Clause], dialect: Dialect<'_>) -> String {
    let clauses: Vec<String> =
        clauses.iter().map(|clause| clause_sql(clause, table, dialect)).collect();
    let separator = if clauses.len() == 1 { " " } else { "\n  " };
    format!("ALTER TABLE {}{separator}{}", dialect.table(table), clauses.join(",\n  "))
}

/// A RENAME TABLE; of several tables at once it is atomic.
pub(crate) fn rename_tables(names: &[(TableName, TableName)], dialect: Dialect<'_>) -> String {
    let renames: Vec<String> = names
        .iter()
        .map(|(from, to)| format!("{} TO {}", dialect.table(from), dialect.table(to)))
        .collect();
    format!("RENAME TABLE {}", renames.join(", "))
}

/// An UPDATE that fills a batch of rows whose column is NULL; run until it changes no row.
/// `kept` are the columns that the server would otherwise set by itself (ON UPDATE).
pub(crate) fn fill_column(
    table: &TableName,
    column: &str,
    expression: &str,
    kept: &[Text],
    dialect: Dialect<'_>,
) -> String {
    let column = identifier(column);
    let kept: String =
        kept.iter().map(|name| identifier(name)).map(|name| format!(", {name} = {name}")).collect();
    // A row for which the expression is NULL would come back for ever.
    format!(
        "UPDATE {} SET {column} = ({expression}){kept} \
         WHERE {column} IS NULL AND ({expression}) IS NOT NULL LIMIT {BATCH_ROWS}",
        dialect.table(table)
    )
}

/// How many rows a batch fills: short enough to hold its locks for a moment only.
pub(crate) const BATCH_ROWS: u32 = 1_000;

fn options_sql(options: &TableOptions) -> String {
    let parts = [
        ("DEFAULT CHARACTER SET", &options.charset),
        ("COLLATE", &options.collation),
        ("ROW_FORMAT", &options.row_format),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter_map(|(option, value)| Some(format!("{option} = {}", word(value.as_deref()?))))
        .collect();
    said.join(" ")
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
        Clause::RenameColumn { from, to } => {
            format!("RENAME COLUMN {} TO {}", identifier(from), identifier(to))
        }
        Clause::DropColumn(name) => format!("DROP COLUMN {}", identifier(name)),
        Clause::DropPrimaryKey => "DROP PRIMARY KEY".to_owned(),
        Clause::AddPrimaryKey(parts) => format!("ADD {}", primary_key_sql(parts)),
        Clause::AddIndex(index) => format!("ADD {}", index_sql(index)),
        Clause::DropIndex(name) => format!("DROP KEY {}", identifier(name)),
        Clause::AddForeignKey(key) => format!("ADD {}", foreign_key_sql(key, table, dialect)),
        Clause::DropForeignKey(name) => format!("DROP FOREIGN KEY {}", identifier(name)),
        Clause::AddCheck(check) => format!("ADD {}", check_sql(check)),
        Clause::DropCheck(name) => format!("DROP CONSTRAINT {}", identifier(name)),
        Clause::HideIndex(name) => {
            format!("ALTER INDEX {} /*!80000 INVISIBLE *//*M!100600 IGNORED */", identifier(name))
        }
        Clause::Options(options) => options_sql(options),
        Clause::Comment(comment) => format!("COMMENT={}", comment_literal(comment)),
    }
}
