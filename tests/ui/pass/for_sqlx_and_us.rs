//! One struct for both: sqlx's attributes say how columns are called and what they hold.

use std::collections::HashMap;

use safe_schema::schema::ColumnType;
use safe_schema::{SafeSchema, SqlEnum, SqlNewtype};
use sqlx::FromRow;

#[derive(SqlNewtype, sqlx::Type)]
#[sqlx(transparent)]
struct UserId(u64);

#[derive(SqlEnum, sqlx::Type)]
#[sqlx(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    WaitingForReply,
    #[sqlx(rename = "gone")]
    Gone,
}

#[derive(SafeSchema, FromRow)]
#[sqlx(rename_all = "camelCase", default)]
#[derive(Default)]
#[safe_schema(rename_all = "camelCase")]
struct User {
    #[safe_schema(primary_key)]
    user_id: u64,
    #[sqlx(rename = "Name", default)]
    #[safe_schema(column = "Name")]
    name: String,
    #[sqlx(rename = "label")]
    title: String,
    #[sqlx(skip)]
    skipped: Option<HashMap<String, String>>,
    #[sqlx(try_from = "i64")]
    #[safe_schema(sql_type = "bigint")]
    count: u128,
}

const _: () = assert!(User::TABLE.primary_key_is(&["userId"]));
const _: () = assert!(User::TABLE.has_column("label"));
const _: () = assert!(!User::TABLE.has_column("skipped"));

fn main() {
    let names: Vec<&str> = User::TABLE.columns.iter().map(|column| &*column.name).collect();
    assert_eq!(names, ["userId", "Name", "label", "count"]);
    let ColumnType::Enum { members } = <Status as safe_schema::SqlType>::TYPE else {
        panic!("an ENUM");
    };
    assert_eq!(**members, ["WAITING_FOR_REPLY", "gone"]);
    let _ = (UserId(1), Status::WaitingForReply, Status::Gone);
}
