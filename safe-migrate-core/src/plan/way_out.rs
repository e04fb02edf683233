//! What can be done about a refusal, and how each reader is told: what is to be said otherwise, and
//! how something is allowed, depends on where the schema that is wanted stands.

use std::fmt;

use crate::schema::{TableName, Text};

use super::{Loss, Plan};

/// Who reads what can be done about a refusal. By default a schema speaks to those who make it:
/// one of models to those who write structs, one that is [like](crate::Schema::like) another
/// database to those who write code and have that database.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reader {
    /// Who declares structs, and allows things by a [`Policy`](crate::Policy).
    #[default]
    Structs,
    /// Who has a database that another shall be like, and allows things by a policy.
    Database,
    /// Who has such a database, and allows things by the options of the command `safe-schema`.
    Command,
}

/// Something that can be done about a refusal. Any one of those that a refusal tells is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum WayOut {
    /// Something is done by hand, to the rows or to the database; the same for every reader.
    ByHand(Text),
    /// The column is wanted as it is.
    ColumnAsItIs,
    /// The column may be NULL.
    Nullable,
    /// The column gets a default.
    DefaultValue,
    /// The column gets a type that holds more.
    WiderType,
    /// It is said what the rows that are there get in a new column.
    Backfill,
    /// It is said for every row what it gets.
    FullBackfill,
    /// Rows get their values first, and what rests on these comes later.
    BackfillFirst,
    /// The column was another one before.
    RenamedFrom {
        /// The name that is wanted.
        new: Text,
        /// The name it may have had.
        old: Text,
    },
    /// What is wanted was not another one before.
    NotRenamed {
        /// The name that is wanted.
        name: Text,
        /// What would not be there: rows, values.
        what: &'static str,
    },
    /// The wanted table gets another name.
    OtherTableName,
    /// Another primary key is wanted.
    OtherPrimaryKey,
    /// The primary key is made first, and the rest comes later.
    PrimaryKeyFirst,
    /// The index need not be unique.
    NotUnique,
    /// The wanted index gets another name.
    OtherIndexName,
    /// The wanted index holds a prefix of the column, under another name.
    PrefixedIndex,
    /// The foreign key is wanted as well.
    ForeignKeyToo,
    /// The wanted foreign key gets another name.
    OtherForeignKeyName,
    /// Both ends of a foreign key are to have the same of this: a type, a collation.
    SameForBoth(&'static str),
    /// Another check is wanted.
    OtherCheck,
    /// What would be lost stays.
    Keep,
    /// The loss is allowed.
    AllowLoss {
        /// The table that loses it.
        table: TableName,
        /// The loss.
        loss: Loss,
        /// The connected database.
        database: Text,
    },
    /// The table may be copied, whatever its size.
    AllowRebuild(TableName),
    /// A question to the rows may take longer.
    MoreTime,
    /// The rows may be asked.
    LetBeAsked,
}

impl WayOut {
    /// Whether it allows what is refused, and changes nothing that is wanted.
    fn allows(&self) -> bool {
        match self {
            Self::AllowLoss { .. } | Self::AllowRebuild(_) | Self::MoreTime | Self::LetBeAsked => {
                true
            }
            Self::ByHand(_)
            | Self::ColumnAsItIs
            | Self::Nullable
            | Self::DefaultValue
            | Self::WiderType
            | Self::Backfill
            | Self::FullBackfill
            | Self::BackfillFirst
            | Self::RenamedFrom { .. }
            | Self::NotRenamed { .. }
            | Self::OtherTableName
            | Self::OtherPrimaryKey
            | Self::PrimaryKeyFirst
            | Self::NotUnique
            | Self::OtherIndexName
            | Self::PrefixedIndex
            | Self::ForeignKeyToo
            | Self::OtherForeignKeyName
            | Self::SameForBoth(_)
            | Self::OtherCheck
            | Self::Keep => false,
        }
    }

