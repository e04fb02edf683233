//! Rules for foreign keys: between two structs, whichever module or crate they are in.

use super::{Facts, Message, Place, charset};
use crate::schema::text::{as_slice, as_str};
use crate::schema::{
    ColumnDef, ColumnType, ForeignKeyDef, IndexPart, List, TableDef, Text, eq, eq_ignore_case,
};

#[doc(hidden)]
impl Facts {
    const fn foreign_key(self, key: usize) -> &'static ForeignKeyDef {
        &as_slice(&self.table.foreign_keys)[key]
    }

    /// The position of a field, and of its column.
    const fn position_of(self, field: &str) -> Option<usize> {
        let mut i = 0;
        while i < self.fields.len() {
            if eq(self.fields[i].0, field) {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    /// One column of a foreign key: the parent has the field, and of the same type.
    #[must_use]
    pub const fn foreign_key_column(
        self,
        column: usize,
        parent: Facts,
        parent_field: &str,
    ) -> Option<Message> {
        let about = self.about_column(column);
        let Some(position) = parent.position_of(parent_field) else {
            return parent.no_such_field(about, parent_field);
        };
        let (column, parent_column) = (self.column(column), parent.column(position));
        if column.is_broken() || parent_column.is_broken() {
            return None;
        }
        if !comparable(&column.ty, &parent_column.ty) {
            return Some(
                about
                    .text("it is ")
                    .column_type(&column.ty)
                    .text(", but `")
                    .text(parent.owner)
                    .text("::")
                    .text(parent_field)
                    .text("` is ")
                    .column_type(&parent_column.ty)
                    .text("; a foreign key needs the same type on both sides"),
            );
        }
        if column.ty.is_text() {
            return text_problem(
                about,
                (column, self.table),
                (parent_column, parent.table),
                parent.owner,
            );
        }
        None
    }

    /// A foreign key of one column: both rules are about the same word.
    #[must_use]
    pub const fn foreign_key_of_one(
        self,
        key: usize,
        column: usize,
        parent: Facts,
        parent_field: &str,
    ) -> Option<Message> {
        if self.is_plain_reference(key, column, parent, parent_field) {
            return None;
        }
        let of_column = self.foreign_key_column(column, parent, parent_field);
        match (of_column, self.foreign_key_parent(key, parent, &[parent_field])) {
            (Some(first), Some(second)) => Some(first.text("\n").text(second.as_str())),
            (Some(only), None) | (None, Some(only)) => Some(only),
            (None, None) => None,
        }
    }

    /// Whether there is clearly nothing to say: integers alike, and the parent's primary key.
    const fn is_plain_reference(
        self,
        key: usize,
        column: usize,
        parent: Facts,
        parent_field: &str,
    ) -> bool {
        let Some(position) = parent.position_of(parent_field) else { return false };
        let (ours, theirs) = (&self.column(column).ty, &parent.column(position).ty);
        if let ColumnType::Integer { width: a, unsigned: x } = ours
            && let ColumnType::Integer { width: b, unsigned: y } = theirs
            && *a as u8 == *b as u8
            && *x == *y
        {
            let columns = &self.foreign_key(key).parent_columns;
            return covers(as_slice(&parent.table.primary_key), columns);
        }
        false
    }

    const fn no_such_field(self, about: Place<'_>, field: &str) -> Option<Message> {
        // A struct whose shape was refused has no fields, and an error of its own.
        if self.fields.is_empty() {
            return None;
        }
        let mut message =
            about.code(self.owner).text(" has no column field ").code(field).text("; it has ");
        let mut i = 0;
        while i < self.fields.len() {
            message = message.text(if i == 0 { "" } else { ", " }).code(self.fields[i].0);
            i += 1;
        }
        Some(message)
    }

    /// The columns referred to are the parent's primary key or a unique index of it.
    #[must_use]
    pub const fn foreign_key_parent(
        self,
        key: usize,
        parent: Facts,
        parent_fields: &[&str],
    ) -> Option<Message> {
        let columns = &self.foreign_key(key).parent_columns;
        let mut i = 0;
        while i < parent_fields.len() {
            match parent.position_of(parent_fields[i]) {
                Some(position) if !parent.column(position).is_broken() => {}
                // Refused elsewhere.
                _ => return None,
            }
            i += 1;
        }
        if covers(as_slice(&parent.table.primary_key), columns) {
            return None;
        }
        let indexes = as_slice(&parent.table.indexes);
        i = 0;
        while i < indexes.len() {
            if indexes[i].is_unique() && covers(as_slice(&indexes[i].parts), columns) {
                return None;
            }
            i += 1;
        }
        let mut message = Message::about(self.owner)
            .text("a foreign key refers to the primary key or to a unique index of its parent, ")
            .text("and ")
            .codes(parent_fields)
            .text(" of ")
            .code(parent.owner)
            .text(if parent_fields.len() == 1 { " is" } else { " together are" })
            .text(" neither; ");
        if let [field] = parent_fields {
            let message = message.text("add `unique` to `").text(parent.owner);
            return Some(message.text("::").text(field).text("`"));
        }
        message = message.text("add `index(columns(");
        i = 0;
        while i < parent_fields.len() {
            message = message.text(if i == 0 { "" } else { ", " }).text(parent_fields[i]);
            i += 1;
        }
        message = message.text("), unique)` to ").code(parent.owner);
        Some(message)
    }

    /// `set_null` stands on columns that may be NULL.
    #[must_use]
    pub const fn foreign_key_set_null(self, key: usize) -> Option<Message> {
        let columns = as_slice(&self.foreign_key(key).columns);
        let mut i = 0;
        while i < columns.len() {
            let name = as_str(&columns[i]);
            if let Some(column) = self.table.column(name)
                && !column.nullable
            {
                return Some(Message::about_field(self.owner, self.field_of(name)).text(
                    "`set_null` needs a column that may be NULL; make the field's type an `Option`",
                ));
            }
            i += 1;
        }
        None
    }
}

/// Whether the key is these columns, whole and in this order. Part of a longer key will not do:
/// MySQL 8.4 and later refuse it (6125).
const fn covers(parts: &[IndexPart], columns: &List<Text>) -> bool {
    let columns = as_slice(columns);
    if parts.len() != columns.len() {
        return false;
    }
    let mut i = 0;
    while i < parts.len() {
        match parts[i].column_name() {
            Some(name)
                if parts[i].prefix.is_none() && eq_ignore_case(name, as_str(&columns[i])) => {}
            _ => return false,
        }
        i += 1;
    }
    true
}

/// Whether the servers can compare the two sides: text with text and bytes with bytes of any
/// length, all else only with the very same.
const fn comparable(a: &ColumnType, b: &ColumnType) -> bool {
    use crate::schema::IntegerWidth::Tiny;
    use ColumnType::{
        Binary, Bit, Blob, Boolean, Char, Date, DateTime, Decimal, Double, Enum, Float, Integer,
        Json, Other, Set, Time, Timestamp, VarBinary, VarChar, Year,
    };
    match (a, b) {
        (Char { .. } | VarChar { .. }, Char { .. } | VarChar { .. })
        | (Binary { .. } | VarBinary { .. }, Binary { .. } | VarBinary { .. })
        | (Boolean, Boolean | Integer { width: Tiny, unsigned: false })
        | (Integer { width: Tiny, unsigned: false }, Boolean)
        | (Date, Date)
        | (Year, Year) => true,
        (Integer { width: a, unsigned: x }, Integer { width: b, unsigned: y }) => {
            *a as u8 == *b as u8 && *x == *y
        }
        (
            Decimal { precision: a, scale: x, unsigned: i },
            Decimal { precision: b, scale: y, unsigned: j },
        ) => *a == *b && *x == *y && *i == *j,
        (Float { unsigned: a }, Float { unsigned: b })
        | (Double { unsigned: a }, Double { unsigned: b }) => *a == *b,
        (Bit { bits: a }, Bit { bits: b })
        | (Time { fsp: a }, Time { fsp: b })
        | (DateTime { fsp: a }, DateTime { fsp: b })
        | (Timestamp { fsp: a }, Timestamp { fsp: b }) => *a == *b,
        (Enum { members: a }, Enum { members: b }) | (Set { members: a }, Set { members: b }) => {
            same_texts(as_slice(a), as_slice(b))
        }
        (Other { sql: a }, Other { sql: b }) => eq_ignore_case(as_str(a), as_str(b)),
        (
            Boolean
            | Integer { .. }
            | Decimal { .. }
            | Float { .. }
            | Double { .. }
            | Bit { .. }
            | Char { .. }
            | VarChar { .. }
            | Binary { .. }
            | VarBinary { .. }
            | ColumnType::Text { .. }
            | Blob { .. }
            | Enum { .. }
            | Set { .. }
            | Json
            | Date
            | Time { .. }
            | DateTime { .. }
            | Timestamp { .. }
            | Year
            | Other { .. },
            _,
        ) => false,
    }
}

const fn same_texts(a: &[Text], b: &[Text]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut i = 0;
    while i < a.len() {
        if !eq(as_str(&a[i]), as_str(&b[i])) {
            return false;
        }
        i += 1;
    }
    true
}

/// Text is compared by its character set and collation, which must agree where both sides say.
const fn text_problem(
    about: Place<'_>,
    (column, table): (&ColumnDef, &TableDef),
    (parent, parent_table): (&ColumnDef, &TableDef),
    owner: &str,
) -> Option<Message> {
    let (what, ours, theirs) = if let (Some(ours), Some(theirs)) =
        (said_charset(column, table), said_charset(parent, parent_table))
        && !charset::same(ours, theirs)
    {
        ("character set ", ours, theirs)
    } else if let (Some(ours), Some(theirs)) =
        (said_collation(column, table), said_collation(parent, parent_table))
        && !eq_ignore_case(ours, theirs)
    {
        ("collation ", ours, theirs)
    } else {
        return None;
    };
    Some(
        about
            .text("it has ")
            .text(what)
            .code(ours)
            .text(", but the field of ")
            .code(owner)
            .text(" has ")
            .code(theirs)
            .text("; a foreign key needs the same on both sides"),
    )
}

const fn said_charset<'a>(column: &'a ColumnDef, table: &'a TableDef) -> Option<&'a str> {
    match charset::said(&column.charset, &column.collation) {
        Some(charset) => Some(charset),
        None => charset::said(&table.options.charset, &table.options.collation),
    }
}

const fn said_collation<'a>(column: &'a ColumnDef, table: &'a TableDef) -> Option<&'a str> {
    match (&column.collation, &column.charset, &table.options.collation) {
        (Some(collation), _, _) | (None, None, Some(collation)) => Some(as_str(collation)),
        (None, Some(_), _) | (None, None, None) => None,
    }
}
