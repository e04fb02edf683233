//! The same tables as entities of SeaORM.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::StringLen;
use sea_orm::{DatabaseConnection, DbBackend, IdenStatic, Schema};

use crate::Outcome;

/// One entity stands for all tables: it is told which one it is.
#[derive(Copy, Clone, Debug, Default)]
pub struct Entity {
    name: &'static str,
}

impl IdenStatic for Entity {
    fn as_str(&self) -> &'static str {
        self.name
    }
}

impl sea_orm::sea_query::Iden for Entity {
    fn unquoted(&self) -> &str {
        self.name
    }
}

impl EntityName for Entity {
    fn table_name(&self) -> &'static str {
        self.name
    }
}

impl EntityTrait for Entity {
    type Model = Model;
    type ModelEx = Model;
    type ActiveModel = ActiveModel;
    type ActiveModelEx = ActiveModel;
    type Column = Column;
    type PrimaryKey = PrimaryKey;
    type Relation = Relation;
}

#[derive(Clone, Debug, PartialEq, DeriveModel, DeriveActiveModel)]
pub struct Model {
    id: u64,
    key: String,
    name: String,
    state: u8,
    amount: Option<i64>,
    weight: Option<f64>,
    note: Option<String>,
    text: Option<String>,
    data: Option<Vec<u8>>,
    created_on: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveColumn)]
pub enum Column {
    Id,
    Key,
    Name,
    State,
    Amount,
    Weight,
    Note,
    Text,
    Data,
    CreatedOn,
}

impl ColumnTrait for Column {
    type EntityName = Entity;

    fn def(&self) -> ColumnDef {
        match self {
            Self::Id => ColumnType::BigUnsigned.def(),
            Self::Key => ColumnType::String(StringLen::N(64)).def().unique(),
            Self::Name => ColumnType::String(StringLen::N(120)).def().default_value("it's"),
            Self::State => ColumnType::TinyUnsigned.def().default_value(0),
            Self::Amount => ColumnType::BigInteger.def().nullable(),
            Self::Weight => ColumnType::Double.def().nullable(),
            Self::Note => ColumnType::String(StringLen::N(255)).def().nullable(),
            Self::Text => ColumnType::Text.def().nullable(),
            Self::Data => ColumnType::Blob.def().nullable(),
            Self::CreatedOn => ColumnType::Date.def().nullable().indexed(),
        }
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DerivePrimaryKey)]
pub enum PrimaryKey {
    Id,
}

impl PrimaryKeyTrait for PrimaryKey {
    type ValueType = u64;

    fn auto_increment() -> bool {
        true
    }
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Its names, which live as long as the program.
pub fn names(tables: usize) -> Vec<&'static str> {
    (0..tables).map(|number| &*crate::models::name(number).leak()).collect()
}

/// Brings the database to so many entities.
pub async fn sync(database: &DatabaseConnection, names: &[&'static str]) -> Outcome {
    let mut builder = Schema::new(DbBackend::MySql).builder();
    for name in names {
        builder = builder.register(Entity { name });
    }
    builder.sync(database).await?;
    Ok(())
}
