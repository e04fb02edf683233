//! Rules for the row as a whole: how long it may be.

use super::size::row_bytes;
use super::{Facts, Message};
use crate::schema::text::as_slice;

/// What both servers allow a row, TEXT and BLOB values apart.
pub(super) const MAX_ROW_BYTES: u64 = 65_535;

#[doc(hidden)]
impl Facts {
    /// The longest row fits. A column that is too long by itself and has a `len` (its position
    /// is in `refused_by_len`) is refused there, once.
    #[must_use]
    pub const fn row(self, refused_by_len: &[usize]) -> Option<Message> {
        let columns = as_slice(&self.table.columns);
        let (mut total, mut nullable) = (0, 0);
        let (mut longest, mut longest_bytes) = (0, 0);
        let mut i = 0;
        while i < columns.len() {
            let bytes = row_bytes(&columns[i], self.table);
            if bytes > MAX_ROW_BYTES && contains(refused_by_len, i) {
                return None;
            }
            if bytes > longest_bytes {
                (longest, longest_bytes) = (i, bytes);
            }
            if columns[i].nullable {
                nullable += 1;
            }
            total += bytes;
            i += 1;
        }
        // One bit says whether a column is NULL.
        total += (nullable as u64).div_ceil(8);
        if total <= MAX_ROW_BYTES {
            return None;
        }
        Some(
            Message::about(self.owner)
                .text("a row takes up to ")
                .number(total)
                .text(" bytes, and the limit is ")
                .number(MAX_ROW_BYTES)
                .text("; field ")
                .code(self.fields[longest].0)
                .text(" takes most, ")
                .number(longest_bytes)
                .text(": shorten it with `len`, or use a type that is stored apart from the row"),
        )
    }
}

pub(super) const fn contains(list: &[usize], number: usize) -> bool {
    let mut i = 0;
    while i < list.len() {
        if list[i] == number {
            return true;
        }
        i += 1;
    }
    false
}
