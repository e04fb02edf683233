use safe_schema::SafeSchema;
use safe_schema::schema::ColumnType;

struct Money(#[expect(dead_code)] u128);

impl safe_schema::SqlType for Money {
    const TYPE: &'static ColumnType =
        &ColumnType::Decimal { precision: 0, scale: 0, unsigned: false };
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    balance: Money,
}

fn main() {}
