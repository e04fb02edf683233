//! Which tables a step needs for itself.

use crate::diff::Change;
use crate::schema::TableName;

use super::Step;

impl Step {
    /// The tables that the step locks: its own, and the parents of foreign keys it adds.
    pub(crate) fn locked_tables(&self) -> Vec<&TableName> {
        let mut tables = vec![&self.table];
        for change in &self.changes {
            match change {
                Change::AddForeignKey(key) | Change::ReplaceForeignKey { to: key, .. } => {
                    tables.push(&key.parent);
                }
                Change::CreateTable(table) => {
                    tables.extend(table.foreign_keys.iter().map(|key| &key.parent));
                }
                Change::DropTable
                | Change::DropPrimaryKey(_)
                | Change::DropColumn(_)
                | Change::DropIndex(_)
                | Change::RenameTable { .. }
                | Change::RenameColumn { .. }
                | Change::AddColumn(_)
                | Change::AlterColumn { .. }
                | Change::AddIndex(_)
                | Change::ReplaceIndex { .. }
                | Change::ChangePrimaryKey { .. }
                | Change::DropForeignKey(_)
                | Change::AddCheck(_)
                | Change::ReplaceCheck { .. }
                | Change::DropCheck(_)
                | Change::OrderColumns(_)
                | Change::SetPartitions { .. }
                | Change::HideIndex(_)
                | Change::ShowIndex(_)
                | Change::SetOptions { .. }
                | Change::SetComment { .. }
                | Change::CreateSequence(_)
                | Change::ReplaceSequence { .. }
                | Change::DropSequence => {}
            }
        }
        tables
    }
}