    /// What this reader can do.
    fn text(&self, reader: Reader) -> String {
        let either = |of_structs: &str, of_databases: &str| match reader {
            Reader::Structs => of_structs.to_owned(),
            Reader::Database | Reader::Command => of_databases.to_owned(),
        };
        match self {
            Self::ByHand(what) => what.to_string(),
            Self::ColumnAsItIs => either(
                "declare the column as it is",
                "give the desired database the column as it is here",
            ),
            Self::Nullable => {
                either("make the field an Option", "let the column be NULL in the desired database")
            }
            Self::DefaultValue => either(
                "give the field a default",
                "give the column a default in the desired database",
            ),
            Self::WiderType => either(
                "give the column a wider type",
                "give the column a wider type in the desired database",
            ),
            Self::Backfill => either(
                "say what those rows get: #[safe_schema(backfill = \"..\")]",
                "add the column by hand, with a value for those rows",
            ),
            Self::FullBackfill => either(
                "declare a backfill that has a value for every row",
                "add and fill the column by hand first",
            ),
            Self::BackfillFirst => either(
                "make it two releases: the backfill first",
                "add and fill the column by hand first",
            ),
            Self::RenamedFrom { new, old } => either(
                &format!(
                    "if `{new}` is `{old}` under a new name, say so: #[safe_schema(renamed_from = \
                     \"{old}\")]"
                ),
                &format!("if `{new}` is `{old}` under a new name, rename it by hand"),
            ),
            Self::NotRenamed { name, what } => either(
                &format!("take `renamed_from` off `{name}` if its {what} are not there"),
                &format!("make `{name}` by hand if its {what} are not there"),
            ),
            Self::OtherTableName => either(
                "give the declared table another name",
                "give the table another name in the desired database",
            ),
            Self::OtherPrimaryKey => either(
                "declare another primary key",
                "give the table another primary key in the desired database",
            ),
            Self::PrimaryKeyFirst => either(
                "make it two releases: the primary key first",
                "give the table its primary key by hand first",
            ),
            Self::NotUnique => either(
                "drop `unique` from the declaration",
                "make the index of the desired database one that is not unique",
            ),
            Self::OtherIndexName => either(
                "give the declared index another name",
                "give the index another name in the desired database",
            ),
            Self::PrefixedIndex => either(
                "declare it with a prefix under another name first",
                "let the desired database have one with a prefix under another name first",
            ),
            Self::ForeignKeyToo => {
                let then = "it is then taken away, both ends change, and it is added again";
                either(
                    &format!(
                        "declare the foreign key, with the struct of its table in this schema: {then}"
                    ),
                    &format!("add the foreign key to the desired database: {then}"),
                )
            }
            Self::OtherForeignKeyName => either(
                "give the declared key another name",
                "give the foreign key another name in the desired database",
            ),
            Self::SameForBoth(what) => either(
                &format!("declare one {what} for both"),
                &format!("give both the same {what} in the desired database"),
            ),
            Self::OtherCheck => {
                either("correct the check", "correct the check in the desired database")
            }
            Self::Keep => match reader {
                Reader::Structs => "keep it".to_owned(),
                Reader::Database => "add it to the desired database, or compare with \
                                     Extent::Described, where it stays"
                    .to_owned(),
                Reader::Command => {
                    "add it to the desired database, or leave out --exact, and it stays".to_owned()
                }
            },
            Self::AllowLoss { table, loss, database } => match reader {
                Reader::Structs | Reader::Database => {
                    let table = in_code(table);
                    let allowing = match loss {
                        Loss::Table => format!("allow_drop_of_table({table})"),
                        Loss::Column(column) => {
                            format!("allow_drop_of_column({table}, {:?})", &**column)
                        }
                        Loss::Values(column) => {
                            format!("allow_loss_of_values_in({table}, {:?})", &**column)
                        }
                    };
                    format!("allow this one loss: Policy::{allowing}")
                }
                Reader::Command => format!(
                    "accept that everything in `{database}` that is in the way is lost, this and \
                     any other: {}",
                    option("--accept-data-loss-in", database)
                ),
            },
            Self::AllowRebuild(table) => match reader {
                Reader::Structs | Reader::Database => format!(
                    "allow it for this table: Policy::allow_blocking_rebuild_of({})",
                    in_code(table)
                ),
                Reader::Command => format!(
                    "allow it for this table: {}",
                    option("--allow-rebuild-of", &table.table)
                ),
            },
            Self::MoreTime => match reader {
                Reader::Structs | Reader::Database => {
                    "give it more time: Policy::probe_for_at_most".to_owned()
                }
                Reader::Command => "give it more time: --probe-for-at-most SECONDS".to_owned(),
            },
            Self::LetBeAsked => match reader {
                Reader::Structs | Reader::Database => {
                    "let them be asked (without Policy::without_probes)".to_owned()
                }
                Reader::Command => "let them be asked".to_owned(),
            },
        }
    }
}

/// The table's name as code.
fn in_code(table: &TableName) -> String {
    match &table.database {
        None => format!("TableName::new({:?})", &*table.table),
        Some(database) => format!("TableName::in_database({:?}, {:?})", &**database, &*table.table),
    }
}

/// An option of the command, as a shell takes it.
fn option(name: &str, value: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    // Else it would be taken for another option.
    let joint = if value.starts_with('-') { '=' } else { ' ' };
    match value.chars().all(is_plain) {
        true => format!("{name}{joint}{value}"),
        false => format!("{name}{joint}'{}'", value.replace('\'', "'\\''")),
    }
}

/// All that can be done about a refusal: any one of these. [`Display`](fmt::Display) tells it to
/// its reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaysOut {
    ways: Vec<WayOut>,
    reader: Reader,
}

impl WaysOut {
    /// One by one.
    #[must_use]
    pub fn ways(&self) -> &[WayOut] {
        &self.ways
    }

    /// With one more.
    pub(crate) fn or(mut self, way: WayOut) -> Self {
        self.ways.push(way);
        self
    }
}

