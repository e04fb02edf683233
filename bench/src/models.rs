//! The tables that are measured: so many, each with 10 columns and 2 indexes.

use safe_schema::{Model, SafeSchema, Schema};

/// Ten columns, as the tables of services have them. Those of the peer are the same.
#[derive(SafeSchema)]
#[safe_schema(table = "template")]
pub struct Template {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 64, unique)]
    key: String,
    #[safe_schema(len = 120, default = "it's")]
    name: String,
    #[safe_schema(default = 0)]
    state: u8,
    amount: Option<i64>,
    weight: Option<f64>,
    #[safe_schema(len = 255)]
    note: Option<String>,
    #[safe_schema(text)]
    text: Option<String>,
    data: Option<Vec<u8>>,
    #[safe_schema(sql_type = "date", index)]
    created_on: Option<String>,
}

/// The name of the table with that number.
pub fn name(number: usize) -> String {
    format!("table_{number}")
}

/// So many tables.
pub fn schema(tables: usize) -> Schema {
    Schema::new((0..tables).map(model).collect::<Vec<Model>>())
}

fn model(number: usize) -> Model {
    let mut table = Template::TABLE.clone();
    table.name = name(number).into();
    Model { table: Box::leak(Box::new(table)), parents: &[] }
}
