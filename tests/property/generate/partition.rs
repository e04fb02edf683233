//! Random partitions, by an integer that every unique key holds.

use super::Dice;
use crate::model::{Partitions, Table};

/// Partitions of the table, if it has an integer to partition by.
pub(super) fn partitions(dice: &mut Dice, table: &Table) -> Option<Partitions> {
    let integers: Vec<String> = table
        .columns
        .iter()
        .filter(|column| column.ty.is_integer() && column.made.is_none())
        .map(|column| column.name.clone())
        .collect();
    let column = dice.pick_any(&integers)?;
    let sql = dice.pick(&[
        "PARTITION BY HASH ({}) PARTITIONS 2",
        "PARTITION BY HASH ({}) PARTITIONS 3",
        "PARTITION BY KEY ({}) PARTITIONS 2",
        "PARTITION BY LINEAR HASH ({} + 1) PARTITIONS 2",
        "PARTITION BY RANGE ({}) (PARTITION p0 VALUES LESS THAN (5), \
         PARTITION p1 VALUES LESS THAN MAXVALUE)",
        "PARTITION BY RANGE ({}) (PARTITION p0 VALUES LESS THAN (3) COMMENT = 'it''s', \
         PARTITION `p 1` VALUES LESS THAN (100), PARTITION p2 VALUES LESS THAN MAXVALUE)",
        "PARTITION BY RANGE COLUMNS ({}) (PARTITION p0 VALUES LESS THAN (4), \
         PARTITION p1 VALUES LESS THAN (MAXVALUE))",
        "PARTITION BY RANGE ({}) SUBPARTITION BY HASH ({}) SUBPARTITIONS 2 \
         (PARTITION p0 VALUES LESS THAN (3), PARTITION p1 VALUES LESS THAN MAXVALUE)",
    ]);
    Some(Partitions { column, sql: sql.to_owned() })
}
