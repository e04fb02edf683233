use safe_schema::{SafeSchema, SqlColumns};

#[derive(SqlColumns)]
struct Login {
    #[safe_schema(unique)]
    name: String,
    city: String,
}

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    login: Login,
}

#[derive(SqlColumns)]
struct Owner {
    #[safe_schema(references(User::login))]
    a: String,
    #[safe_schema(references(User::city))]
    b: String,
    #[safe_schema(references(User::name))]
    c: u64,
    #[safe_schema(references(User::name, on_delete = set_null))]
    d: String,
}

fn main() {}
