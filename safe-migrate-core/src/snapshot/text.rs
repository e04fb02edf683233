//! Declared tables -> the statements that make them in an empty database.

use crate::ddl::{Clause, Dialect, alter_table, create_table_with};
use crate::schema::{ForeignKeyDef, TableDef};

/// The statements, each with its semicolon: parents before children, otherwise in the order
/// given. Where tables refer to each other in a circle, the last foreign key follows the tables.
pub(crate) fn text(tables: &[&TableDef]) -> String {
    let dialect = Dialect::default();
    let tables = parents_first(tables);
    let (mut statements, mut circular) = (Vec::new(), Vec::new());
    for (position, table) in tables.iter().enumerate() {
        let comes_later = |key: &&ForeignKeyDef| {
            tables.iter().skip(position + 1).any(|later| later.qualified_name() == key.parent)
        };
        let (later, now): (Vec<&ForeignKeyDef>, Vec<_>) =
            table.foreign_keys.iter().partition(comes_later);
        statements.push(create_table_with(table, &now, dialect));
        circular.extend(later.into_iter().map(|key| {
            alter_table(&table.qualified_name(), &[Clause::AddForeignKey(key.clone())], dialect)
        }));
    }
    statements.extend(circular);
    statements.iter().map(|statement| format!("{statement};\n")).collect::<Vec<_>>().join("\n")
}

/// The tables, each after those it refers to.
fn parents_first<'a>(tables: &[&'a TableDef]) -> Vec<&'a TableDef> {
    fn place<'a>(
        table: &'a TableDef,
        tables: &[&'a TableDef],
        met: &mut Vec<&'a TableDef>,
        placed: &mut Vec<&'a TableDef>,
    ) {
        if met.iter().any(|other| std::ptr::eq(*other, table)) {
            return;
        }
        met.push(table);
        for key in table.foreign_keys.iter() {
            if let Some(parent) = tables.iter().find(|other| other.qualified_name() == key.parent) {
                place(parent, tables, met, placed);
            }
        }
        placed.push(table);
    }
    let (mut met, mut placed) = (Vec::new(), Vec::new());
    for table in tables {
        place(table, tables, &mut met, &mut placed);
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{
        ColumnDef, ColumnType, IndexPart, IntegerWidth, ReferentialAction, TableName, TableOptions,
    };

    fn table(name: &'static str, parents: &[&'static str]) -> TableDef {
        let id = ColumnType::Integer { width: IntegerWidth::Big, unsigned: true };
        TableDef {
            database: None,
            name: name.into(),
            renamed_from: None,
            columns: vec![ColumnDef::new("id", id, false)].into(),
            primary_key: vec![IndexPart::column("id")].into(),
            indexes: vec![].into(),
            foreign_keys: parents
                .iter()
                .map(|parent| ForeignKeyDef {
                    name: format!("fk_{name}_{parent}").into(),
                    columns: vec!["id".into()].into(),
                    parent: TableName::new(*parent),
                    parent_columns: vec!["id".into()].into(),
                    on_delete: ReferentialAction::Restrict,
                    on_update: ReferentialAction::Restrict,
                })
                .collect(),
            checks: vec![].into(),
            options: TableOptions::NONE,
        }
    }

    fn order(tables: &[TableDef]) -> Vec<&str> {
        let tables: Vec<&TableDef> = tables.iter().collect();
        parents_first(&tables).iter().map(|table| &*table.name).collect()
    }

    #[test]
    fn parents_stand_before_their_first_child() {
        assert_eq!(order(&[table("b", &["a"]), table("c", &[]), table("a", &[])]), ["a", "b", "c"]);
        assert_eq!(
            order(&[table("c", &["b"]), table("b", &["a"]), table("a", &[])]),
            ["a", "b", "c"]
        );
        assert_eq!(order(&[table("a", &["elsewhere", "a"])]), ["a"]);
    }

    #[test]
    fn a_circle_is_closed_at_the_end() {
        let [hen, egg] = [table("hens", &["eggs", "hens"]), table("eggs", &["hens"])];
        assert_eq!(
            text(&[&hen, &egg]),
            "CREATE TABLE IF NOT EXISTS `eggs` (\n  \
               `id` bigint unsigned NOT NULL,\n  \
               PRIMARY KEY (`id`)\n\
             ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\
             \n\
             CREATE TABLE IF NOT EXISTS `hens` (\n  \
               `id` bigint unsigned NOT NULL,\n  \
               PRIMARY KEY (`id`),\n  \
               CONSTRAINT `fk_hens_eggs` FOREIGN KEY (`id`) REFERENCES `eggs` (`id`),\n  \
               CONSTRAINT `fk_hens_hens` FOREIGN KEY (`id`) REFERENCES `hens` (`id`)\n\
             ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n\
             \n\
             ALTER TABLE `eggs` ADD CONSTRAINT `fk_eggs_hens` FOREIGN KEY (`id`) REFERENCES `hens` (`id`);\n"
        );
    }
}
