//! `sql_type`: a column type as MySQL writes it comes in, the same in the model's words goes out.

mod written;

use syn::LitStr;

use super::keys::nearest;
use written::Written;

/// A column type; its variants are those of the model.
pub(crate) enum SqlType {
    Boolean,
    Integer { width: &'static str, unsigned: bool },
    Decimal { precision: u8, scale: u8, unsigned: bool },
    Float { unsigned: bool },
    Double { unsigned: bool },
    Bit { bits: u8 },
    Char { len: u32 },
    VarChar { len: u32 },
    Binary { len: u32 },
    VarBinary { len: u32 },
    Text { size: Size },
    Blob { size: Size },
    Enum { members: Vec<String> },
    Set { members: Vec<String> },
    Json,
    Date,
    Time { fsp: u8 },
    DateTime { fsp: u8 },
    Timestamp { fsp: u8 },
    Year,
    Other { sql: String },
}

/// How long a value of a TEXT or BLOB type may be.
#[derive(Clone, Copy)]
pub(crate) enum Size {
    Tiny,
    Normal,
    Medium,
    Long,
}

/// The types that the model has words for, as they are written.
const KNOWN: [(&str, &str); 29] = [
    ("tinyint", "tinyint unsigned"),
    ("smallint", "smallint unsigned"),
    ("mediumint", "mediumint unsigned"),
    ("int", "int unsigned"),
    ("bigint", "bigint unsigned"),
    ("decimal", "decimal(10,2)`, of at most 65 digits with 38 after the point: `decimal(65,38)"),
    ("float", "float"),
    ("double", "double"),
    ("bit", "bit(1)` to `bit(64)"),
    ("char", "char(0)` to `char(255)"),
    ("varchar", "varchar(0)` to `varchar(65535)"),
    ("binary", "binary(0)` to `binary(255)"),
    ("varbinary", "varbinary(0)` to `varbinary(65535)"),
    ("tinytext", "tinytext"),
    ("text", "text"),
    ("mediumtext", "mediumtext"),
    ("longtext", "longtext"),
    ("tinyblob", "tinyblob"),
    ("blob", "blob"),
    ("mediumblob", "mediumblob"),
    ("longblob", "longblob"),
    (
        "enum",
        "enum('a','b')`, with members of at most 255 characters, none of them an emoji: `enum('a')",
    ),
    ("set", "set('a','b')`, with at most 64 members, and no comma in any: `set('a')"),
    ("json", "json"),
    ("date", "date"),
    ("time", "time(6)"),
    ("datetime", "datetime(6)"),
    ("timestamp", "timestamp(6)"),
    ("year", "year"),
];

/// Types that the model takes as they are, so that a word near to one is not a slip.
const OTHERS: [&str; 14] = [
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
    "geomcollection",
    "inet4",
    "inet6",
    "uuid",
    "vector",
    "xmltype",
];

/// Other names, and what the servers make of them.
const SYNONYMS: [(&str, &str); 24] = [
    ("bool", "tinyint(1)"),
    ("boolean", "tinyint(1)"),
    ("int1", "tinyint"),
    ("int2", "smallint"),
    ("int3", "mediumint"),
    ("middleint", "mediumint"),
    ("int4", "int"),
    ("integer", "int"),
    ("int8", "bigint"),
    ("serial", "bigint unsigned"),
    ("dec", "decimal"),
    ("numeric", "decimal"),
    ("fixed", "decimal"),
    ("number", "decimal"),
    ("float4", "float"),
    ("float8", "double"),
    ("real", "double"),
    ("character", "char"),
    ("nchar", "char"),
    ("national", "char` or `varchar"),
    ("nvarchar", "varchar"),
    ("varcharacter", "varchar"),
    ("long", "mediumtext"),
    ("clob", "longtext"),
];

/// Words that belong to a column and not to its type, and where they are said.
const NO_TYPE: [(&str, &str); 13] = [
    ("not", "the field says whether NULL is allowed, by being an `Option`"),
    ("null", "the field says whether NULL is allowed, by being an `Option`"),
    ("default", "write `default` or `default_sql` beside it"),
    ("character", "write `charset` beside it"),
    ("charset", "write `charset` beside it"),
    ("collate", "write `collation` beside it"),
    ("comment", "write `comment` beside it"),
    ("auto_increment", "write `auto_increment` beside it"),
    ("primary", "write `primary_key` beside it"),
    ("unique", "write `unique` beside it"),
    ("on", "write `on_update_sql` beside it"),
    ("generated", "write `generated` beside it"),
    ("check", "write `check(..)` on the struct"),
];

/// Reads a type.
pub(crate) fn parse(literal: &LitStr) -> syn::Result<SqlType> {
    let problem = |message: String| syn::Error::new(literal.span(), message);
    let text = literal.value();
    let written = Written::read(text.trim()).map_err(problem)?;
    for word in &written.attributes {
        if let Some((_, instead)) = NO_TYPE.iter().find(|(no_type, _)| no_type == word) {
            return Err(problem(format!("`{word}` is no part of a type; {instead}")));
        }
    }
    let name = written.name.as_str();
    if let Some((_, usual)) = SYNONYMS.iter().find(|(synonym, _)| *synonym == name) {
        return Err(problem(format!("the servers write `{usual}` for `{name}`; write that")));
    }
    if let Some(ty) = written.understood() {
        return Ok(ty);
    }
    if let Some((_, usage)) = KNOWN.iter().find(|(known, _)| *known == name)
        && !written.is_beyond_the_model()
    {
        return Err(problem(format!("`{}` is no column type; write `{usage}`", text.trim())));
    }
    let names = || KNOWN.iter().map(|(known, _)| *known).chain(OTHERS);
    if !names().any(|known| known == name)
        && let Some(near) = nearest(name, names())
    {
        return Err(problem(format!("no column type is called `{name}`; did you mean `{near}`?")));
    }
    Ok(SqlType::Other { sql: written.text() })
}

#[cfg(test)]
mod tests {
    use proc_macro2::Span;

