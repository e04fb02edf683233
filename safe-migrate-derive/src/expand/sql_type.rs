//! Prints a column type that is written in SQL.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::attr::{Size, SqlType};

pub(super) fn sql_type(ty: &SqlType) -> TokenStream {
    let variant = match ty {
        SqlType::Boolean => quote!(Boolean),
        SqlType::Integer { width, unsigned } => {
            let width = Ident::new(width, Span::call_site());
            quote!(Integer { width: __safe_schema::IntegerWidth::#width, unsigned: #unsigned })
        }
        SqlType::Decimal { precision, scale, unsigned } => {
            quote!(Decimal { precision: #precision, scale: #scale, unsigned: #unsigned })
        }
        SqlType::Float { unsigned } => quote!(Float { unsigned: #unsigned }),
        SqlType::Double { unsigned } => quote!(Double { unsigned: #unsigned }),
        SqlType::Bit { bits } => quote!(Bit { bits: #bits }),
        SqlType::Char { len } => quote!(Char { len: #len }),
        SqlType::VarChar { len } => quote!(VarChar { len: #len }),
        SqlType::Binary { len } => quote!(Binary { len: #len }),
        SqlType::VarBinary { len } => quote!(VarBinary { len: #len }),
        SqlType::Text { size } => {
            let size = self::size(*size);
            quote!(Text { size: #size })
        }
        SqlType::Blob { size } => {
            let size = self::size(*size);
            quote!(Blob { size: #size })
        }
        SqlType::Enum { members } => {
            let members = self::members(members.iter().map(String::as_str));
            quote!(Enum { members: #members })
        }
        SqlType::Set { members } => {
            let members = self::members(members.iter().map(String::as_str));
            quote!(Set { members: #members })
        }
        SqlType::Json => quote!(Json),
        SqlType::Date => quote!(Date),
        SqlType::Time { fsp } => quote!(Time { fsp: #fsp }),
        SqlType::DateTime { fsp } => quote!(DateTime { fsp: #fsp }),
        SqlType::Timestamp { fsp } => quote!(Timestamp { fsp: #fsp }),
        SqlType::Year => quote!(Year),
        SqlType::Other { sql } => quote!(Other { sql: __safe_schema::Borrowed(#sql) }),
    };
    quote!(__safe_schema::ColumnType::#variant)
}

pub(super) fn size(size: Size) -> TokenStream {
    match size {
        Size::Tiny => quote!(__safe_schema::LobSize::Tiny),
        Size::Normal => quote!(__safe_schema::LobSize::Normal),
        Size::Medium => quote!(__safe_schema::LobSize::Medium),
        Size::Long => quote!(__safe_schema::LobSize::Long),
    }
}

/// The members of an ENUM or SET.
pub(super) fn members<'a>(members: impl Iterator<Item = &'a str>) -> TokenStream {
    quote!(__safe_schema::Borrowed(&[#(__safe_schema::Borrowed(#members)),*]))
}
