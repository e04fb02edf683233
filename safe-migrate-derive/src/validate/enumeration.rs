//! Rules for an ENUM: members that the servers take, and give back as they were.

use std::collections::BTreeMap;

use crate::errors::Errors;
use crate::model::{Enumeration, Member};

/// What the servers allow.
const MAX_MEMBERS: usize = 65_535;
/// What the servers allow a member, in characters.
const MAX_MEMBER_CHARS: usize = 255;

/// Every rule.
pub(crate) fn validate(ty: &Enumeration<'_>, readable: bool, errors: &mut Errors) {
    if ty.members.is_empty() && readable {
        errors.at(ty.ident.span(), "an ENUM needs a member, and this enum has no variant");
    }
    if let Some(member) = ty.members.get(MAX_MEMBERS) {
        let count = ty.members.len();
        errors.at(
            member.name.span,
            format!("an ENUM has at most {MAX_MEMBERS} members, and this one {count}"),
        );
    }
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for member in &ty.members {
        let text = member.name.text.as_str();
        if let Some(problem) = problem(member) {
            errors.at(member.name.span, problem);
        } else if let Some(first) = seen.insert(text.to_lowercase(), text) {
            errors.at(
                member.name.span,
                if first == text {
                    format!("another member is called `{text}`; rename one of them")
                } else {
                    format!("the member `{text}` is `{first}` to the servers, which ignore case")
                },
            );
        }
    }
}

fn problem(member: &Member<'_>) -> Option<String> {
    let text = member.name.text.as_str();
    let chars = text.chars().count();
    let variant = member.variant;
    if member.is_own && variant.to_string().starts_with("r#") {
        return Some(format!(
            "sqlx would send `{variant}` for this variant; write `#[sqlx(rename = \"{text}\")]`"
        ));
    }
    if chars == 0 {
        Some("the servers keep the empty member for values that are none".to_owned())
    } else if chars > MAX_MEMBER_CHARS {
        Some(format!("a member has at most {MAX_MEMBER_CHARS} characters, and this one {chars}"))
    } else if text.ends_with(' ') {
        Some("a member may not end in a space, which the servers would cut off".to_owned())
    } else if text.contains('\0') || text.chars().any(|c| c > '\u{FFFF}') {
        Some("a member may not hold NUL, nor characters beyond U+FFFF such as emoji".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use quote::{format_ident, quote};

    #[test]
    fn as_many_members_as_the_servers_allow() {
        let of = |count: usize| {
            let variants = (0..count).map(|number| format_ident!("V{number}"));
            crate::derive::derive_enum(quote!(enum Many { #(#variants),* })).to_string()
        };
        assert!(!of(super::MAX_MEMBERS).contains("compile_error"));
        assert!(of(super::MAX_MEMBERS + 1).contains("an ENUM has at most 65535 members"));
    }
}
