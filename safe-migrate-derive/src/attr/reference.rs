//! Foreign keys: `references(..)` of a field and `foreign_key(..)` of a struct come in.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::parse::{ParseStream, Parser as _};
use syn::{LitStr, Path};

use super::columns;
use super::item::{Item, items, split};
use super::keys::{FieldKey, ForeignKeyKey, Key, ReferencesKey, StructKey, nearest};
use crate::errors::Errors;

/// A foreign key as it is written.
pub(crate) struct ForeignKeyAttr {
    /// Where `references` or `foreign_key` stands.
    pub(crate) span: Span,
    pub(crate) name: Option<LitStr>,
    /// The fields of this struct; empty means the field it stands on.
    pub(crate) columns: Vec<Ident>,
    pub(crate) parent: Path,
    pub(crate) parent_fields: Vec<Ident>,
    pub(crate) on_delete: Option<Action>,
    pub(crate) on_update: Option<Action>,
}

/// What a change of the parent row does.
#[derive(Clone, Copy)]
pub(crate) struct Action {
    pub(crate) kind: ActionKind,
    pub(crate) span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActionKind {
    Restrict,
    Cascade,
    SetNull,
}

/// `references(Parent::field, on_delete = .., on_update = ..)` on a field.
pub(crate) fn on_field(item: &Item<FieldKey>, errors: &mut Errors) -> Option<ForeignKeyAttr> {
    let list = errors.ok(item.list())?;
    let mut segments = split(list, errors).into_iter();
    let target = errors.ok(field_path.parse2(segments.next().unwrap_or_default()));
    let (mut on_delete, mut on_update) = (None, None);
    for item in items::<ReferencesKey>(segments, &[], errors) {
        match item.key {
            ReferencesKey::OnDelete => on_delete = errors.ok(action(&item)),
            ReferencesKey::OnUpdate => on_update = errors.ok(action(&item)),
        }
    }
    let (parent, field) = target?;
    Some(ForeignKeyAttr {
        span: item.span,
        name: None,
        columns: Vec::new(),
        parent,
        parent_fields: vec![field],
        on_delete,
        on_update,
    })
}

/// `foreign_key(name = .., columns(..), references(Parent(..)), ..)` on a struct.
pub(crate) fn on_struct(item: &Item<StructKey>, errors: &mut Errors) -> Option<ForeignKeyAttr> {
    let list = errors.ok(item.list())?;
    let (mut name, mut on_delete, mut on_update) = (None, None, None);
    let (mut columns, mut target, mut complete) = (None, None, true);
    let known_mistakes = errors.len();
    for item in items::<ForeignKeyKey>([list], &[], errors) {
        match item.key {
            ForeignKeyKey::Name => name = errors.ok(item.text()),
            ForeignKeyKey::OnDelete => on_delete = errors.ok(action(&item)),
            ForeignKeyKey::OnUpdate => on_update = errors.ok(action(&item)),
            ForeignKeyKey::Columns => match item.list() {
                Ok(list) => columns = Some(columns::fields(list, errors)),
                Err(error) => {
                    errors.add(error);
                    complete = false;
                }
            },
            ForeignKeyKey::References => match item.list().and_then(parent_fields) {
                Ok((parent, list)) => target = Some((parent, columns::fields(list, errors))),
                Err(error) => {
                    errors.add(error);
                    complete = false;
                }
            },
        }
    }
    let (Some(columns), Some((parent, parent_fields))) = (columns, target) else {
        if complete {
            errors.at(item.span, format!("write `{}`", item.key.usage()));
        }
        return None;
    };
    if errors.len() > known_mistakes {
        return None;
    }
    if columns.len() != parent_fields.len() {
        let (ours, theirs) = (columns.len(), parent_fields.len());
        errors.at(
            item.span,
            format!("`columns` and `references` pair up one by one, and are {ours} and {theirs}"),
        );
        return None;
    }
    let span = item.span;
    Some(ForeignKeyAttr { span, name, columns, parent, parent_fields, on_delete, on_update })
}

/// `Parent::field`.
fn field_path(input: ParseStream<'_>) -> syn::Result<(Path, Ident)> {
    let start = input.span();
    let written = |span| syn::Error::new(span, "write `references(Parent::field)`");
    let mut path = input.call(Path::parse_mod_style).map_err(|_| written(start))?;
    if !input.is_empty() {
        return Err(input.error("expected `,` before this"));
    }
    let field = path.segments.pop();
    // What is left ends in `::`, which a path may not.
    path.segments.pop_punct();
    match field {
        Some(field) if !path.segments.is_empty() => Ok((path, field.ident)),
        Some(field) => Err(written(field.ident.span())),
        None => Err(written(start)),
    }
}

/// `Parent(a, b)`: the parent, and what stands between the parentheses.
fn parent_fields(tokens: TokenStream) -> syn::Result<(Path, TokenStream)> {
    let mut path: Vec<TokenTree> = tokens.into_iter().collect();
    let written = |span| syn::Error::new(span, "write `references(Parent(field, field))`");
    match path.pop() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
            let path = Path::parse_mod_style
                .parse2(path.into_iter().collect())
                .map_err(|_| written(group.span()))?;
            Ok((path, group.stream()))
        }
        Some(other) => Err(written(other.span())),
        None => Err(written(Span::call_site())),
    }
}

fn action<K: Key>(item: &Item<K>) -> syn::Result<Action> {
    const ACTIONS: [(&str, ActionKind); 4] = [
        ("cascade", ActionKind::Cascade),
        ("restrict", ActionKind::Restrict),
        ("set_null", ActionKind::SetNull),
        ("no_action", ActionKind::Restrict),
    ];
    let word = item.word_value()?;
    let (name, span) = (word.to_string(), word.span());
    if let Some((_, kind)) = ACTIONS.iter().find(|(action, _)| *action == name) {
        return Ok(Action { kind: *kind, span });
    }
    let list = "`cascade`, `restrict`, `set_null` or `no_action`";
    Err(syn::Error::new(
        span,
        if name == "set_default" {
            format!("InnoDB refuses `set_default`; write {list}")
        } else if let Some(nearest) = nearest(&name, ACTIONS.iter().map(|(action, _)| *action)) {
            format!("no action is called `{name}`; did you mean `{nearest}`?")
        } else {
            format!("no action is called `{name}`; write {list}")
        },
    ))
}
