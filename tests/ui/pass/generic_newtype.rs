//! A newtype of whatever a column can hold.

use std::marker::PhantomData;

use safe_schema::{SafeSchema, SqlNewtype};

#[derive(SqlNewtype)]
struct Checked<T>(T);

#[derive(SqlNewtype)]
struct Tagged<T: Clone>(Checked<T>)
where
    T: Default;

#[derive(SafeSchema)]
struct User {
    #[safe_schema(primary_key)]
    id: Checked<u64>,
    #[safe_schema(len = 20)]
    name: Option<Tagged<String>>,
}

const _: () = assert!(User::TABLE.column("name").unwrap().nullable());

fn main() {
    let _ = PhantomData::<User>;
}
