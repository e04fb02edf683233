//! From a database as it was read to the Rust module that declares it. Pure: nothing is asked.
//!
//! Everything that the derive has words for is said. What it would refuse is left out, and told
//! in the module and beside it: a declaration that is silent about something leaves it alone.

mod attribute;
mod column_type;
mod default;
mod enumeration;
mod field;
mod key;
mod name;
mod table;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use safe_schema::schema::{ColumnDef, LiveSchema, LiveTable, TableName};
use safe_schema::server::ServerInfo;

use crate::unknown::unknown;
use name::Names;

/// A Rust module.
pub(crate) struct Module {
    pub(crate) source: String,
    /// What is not in it, and why.
    pub(crate) left_out: Vec<String>,
}

/// A table, and the names it has in Rust.
struct Model<'a> {
    live: &'a LiveTable,
    /// The struct.
    name: String,
    columns: Vec<Field<'a>>,
    /// What is not said, and why.
    left_out: Vec<String>,
}

/// A column, and the name of its field.
struct Field<'a> {
    column: &'a ColumnDef,
    name: String,
}

impl Model<'_> {
    /// The field of a column.
    fn field(&self, column: &str) -> Option<&Field<'_>> {
        self.columns.iter().find(|field| field.column.name.eq_ignore_ascii_case(column))
    }
}

/// What the module needs besides the structs.
#[derive(Default)]
struct Needs {
    enums: bool,
    geometry: bool,
    features: BTreeSet<&'static str>,
}

/// The module of all tables, or of the tables of these names.
pub(crate) fn module(live: &LiveSchema, server: &ServerInfo, only: &[String]) -> Module {
    let mut left_out: Vec<String> = Vec::new();
    let mut names = Names::for_types();
    let mut models: BTreeMap<&TableName, Model<'_>> = BTreeMap::new();
    for (name, table) in &live.tables {
        if !only.is_empty() && !only.iter().any(|only| *only == name.table) {
            continue;
        }
        match model(table, &mut names) {
            Ok(model) => {
                models.insert(name, model);
            }
            Err(why) => left_out.push(format!("`{name}`: {why}")),
        }
    }
    if only.is_empty() {
        left_out.extend(live.sequences.keys().map(|name| format!("`{name}`: a sequence")));
    }
    let mut needs = Needs::default();
    let mut bodies = String::new();
    for (name, model) in &models {
        let (body, unsaid) = table::table(model, &models, &mut names, &mut needs);
        bodies.push('\n');
        bodies.push_str(&body);
        left_out.extend(unsaid.into_iter().map(|what| format!("`{name}`: {what}")));
    }
    if needs.geometry {
        bodies.push_str(GEOMETRY);
    }
    let source = head(server, &needs, &left_out) + &bodies;
    Module { source, left_out }
}

/// The struct's name and those of its fields; or why there can be none.
fn model<'a>(live: &'a LiveTable, names: &mut Names) -> Result<Model<'a>, String> {
    let def = &live.def;
    match def.options.engine.as_deref() {
        Some(engine) if engine.eq_ignore_ascii_case("InnoDB") => {}
        engine => {
            let engine = engine.unwrap_or_default();
            return Err(format!("it is stored by {engine}, and only InnoDB's tables are declared"));
        }
    }
    if def.name.contains('.') {
        return Err("a table whose name has a dot can't be declared".to_owned());
    }
    let mut left_out: Vec<String> = unknown(live).cloned().collect();
    let mut fields = Names::for_fields();
    let mut columns = Vec::new();
    for column in def.columns.iter() {
        if live.generated_key.as_ref() == Some(&column.name) {
            continue;
        }
        if let Some(why) = column_type::problem(&column.ty) {
            left_out.push(format!("column `{}`: {why}", column.name));
            continue;
        }
        columns.push(Field { column, name: fields.field(&column.name) });
    }
    if columns.iter().all(|field| field.column.invisible) {
        return Err("no column of it can be declared".to_owned());
    }
    Ok(Model { live, name: names.of_type(&def.name), columns, left_out })
}

fn head(server: &ServerInfo, needs: &Needs, left_out: &[String]) -> String {
    let mut head = format!(
        "// The tables of database `{}`, as {} {} has them. Written by `safe-schema generate`.\n",
        one_line(&server.database),
        server.flavour,
        server.version
    );
    if !needs.features.is_empty() {
        let features: Vec<&str> = needs.features.iter().copied().collect();
        head.push_str(&format!("// Needs the features {} of safe-schema.\n", features.join(", ")));
    }
    for line in left_out {
        head.push_str(&format!("// Left out: {}\n", one_line(line)));
    }
    let enums = if needs.enums { "{SafeSchema, SqlEnum}" } else { "SafeSchema" };
    head.push_str(&format!("\nuse safe_schema::{enums};\n"));
    head
}

/// Text that can stand in a comment of one line.
fn one_line(text: &str) -> String {
    text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// sqlx has no type for shapes.
const GEOMETRY: &str = r#"
/// A shape as the server sends it: its SRID in four bytes, and then the well-known binary form.
#[derive(Debug, Clone, PartialEq)]
pub struct Geometry(pub Vec<u8>);

impl sqlx::Type<sqlx::MySql> for Geometry {
    fn type_info() -> sqlx::mysql::MySqlTypeInfo {
        <Vec<u8> as sqlx::Type<sqlx::MySql>>::type_info()
    }

    fn compatible(_: &sqlx::mysql::MySqlTypeInfo) -> bool {
        true
    }
}

impl<'r> sqlx::Decode<'r, sqlx::MySql> for Geometry {
    fn decode(
        value: sqlx::mysql::MySqlValueRef<'r>,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        <Vec<u8> as sqlx::Decode<'r, sqlx::MySql>>::decode(value).map(Self)
    }
}
"#;
