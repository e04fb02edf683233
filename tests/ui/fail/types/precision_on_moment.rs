use safe_schema::SafeSchema;
use safe_schema::schema::ColumnType;

struct Moment(#[expect(dead_code)] u64);

impl safe_schema::SqlType for Moment {
    const TYPE: &'static ColumnType = &ColumnType::DateTime { fsp: 0 };
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(precision(3, 3))]
    seen: Moment,
}

fn main() {}
