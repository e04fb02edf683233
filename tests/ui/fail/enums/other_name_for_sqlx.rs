use safe_schema::SqlEnum;

#[derive(SqlEnum, sqlx::Type)]
enum Status {
    #[sqlx(rename = "on")]
    #[safe_schema(rename = "active")]
    Active,
}

fn main() {}
