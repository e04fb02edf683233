use safe_schema::SqlColumns;

#[derive(SqlColumns)]
#[safe_schema(table = "addresses", engine = "InnoDB", no_primary_key, renamed_from = "a")]
#[safe_schema(database = "d", charset = "ascii", collation = "ascii_bin", row_format = "compact")]
struct Address {
    city: String,
}

fn main() {}
