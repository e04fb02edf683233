//! The structs of the contract.

use safe_schema::SafeSchema;
use safe_schema::schema::{
    ColumnType, DefaultValue, IndexKind, IndexPart, ReferentialAction, TableDef, eq,
};

/// A tenant of the platform.
#[derive(SafeSchema)]
#[safe_schema(table = "tenants")]
struct Tenant {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 120)]
    name: String,
}

/// A client application that may log users in.
#[derive(SafeSchema, sqlx::FromRow)]
#[safe_schema(table = "applications", index(columns(tenant_id, created_at desc)))]
struct Application {
    #[safe_schema(primary_key, auto_increment)]
    id: u64,
    #[safe_schema(len = 64, unique)]
    client_id: String,
    #[safe_schema(references(Tenant::id, on_delete = cascade))]
    tenant_id: u64,
    secret: Option<String>,
    #[safe_schema(default_sql = "CURRENT_TIMESTAMP(6)")]
    created_at: chrono::DateTime<chrono::Utc>,
}

const TABLE: &TableDef = Application::TABLE;

const _: () = assert!(TABLE.has_column("client_id"));
const _: () = assert!(!TABLE.has_column("name"));
const _: () = assert!(TABLE.primary_key_is(&["id"]));
const _: () = assert!(TABLE.leads_a_key("tenant_id"));
const _: () = assert!(TABLE.column("secret").unwrap().nullable());
const _: () = assert!(!TABLE.column("client_id").unwrap().nullable());
const _: () = assert!(TABLE.index("UQ_applications_client_id").unwrap().is_unique());
const _: () = assert!(eq(<Tenant as safe_schema::schema::Declared>::TABLE_NAME, "tenants"));

#[test]
fn columns() {
    let names: Vec<&str> = TABLE.columns.iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["id", "client_id", "tenant_id", "secret", "created_at"]);
    assert!(TABLE.columns[0].auto_increment);
    assert_eq!(TABLE.columns[1].ty, ColumnType::VarChar { len: 64 });
    assert_eq!(TABLE.columns[3].ty, ColumnType::VarChar { len: 255 });
    assert_eq!(TABLE.columns[4].ty, ColumnType::DateTime { fsp: 6 });
    assert_eq!(
        TABLE.columns[4].default,
        Some(DefaultValue::Expression("CURRENT_TIMESTAMP(6)".into()))
    );
    assert_eq!(
        TABLE.options.comment.as_deref(),
        Some("A client application that may log users in.")
    );
}

#[test]
fn keys() {
    assert_eq!(*TABLE.primary_key, [IndexPart::column("id")]);
    let [unique, plain] = &*TABLE.indexes else { panic!("two indexes") };
    assert_eq!((&*unique.name, &unique.kind), ("uq_applications_client_id", &IndexKind::Unique));
    assert_eq!(plain.name, "idx_applications_tenant_id_created_at");
    assert!(!plain.parts[0].descending && plain.parts[1].descending);
}

#[test]
fn parents() {
    let [key] = &*TABLE.foreign_keys else { panic!("one foreign key") };
    assert_eq!(key.name, "fk_applications_tenant_id");
    assert_eq!(key.parent.to_string(), "tenants");
    assert_eq!((&*key.columns[0], &*key.parent_columns[0]), ("tenant_id", "id"));
    assert_eq!(key.on_delete, ReferentialAction::Cascade);
    assert_eq!(key.on_update, ReferentialAction::Restrict);
    let model = safe_schema::Model::of::<Application>();
    assert_eq!(model.parents[0]().table, Tenant::TABLE);
}
