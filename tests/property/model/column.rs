//! A column.

use safe_schema::testing::Kind;

use super::{Charset, Formula, Ty, name, quoted};

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    pub(crate) charset: Option<Charset>,
    pub(crate) nullable: bool,
    pub(crate) default: Option<Default>,
    pub(crate) on_update: bool,
    pub(crate) auto_increment: bool,
    pub(crate) made: Option<Made>,
    pub(crate) invisible: bool,
    pub(crate) comment: String,
    /// The check in the column's own definition (MariaDB).
    pub(crate) check: Option<Formula>,
}

/// A default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Default {
    /// A text in quotes.
    Text(String),
    /// Written as it is: a number, bytes, an expression.
    Sql(String),
    /// The present moment, in the column's precision.
    Now,
}

/// How a generated column gets its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) formula: Formula,
    pub(crate) stored: bool,
}

impl Column {
    /// A column of the type that may be NULL, with nothing else.
    pub(crate) fn new(name: &str, ty: Ty) -> Self {
        Self {
            name: name.to_owned(),
            ty,
            charset: None,
            nullable: true,
            default: None,
            on_update: false,
            auto_increment: false,
            made: None,
            invisible: false,
            comment: String::new(),
            check: None,
        }
    }

    /// The precision of a moment.
    pub(crate) fn precision(&self) -> Option<u8> {
        match &self.ty {
            Ty::DateTime(fsp) | Ty::Timestamp(fsp) => Some(*fsp),
            _ => None,
        }
    }

    /// The column's definition.
    pub(crate) fn sql(&self, kind: Kind) -> String {
        let mut sql = format!("{} {}", name(&self.name), self.ty);
        if let Some(charset) = self.charset.filter(|_| self.ty.is_text()) {
            sql += &format!(" CHARACTER SET {} COLLATE {}", charset.set, charset.collation);
        }
        let now = || format!("CURRENT_TIMESTAMP({})", self.precision().unwrap_or_default());
        match &self.made {
            Some(made) => {
                let storage = if made.stored { "STORED" } else { "VIRTUAL" };
                sql += &format!(" GENERATED ALWAYS AS ({}) {storage}", made.formula.sql());
                if !self.nullable && kind == Kind::MySql {
                    sql += " NOT NULL";
                }
            }
            None => sql += if self.nullable { " NULL" } else { " NOT NULL" },
        }
        match &self.default {
            Some(Default::Text(text)) => sql += &format!(" DEFAULT {}", quoted(text)),
            Some(Default::Sql(text)) => sql += &format!(" DEFAULT {text}"),
            Some(Default::Now) => sql += &format!(" DEFAULT {}", now()),
            None => {}
        }
        if self.on_update {
            sql += &format!(" ON UPDATE {}", now());
        }
        if self.auto_increment {
            sql += " AUTO_INCREMENT";
        }
        if self.invisible {
            sql += " INVISIBLE";
        }
        if let Ty::Point { srid: Some(srid) } = &self.ty {
            sql += &format!(" SRID {srid}");
        }
        if !self.comment.is_empty() {
            sql += &format!(" COMMENT {}", quoted(&self.comment));
        }
        if let Some(check) = &self.check {
            sql += &format!(" CHECK ({})", check.sql());
        }
        sql
    }
}
