//! An ENUM as a Rust enum.

use safe_schema::schema::Text;

use super::attribute::{Word, attribute};
use super::name::Names;

/// More than this read better as text.
const MANY: usize = 64;

/// The enum of these members, if they make one that reads well.
pub(super) fn enumeration(name: &str, of: &str, members: &[Text]) -> Option<String> {
    let reads_well = |member: &Text| {
        member.starts_with(|c: char| c.is_ascii_alphabetic())
            && member.chars().all(|c| c.is_ascii_graphic() || c == ' ')
    };
    if members.len() > MANY || !members.iter().all(reads_well) {
        return None;
    }
    let mut names = Names::for_types();
    let mut text = format!(
        "\n/// The values of {of}.\n#[derive(Debug, Clone, Copy, PartialEq, Eq, SqlEnum)]\n\
         #[safe_schema(sqlx)]\npub enum {name} {{\n"
    );
    for member in members {
        let variant = names.variant(member);
        if variant != **member {
            text.push_str(&attribute(&[Word::text("rename", member)], 4));
        }
        text.push_str(&format!("    {variant},\n"));
    }
    text.push_str("}\n");
    Some(text)
}
