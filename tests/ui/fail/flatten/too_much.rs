use safe_schema::{SafeSchema, SqlColumns};

macro_rules! columns {
    ($name:ident: $($column:ident)*) => {
        #[derive(SqlColumns)]
        struct $name {
            $(#[safe_schema(index)] $column: u8,)*
        }
    };
}

columns! { First: a b c d e f g h i j k l m n o p q r s t u v w x y z }
columns! { Second: aa ab ac ad ae af ag ah ai aj ak al am an ao ap aq ar as_ at au av aw ax ay az }

#[derive(SafeSchema)]
struct TooManyKeys {
    #[safe_schema(primary_key)]
    id: u64,
    #[safe_schema(flatten)]
    first: First,
    #[safe_schema(flatten)]
    second: Second,
    #[safe_schema(flatten)]
    third: Third,
}

columns! { Third: ba bb bc bd be bf bg bh bi bj bk bl bm bn }

fn main() {}