impl fmt::Display for WaysOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, way) in self.ways.iter().enumerate() {
            let is_last = self.ways.get(at + 1).is_none_or(WayOut::allows);
            f.write_str(match (at, way.allows(), is_last) {
                (0, _, _) => "",
                (_, true, _) => "; or ",
                (_, false, true) => ", or ",
                (_, false, false) => ", ",
            })?;
            f.write_str(&way.text(self.reader))?;
        }
        Ok(())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for WaysOut {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<const N: usize> From<[WayOut; N]> for WaysOut {
    fn from(ways: [WayOut; N]) -> Self {
        Self { ways: ways.into(), reader: Reader::default() }
    }
}

impl From<WayOut> for WaysOut {
    fn from(way: WayOut) -> Self {
        [way].into()
    }
}

/// By hand.
impl From<&'static str> for WayOut {
    fn from(what: &'static str) -> Self {
        Self::ByHand(what.into())
    }
}

/// By hand.
impl From<String> for WayOut {
    fn from(what: String) -> Self {
        Self::ByHand(what.into())
    }
}

/// By hand.
impl From<&'static str> for WaysOut {
    fn from(what: &'static str) -> Self {
        WayOut::from(what).into()
    }
}

/// By hand.
impl From<String> for WaysOut {
    fn from(what: String) -> Self {
        WayOut::from(what).into()
    }
}

impl Plan {
    /// Tells this reader what can be done about the refusals.
    pub(crate) fn tell(&mut self, reader: Reader) {
        let probes = self.steps.iter_mut().flat_map(|step| &mut step.probes);
        let of_probes = probes.map(|probe| &mut probe.way_out);
        let of_refusals = self.refusals.iter_mut().map(|refusal| &mut refusal.way_out);
        for ways in of_probes.chain(of_refusals) {
            ways.reader = reader;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(ways: impl Into<WaysOut>, reader: Reader) -> String {
        WaysOut { reader, ..ways.into() }.to_string()
    }

    #[test]
    fn ways_are_joined() {
        let hand = || WayOut::from("mend it");
        let all = [hand(), WayOut::Nullable, WayOut::DefaultValue, WayOut::MoreTime];
        let [_, two @ .., _] = all.clone();
        assert_eq!(told(hand(), Reader::Structs), "mend it");
        assert_eq!(
            told(two, Reader::Structs),
            "make the field an Option, or give the field a default"
        );
        assert_eq!(
            told(all, Reader::Structs),
            "mend it, make the field an Option, or give the field a default; or give it more time: \
             Policy::probe_for_at_most"
        );
        assert_eq!(
            told([hand(), WayOut::LetBeAsked], Reader::Command),
            "mend it; or let them be asked"
        );
    }

    #[test]
    fn a_loss_is_allowed_in_code_or_by_an_option() {
        let allow = |table: TableName, loss, database: &str| WayOut::AllowLoss {
            table,
            loss,
            database: database.to_owned().into(),
        };
        let values = allow(TableName::in_database("d", "t"), Loss::Values("a\"b".into()), "d");
        assert_eq!(
            told(values, Reader::Database),
            "allow this one loss: Policy::allow_loss_of_values_in(TableName::in_database(\"d\", \
             \"t\"), \"a\\\"b\")"
        );
        let option_in = |database: &str| {
            let text = told(allow(TableName::new("t"), Loss::Table, database), Reader::Command);
            text.split_once(": ").map(|(_, option)| option.to_owned())
        };
        assert_eq!(option_in("shop").as_deref(), Some("--accept-data-loss-in shop"));
        assert_eq!(option_in("-x").as_deref(), Some("--accept-data-loss-in=-x"));
        assert_eq!(
            option_in("my shop's").as_deref(),
            Some("--accept-data-loss-in 'my shop'\\''s'")
        );
    }

    /// The command's reader has neither structs nor code.
    #[test]
    fn the_command_speaks_no_rust() {
        let ways = [
            WayOut::ColumnAsItIs,
            WayOut::Nullable,
            WayOut::DefaultValue,
            WayOut::WiderType,
            WayOut::Backfill,
            WayOut::FullBackfill,
            WayOut::BackfillFirst,
            WayOut::RenamedFrom { new: "a".into(), old: "b".into() },
            WayOut::NotRenamed { name: "a".into(), what: "rows" },
            WayOut::OtherTableName,
            WayOut::OtherPrimaryKey,
            WayOut::PrimaryKeyFirst,
            WayOut::NotUnique,
            WayOut::OtherIndexName,
            WayOut::PrefixedIndex,
            WayOut::ForeignKeyToo,
            WayOut::OtherForeignKeyName,
            WayOut::SameForBoth("type"),
            WayOut::OtherCheck,
            WayOut::Keep,
            WayOut::AllowLoss {
                table: TableName::new("t"),
                loss: Loss::Table,
                database: "d".into(),
            },
            WayOut::AllowRebuild(TableName::new("t")),
            WayOut::MoreTime,
            WayOut::LetBeAsked,
        ];
        for way in ways {
            let text = told(way, Reader::Command);
            for rust in ["::", "#[", "Option", "struct", "field", "declar", "`unique`", "release"] {
                assert!(!text.contains(rust), "{rust}: {text}");
            }
        }
    }
}
