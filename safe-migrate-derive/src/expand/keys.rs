//! Prints keys, indexes, foreign keys and the parents they refer to.

use proc_macro2::TokenStream;
use quote::quote;

use crate::attr::{Action, ActionKind, Declares, IndexKind};
use crate::model::{Check, ForeignKey, Index, Name, Part, Table, Target, Word};

pub(super) fn part(table: &Table<'_>, part: &Part) -> TokenStream {
    let target = match &part.target {
        Target::Column(column) => {
            let name = column_name(table, *column);
            quote!(column(#name))
        }
        Target::Expression(sql) => {
            let sql = &sql.text;
            quote!(expression(#sql))
        }
    };
    let prefix = part.prefix.map(|prefix| quote!(.with_prefix(#prefix)));
    let descending = part.descending.then(|| quote!(.descending()));
    quote!(__safe_schema::IndexPart::#target #prefix #descending)
}

pub(super) fn index(table: &Table<'_>, index: &Index) -> TokenStream {
    let name = name(table, &index.name);
    let kind = match index.kind {
        IndexKind::Plain => quote!(Plain),
        IndexKind::Unique => quote!(Unique),
        IndexKind::Fulltext => quote!(Fulltext),
        IndexKind::Spatial => quote!(Spatial),
    };
    let invisible = index.invisible;
    let comment = text(index.comment.as_ref());
    let options = text(index.options.as_ref());
    let parts = index.parts.iter().map(|index_part| part(table, index_part));
    quote! {
        __safe_schema::IndexDef {
            name: __safe_schema::Borrowed(#name),
            kind: __safe_schema::IndexKind::#kind,
            parts: __safe_schema::Borrowed(&[#(#parts),*]),
            invisible: #invisible,
            comment: #comment,
            options: #options,
        }
    }
}

fn text(word: Option<&Word>) -> TokenStream {
    match word {
        Some(word) => {
            let text = &word.text;
            quote!(__safe_schema::Some(__safe_schema::Borrowed(#text)))
        }
        None => quote!(__safe_schema::None),
    }
}

pub(super) fn foreign_key(table: &Table<'_>, key: &ForeignKey) -> TokenStream {
    let name = name(table, &key.name);
    let columns = key.columns.iter().map(|&column| {
        let name = column_name(table, column);
        quote!(__safe_schema::Borrowed(#name))
    });
    let parent = parent(key);
    let parent_columns = key.parent_fields.iter().map(|field| {
        let field = &field.text;
        quote!(__safe_schema::parent_column(#parent::FIELDS, #field))
    });
    let on_delete = action(key.on_delete);
    let on_update = action(key.on_update);
    quote! {
        __safe_schema::ForeignKeyDef {
            name: __safe_schema::Borrowed(#name),
            columns: __safe_schema::Borrowed(&[#(#columns),*]),
            parent: __safe_schema::parent(#parent::DATABASE, #parent::TABLE_NAME),
            parent_columns: __safe_schema::Borrowed(&[#(#parent_columns),*]),
            on_delete: __safe_schema::ReferentialAction::#on_delete,
            on_update: __safe_schema::ReferentialAction::#on_update,
        }
    }
}

pub(super) fn check(table: &Table<'_>, check: &Check) -> TokenStream {
    let (name, expression) = (name(table, &check.name), &check.expression.text);
    let not_enforced = (!check.enforced).then(|| quote!(.not_enforced()));
    quote!(__safe_schema::check(#name, #expression) #not_enforced)
}

/// The parents, each once. Functions, as models may refer to each other.
pub(super) fn parents(table: &Table<'_>) -> TokenStream {
    let mut parents: Vec<&syn::Path> = Vec::new();
    for key in &table.foreign_keys {
        if !parents.iter().any(|known| same(known, &key.parent)) {
            parents.push(&key.parent);
        }
    }
    quote!(#(<#parents as __safe_schema::Declared>::model),*)
}

/// Whether two paths are written alike (their segments have no arguments).
fn same(a: &syn::Path, b: &syn::Path) -> bool {
    a.leading_colon.is_some() == b.leading_colon.is_some()
        && a.segments.iter().map(|part| &part.ident).eq(b.segments.iter().map(|part| &part.ident))
}

/// A parent as what it declares.
pub(super) fn parent(key: &ForeignKey) -> TokenStream {
    let parent = &key.parent;
    quote!(<#parent as __safe_schema::Declared>)
}

fn action(action: Option<Action>) -> TokenStream {
    match action.map(|action| action.kind) {
        None | Some(ActionKind::Restrict) => quote!(Restrict),
        Some(ActionKind::Cascade) => quote!(Cascade),
        Some(ActionKind::SetNull) => quote!(SetNull),
    }
}

/// A name; none where the table gives it that takes the columns over.
fn name<'t>(table: &Table<'_>, name: &'t Name) -> &'t str {
    match table.declares {
        Declares::Columns if name.is_made => "",
        Declares::Columns | Declares::Table => &name.text,
    }
}

fn column_name<'t>(table: &'t Table<'_>, position: usize) -> &'t str {
    table.columns.get(position).map_or("", |column| column.name.text.as_str())
}