    use super::*;

    fn read(text: &str) -> Result<SqlType, String> {
        parse(&LitStr::new(text, Span::call_site())).map_err(|error| error.to_string())
    }

    #[test]
    fn what_the_model_has_words_for() {
        for (text, _) in &KNOWN {
            let arguments = match *text {
                "decimal" => "(10,2)",
                "bit" | "char" | "varchar" | "binary" | "varbinary" => "(5)",
                "enum" => "('it''s', 'b,c)')",
                "set" => "('it''s', 'b)')",
                _ => "",
            };
            let ty = read(&format!(" {}{arguments} ", text.to_uppercase())).unwrap();
            assert!(!matches!(ty, SqlType::Other { .. }), "{text}");
        }
        assert!(matches!(read("tinyint(1)"), Ok(SqlType::Boolean)));
        assert!(matches!(read("int(11) unsigned"), Ok(SqlType::Integer { unsigned: true, .. })));
        assert!(matches!(read("datetime(3)"), Ok(SqlType::DateTime { fsp: 3 })));
        let Ok(SqlType::Enum { members }) = read("enum('it''s', 'b,c)')") else { panic!("enum") };
        assert_eq!(members, ["it's", "b,c)"]);
    }

    #[test]
    fn what_it_has_none_for() {
        for (text, sql) in [
            ("POINT", "point"),
            ("vector( 3 )", "vector(3)"),
            ("int(10) unsigned  zerofill", "int(10) unsigned zerofill"),
            ("float(7, 3)", "float(7,3)"),
            ("uuid", "uuid"),
            ("frobnicate", "frobnicate"),
        ] {
            let Ok(SqlType::Other { sql: read }) = read(text) else { panic!("{text}") };
            assert_eq!(read, sql);
        }
    }

    #[test]
    fn what_is_said_elsewhere_or_otherwise() {
        for (word, instead) in NO_TYPE {
            let error = read(&format!("int {word}")).err().unwrap();
            assert!(error.contains(instead), "{word}: {error}");
        }
        for (synonym, usual) in SYNONYMS {
            let error = read(synonym).err().unwrap();
            assert!(error.contains(&format!("write `{usual}` for `{synonym}`")), "{error}");
        }
    }

    #[test]
    fn what_no_server_takes() {
        for text in [
            "",
            "(5)",
            "varchar",
            "varchar(65536)",
            "varchar('5')",
            "char(256)",
            "decimal(66,2)",
            "decimal(5,6)",
            "bit(65)",
            "datetime(7)",
            "enum()",
            "enum(a)",
            "enum('a'",
            "text(5)",
            "date unsigned",
            "varchar(5) not null",
            "integer",
            "varhcar(5)",
            "int(x)",
            "set('a,b')",
            "enum('a ')",
            "enum('\u{1F600}')",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
