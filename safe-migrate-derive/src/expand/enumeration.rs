//! Prints what an enum is to a column: the type ENUM with its members.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Generics;

use super::{in_its_own_scope, sql_type};
use crate::model::Enumeration;

/// The impl of `SqlType`.
pub(crate) fn expand(ty: &Enumeration<'_>) -> TokenStream {
    let ident = ty.ident;
    let sqlx = ty.with_sqlx.then(|| sqlx(ty));
    let members = sql_type::members(ty.members.iter().map(|member| member.name.text.as_str()));
    in_its_own_scope(
        &ty.krate,
        &quote! {
            #[automatically_derived]
            impl __safe_schema::SqlType for #ident {
                const TYPE: &'static __safe_schema::ColumnType =
                    &__safe_schema::ColumnType::Enum { members: #members };
            }
            #sqlx
        },
    )
}

/// What `#[derive(sqlx::Type)]` is for, but that decodes a column that is NOT NULL
/// (launchbadge/sqlx#3750): to the driver an ENUM is text.
fn sqlx(ty: &Enumeration<'_>) -> TokenStream {
    let ident = ty.ident;
    let variants: Vec<_> = ty.members.iter().map(|member| member.variant).collect();
    let names: Vec<_> = ty.members.iter().map(|member| &member.name.text).collect();
    let name = ident.to_string();
    quote! {
        #[automatically_derived]
        impl __safe_schema::sqlx::Type<__safe_schema::sqlx::MySql> for #ident {
            fn type_info() -> __safe_schema::sqlx::mysql::MySqlTypeInfo {
                <__safe_schema::str as __safe_schema::sqlx::Type<__safe_schema::sqlx::MySql>>
                    ::type_info()
            }

            fn compatible(ty: &__safe_schema::sqlx::mysql::MySqlTypeInfo) -> __safe_schema::bool {
                <__safe_schema::str as __safe_schema::sqlx::Type<__safe_schema::sqlx::MySql>>
                    ::compatible(ty)
            }
        }

        #[automatically_derived]
        impl __safe_schema::sqlx::Encode<'_, __safe_schema::sqlx::MySql> for #ident {
            fn encode_by_ref(
                &self,
                buf: &mut <__safe_schema::sqlx::MySql as __safe_schema::sqlx::Database>::ArgumentBuffer,
            ) -> __safe_schema::Result<
                __safe_schema::sqlx::encode::IsNull,
                __safe_schema::sqlx::error::BoxDynError,
            > {
                let member = match self {
                    #(Self::#variants => #names,)*
                };
                <&__safe_schema::str as __safe_schema::sqlx::Encode<'_, __safe_schema::sqlx::MySql>>
                    ::encode_by_ref(&member, buf)
            }
        }

        #[automatically_derived]
        impl __safe_schema::sqlx::Decode<'_, __safe_schema::sqlx::MySql> for #ident {
            fn decode(
                value: __safe_schema::sqlx::mysql::MySqlValueRef<'_>,
            ) -> __safe_schema::Result<Self, __safe_schema::sqlx::error::BoxDynError> {
                let member =
                    <&__safe_schema::str as __safe_schema::sqlx::Decode<
                        '_,
                        __safe_schema::sqlx::MySql,
                    >>::decode(value)?;
                match member {
                    #(#names => __safe_schema::Result::Ok(Self::#variants),)*
                    _ => __safe_schema::Result::Err(__safe_schema::no_member(#name, member)),
                }
            }
        }
    }
}

/// An impl that compiles, whatever the mistake was.
pub(crate) fn fallback(ty: &Enumeration<'_>, generics: &Generics) -> TokenStream {
    super::newtype::broken(&ty.krate, ty.ident, generics)
}
