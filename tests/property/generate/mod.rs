//! Random schemas, and random changes of them: valid ones, as far as the server's rules are known
//! here.

mod check;
mod column;
mod default;
mod foreign_key;
mod index;
mod legal;
mod mutate;
mod partition;
mod table;
mod text;
mod ty;
mod value;

use safe_schema::testing::Kind;

use crate::check::Pair;
use crate::model::Schema;

pub(crate) use legal::legal;
pub(crate) use value::literal;

/// Where everything random comes from.
pub(crate) struct Dice {
    rng: fastrand::Rng,
    pub(crate) kind: Kind,
}

impl Dice {
    pub(crate) fn new(seed: u64, kind: Kind) -> Self {
        Self { rng: fastrand::Rng::with_seed(seed), kind }
    }

    /// Yes, so many times in a hundred.
    pub(crate) fn chance(&mut self, percent: u32) -> bool {
        self.rng.u32(0..100) < percent
    }

    /// A number from 0 up to the limit, which is left out.
    pub(crate) fn up_to(&mut self, limit: u32) -> u32 {
        self.rng.u32(0..limit.max(1))
    }

    /// One of them.
    pub(crate) fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.rng.usize(0..list.len())].clone()
    }

    /// One of them, if there is any.
    pub(crate) fn pick_any<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        (!list.is_empty()).then(|| self.pick(list))
    }

    pub(crate) fn is_mysql(&self) -> bool {
        self.kind == Kind::MySql
    }
}

/// A pair of schemas: every second one has nothing in common but names, the others differ by a few
/// changes.
pub(crate) fn pair(seed: u64, kind: Kind) -> Pair {
    let mut dice = Dice::new(seed, kind);
    let before = legal(table::schema(&mut dice), kind);
    let after = if dice.chance(50) {
        legal(table::schema(&mut dice), kind)
    } else {
        mutated(&mut dice, &before)
    };
    Pair { seed, before, after }
}

/// The schema after one to four random changes.
fn mutated(dice: &mut Dice, before: &Schema) -> Schema {
    let mut after = before.clone();
    for _ in 0..=dice.up_to(4) {
        mutate::mutate(dice, &mut after);
        after = legal(after, dice.kind);
    }
    after
}
