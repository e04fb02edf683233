//! Foreign keys, across modules and in circles.

use safe_schema::SafeSchema;
use safe_schema::schema::ReferentialAction;

mod parent {
    use safe_schema::SafeSchema;

    #[derive(SafeSchema)]
    #[safe_schema(
        table = "regions",
        database = "geo",
        index(columns(country, code), unique, name = "uq_code")
    )]
    pub(super) struct Region {
        #[safe_schema(primary_key, column = "region_id")]
        pub(super) id: u32,
        #[safe_schema(len = 2, charset = "ascii")]
        pub(super) country: String,
        #[safe_schema(len = 8, charset = "ascii")]
        pub(super) code: String,
    }
}

#[derive(SafeSchema)]
#[safe_schema(foreign_key(
    name = "fk_code",
    columns(country, code),
    references(parent::Region(country, code)),
    on_update = cascade
))]
struct City {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(parent::Region::id, on_delete = set_null, on_update = no_action))]
    region_id: Option<u32>,
    #[safe_schema(len = 2, charset = "ascii")]
    country: String,
    #[safe_schema(len = 8, collation = "ascii_bin")]
    code: String,
    #[safe_schema(references(Self::id))]
    twin: Option<u64>,
    #[safe_schema(references(Mayor::id))]
    mayor: Option<u64>,
}

#[derive(SafeSchema)]
struct Mayor {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(references(City::id))]
    city: u64,
}

#[test]
fn foreign_keys() {
    let keys: Vec<String> = City::TABLE
        .foreign_keys
        .iter()
        .map(|key| {
            let (ours, theirs) = (key.columns.join(", "), key.parent_columns.join(", "));
            format!("{}: {ours} -> {} ({theirs})", key.name, key.parent)
        })
        .collect();
    assert_eq!(
        keys,
        [
            "fk_city_region_id: region_id -> geo.regions (region_id)",
            "fk_city_twin: twin -> city (id)",
            "fk_city_mayor: mayor -> mayor (id)",
            "fk_code: country, code -> geo.regions (country, code)",
        ]
    );
    assert_eq!(City::TABLE.foreign_keys[0].on_delete, ReferentialAction::SetNull);
    assert_eq!(City::TABLE.foreign_keys[0].on_update, ReferentialAction::Restrict);
    assert_eq!(City::TABLE.foreign_keys[3].on_update, ReferentialAction::Cascade);
}

#[test]
fn parents_are_named_once() {
    let names: Vec<String> = safe_schema::Model::of::<City>()
        .parents
        .iter()
        .map(|parent| parent().table.qualified_name().to_string())
        .collect();
    assert_eq!(names, ["geo.regions", "city", "mayor"]);
}
