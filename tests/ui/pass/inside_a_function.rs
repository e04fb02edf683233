//! Structs inside a function, that refer to each other and to themselves.

use safe_schema::{SafeSchema, SqlColumns};

fn main() {
    const LEN: usize = 1;

    #[derive(SafeSchema)]
    struct Egg {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(references(Hen::id))]
        hen_id: Option<u64>,
    }

    #[derive(SafeSchema)]
    struct Hen {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(references(Egg::id), unique)]
        egg_id: u64,
        #[safe_schema(references(Self::id))]
        mother_id: Option<u64>,
    }

    #[derive(SqlColumns)]
    struct Laid {
        #[safe_schema(references(Nest::id))]
        laid_in: u64,
    }

    #[derive(SafeSchema)]
    struct Nest {
        #[safe_schema(primary_key)]
        id: u64,
        #[safe_schema(flatten)]
        laid: Laid,
    }

    assert_eq!(Nest::TABLE.foreign_keys.len(), LEN);
    assert_eq!(Egg::TABLE.foreign_keys.len(), LEN);
    assert_eq!(Hen::TABLE.foreign_keys.len(), 2);
}
