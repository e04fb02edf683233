//! The smallest pair that still fails.

use safe_schema::testing::Server;

use super::pair::{Outcome, Pair};
use super::run::try_pair;
use crate::generate::legal;
use crate::model::{Schema, Table};

/// How many smaller pairs are tried.
const TRIES: usize = 250;

/// Takes things out of the pair as long as it still fails in the same way.
pub(super) async fn shrink(
    mut pair: Pair,
    mut why: String,
    server: &Server,
    names: &str,
) -> (Pair, String) {
    let manner = |why: &str| why.chars().take(20).collect::<String>();
    let mut tries = 0;
    'smaller: while tries < TRIES {
        for smaller in candidates(&pair) {
            let smaller = Pair {
                seed: pair.seed,
                before: legal(smaller.before, server.kind()),
                after: legal(smaller.after, server.kind()),
            };
            if smaller == pair {
                continue;
            }
            tries += 1;
            if let Outcome::Failed(reason) = try_pair(&smaller, server, names).await
                && manner(&reason) == manner(&why)
            {
                (pair, why) = (smaller, reason);
                continue 'smaller;
            }
            if tries >= TRIES {
                break;
            }
        }
        break;
    }
    (pair, why)
}

/// Pairs with less in them, the boldest first.
fn candidates(pair: &Pair) -> Vec<Pair> {
    let mut smaller = Vec::new();
    let mut push = |change: &dyn Fn(&mut Schema, &mut Schema)| {
        let mut candidate = pair.clone();
        change(&mut candidate.before, &mut candidate.after);
        smaller.push(candidate);
    };
    let mut names: Vec<&String> =
        pair.before.tables.iter().chain(&pair.after.tables).map(|table| &table.name).collect();
    names.sort();
    names.dedup();
    for name in &names {
        let without = |schema: &mut Schema| schema.tables.retain(|table| table.name != **name);
        push(&|before, after| {
            without(before);
            without(after);
        });
        push(&|before, _| without(before));
        push(&|_, after| without(after));
    }
    push(&|before, after| {
        before.sequences.clear();
        after.sequences.clear();
    });
    for name in &names {
        let each = |schema: &mut Schema, change: &dyn Fn(&mut Table)| {
            schema.tables.iter_mut().filter(|table| table.name == **name).for_each(change);
        };
        let tables = || [&pair.before, &pair.after].into_iter().filter_map(|s| s.table(name));
        for change in plainer() {
            push(&|before, after| {
                each(before, &change);
                each(after, &change);
            });
        }
        let mut parts: Vec<(u8, String)> = tables().flat_map(named_parts).collect();
        parts.sort();
        parts.dedup();
        for (kind, part) in parts {
            let without = |table: &mut Table| match kind {
                0 => table.columns.retain(|column| column.name != part),
                1 => table.indexes.retain(|index| index.name != part),
                2 => table.foreign_keys.retain(|key| key.name != part),
                _ => table.checks.retain(|check| check.name != part),
            };
            push(&|before, after| {
                each(before, &without);
                each(after, &without);
            });
            push(&|before, _| each(before, &without));
            push(&|_, after| each(after, &without));
        }
        let columns: Vec<String> =
            tables().flat_map(|table| &table.columns).map(|column| column.name.clone()).collect();
        for column in columns {
            for plain in 0..5 {
                let plainer = |table: &mut Table| {
                    let columns = table.columns.iter_mut();
                    for column in columns.filter(|there| there.name == column) {
                        match plain {
                            0 => column.comment.clear(),
                            1 => column.default = None,
                            2 => column.invisible = false,
                            3 => column.check = None,
                            _ => column.charset = None,
                        }
                    }
                };
                push(&|before, after| {
                    each(before, &plainer);
                    each(after, &plainer);
                });
            }
        }
    }
    smaller
}

/// What of a table has a name: columns, indexes, foreign keys, checks.
fn named_parts(table: &Table) -> Vec<(u8, String)> {
    let columns = table.columns.iter().map(|column| (0, column.name.clone()));
    let indexes = table.indexes.iter().map(|index| (1, index.name.clone()));
    let keys = table.foreign_keys.iter().map(|key| (2, key.name.clone()));
    let checks = table.checks.iter().map(|check| (3, check.name.clone()));
    columns.chain(indexes).chain(keys).chain(checks).collect()
}

/// What a table can do without.
fn plainer() -> [fn(&mut Table); 6] {
    [
        |table| table.primary_key.clear(),
        |table| table.options.clear(),
        |table| table.comment.clear(),
        |table| table.partitions = None,
        |table| table.versioned = false,
        |table| table.indexes.clear(),
    ]
}
