//! Indexes, foreign keys and checks.

use safe_schema::testing::Kind as Server;

use super::{Formula, name, names, quoted};

/// An index other than the primary key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) parts: Vec<Part>,
    pub(crate) invisible: bool,
    pub(crate) comment: String,
    /// `USING BTREE`, `WITH PARSER ngram` and the like.
    pub(crate) options: String,
}

/// What an index is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    Unique,
    Fulltext,
    Spatial,
}

/// A part of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) target: Target,
    pub(crate) prefix: Option<u32>,
    pub(crate) descending: bool,
}

/// What a part of a key covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Column(String),
    Formula(Formula),
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForeignKey {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    pub(crate) parent: String,
    pub(crate) parent_columns: Vec<String>,
    pub(crate) on_delete: Action,
    pub(crate) on_update: Action,
}

/// What a change of the parent does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Restrict,
    Nothing,
    Cascade,
    SetNull,
}

/// A check with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) name: String,
    pub(crate) formula: Formula,
    pub(crate) enforced: bool,
}

impl Part {
    pub(crate) fn column(name: &str) -> Self {
        Self { target: Target::Column(name.to_owned()), prefix: None, descending: false }
    }

    /// The column that the part is, or is computed from.
    pub(crate) fn source(&self) -> &str {
        match &self.target {
            Target::Column(column) => column,
            Target::Formula(formula) => &formula.column,
        }
    }

    /// The column, where the part is one.
    pub(crate) fn column_name(&self) -> Option<&str> {
        match &self.target {
            Target::Column(column) => Some(column),
            Target::Formula(_) => None,
        }
    }

    fn sql(&self) -> String {
        let mut sql = match &self.target {
            Target::Column(column) => name(column),
            Target::Formula(formula) => format!("({})", formula.sql()),
        };
        if let Some(prefix) = self.prefix {
            sql += &format!("({prefix})");
        }
        if self.descending {
            sql += " DESC";
        }
        sql
    }
}

/// Parts with commas between them.
pub(crate) fn parts(parts: &[Part]) -> String {
    parts.iter().map(Part::sql).collect::<Vec<_>>().join(", ")
}

impl Index {
    pub(crate) fn is_unique(&self) -> bool {
        self.kind == Kind::Unique
    }

    /// The definition.
    pub(crate) fn sql(&self, server: Server) -> String {
        let kind = match self.kind {
            Kind::Plain => "KEY",
            Kind::Unique => "UNIQUE KEY",
            Kind::Fulltext => "FULLTEXT KEY",
            Kind::Spatial => "SPATIAL KEY",
        };
        let mut sql = format!("{kind} {} ({})", name(&self.name), parts(&self.parts));
        if !self.comment.is_empty() {
            sql += &format!(" COMMENT {}", quoted(&self.comment));
        }
        if !self.options.is_empty() {
            sql += &format!(" {}", self.options);
        }
        if self.invisible {
            sql += match server {
                Server::MySql => " INVISIBLE",
                Server::MariaDb => " IGNORED",
            };
        }
        sql
    }
}

impl Action {
    const fn sql(self) -> &'static str {
        match self {
            Self::Restrict => "RESTRICT",
            Self::Nothing => "NO ACTION",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
        }
    }
}

impl ForeignKey {
    /// The definition.
    pub(crate) fn sql(&self) -> String {
        format!(
            "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}) ON DELETE {} ON UPDATE {}",
            name(&self.name),
            names(&self.columns),
            name(&self.parent),
            names(&self.parent_columns),
            self.on_delete.sql(),
            self.on_update.sql(),
        )
    }
}

impl Check {
    /// The definition.
    pub(crate) fn sql(&self) -> String {
        let enforced = if self.enforced { "" } else { " NOT ENFORCED" };
        format!("CONSTRAINT {} CHECK ({}){enforced}", name(&self.name), self.formula.sql())
    }
}
