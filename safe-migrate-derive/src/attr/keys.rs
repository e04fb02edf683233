//! The words of the language: each named once, with the way it is written.

use proc_macro2::Ident;

/// The keys that one place knows.
pub(crate) trait Key: Copy + Eq + 'static {
    /// Every key, its name, and how it is written.
    const ALL: &'static [(Self, &'static str, &'static str)];
    /// The place, for messages.
    const PLACE: &'static str;

    /// The key's name.
    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(key, ..)| *key == self).map_or("", |(_, word, _)| word)
    }

    /// How the key is written.
    fn usage(self) -> &'static str {
        Self::ALL.iter().find(|(key, ..)| *key == self).map_or("", |(_, _, usage)| usage)
    }
}

macro_rules! keys {
    ($(#[$doc:meta])* $place:literal $name:ident { $($key:ident $word:literal $usage:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name { $($key),* }

        impl Key for $name {
            const ALL: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$key, $word, $usage)),*];
            const PLACE: &'static str = $place;
        }
    };
}

keys! {
    /// On the struct.
    "a struct" StructKey {
        Table "table" "table = \"users\"";
        Database "database" "database = \"auth\"";
        RenamedFrom "renamed_from" "renamed_from = \"old_name\"";
        RenameAll "rename_all" "rename_all = \"camelCase\"";
        Comment "comment" "comment = \"..\"` or `comment = false";
        Engine "engine" "engine = \"InnoDB\"";
        Charset "charset" "charset = \"utf8mb4\"";
        Collation "collation" "collation = \"utf8mb4_bin\"";
        RowFormat "row_format" "row_format = \"compressed\"";
        PrimaryKey "primary_key" "primary_key(a, b)";
        NoPrimaryKey "no_primary_key" "no_primary_key";
        Index "index" "index(columns(a, b desc))";
        ForeignKey "foreign_key" "foreign_key(columns(a, b), references(Parent(c, d)))";
        Check "check" "check(\"age >= 18\")` or `check(name = \"adult\", \"age >= 18\")";
        Options "options" "options = \"MAX_ROWS=1000 STATS_PERSISTENT=1\"";
        PartitionBy "partition_by" "partition_by = \"HASH (id) PARTITIONS 4\"";
        PrimaryKeyOptions "primary_key_options" "primary_key_options = \"USING HASH\"";
        SystemVersioned "system_versioned" "system_versioned";
        Crate "crate" "crate = ::path";
    }
}

keys! {
    /// On a field.
    "a field" FieldKey {
        PrimaryKey "primary_key" "primary_key";
        AutoIncrement "auto_increment" "auto_increment";
        Column "column" "column = \"name\"";
        RenamedFrom "renamed_from" "renamed_from = \"old_name\"";
        Len "len" "len = 64";
        Precision "precision" "precision(10, 2)";
        Text "text" "text` or `text = \"medium\"";
        SqlType "sql_type" "sql_type = \"smallint unsigned\"";
        Charset "charset" "charset = \"ascii\"";
        Collation "collation" "collation = \"ascii_bin\"";
        Default "default" "default = 0";
        DefaultSql "default_sql" "default_sql = \"CURRENT_TIMESTAMP\"";
        DefaultUnchecked "default_unchecked" "default_unchecked = \"0000-00-00\"";
        NoDefault "no_default" "no_default";
        OnUpdateSql "on_update_sql" "on_update_sql = \"CURRENT_TIMESTAMP\"";
        Generated "generated" "generated(stored, \"price * amount\")` or `generated(virtual, \"..\")";
        Backfill "backfill" "backfill = \"0\"";
        Invisible "invisible" "invisible";
        Unique "unique" "unique";
        Index "index" "index";
        References "references" "references(Parent::field)";
        Check "check" "check = \"age >= 18\"";
        Attributes "attributes" "attributes = \"COLUMN_FORMAT FIXED\"";
        Comment "comment" "comment = \"..\"` or `comment = false";
        Flatten "flatten" "flatten";
        Skip "skip" "skip";
    }
}

keys! {
    /// In `index(..)`.
    "`index(..)`" IndexKey {
        Name "name" "name = \"idx_name\"";
        Columns "columns" "columns(a, b desc, c(20))";
        Unique "unique" "unique";
        Fulltext "fulltext" "fulltext";
        Spatial "spatial" "spatial";
        Invisible "invisible" "invisible";
        Comment "comment" "comment = \"..\"";
        Options "options" "options = \"WITH PARSER ngram\"";
    }
}

keys! {
    /// In `check(..)`, before the expression.
    "`check(..)`" CheckKey {
        Name "name" "name = \"ck_name\"";
        NotEnforced "not_enforced" "not_enforced";
    }
}

keys! {
    /// On an enum.
    "an enum" EnumKey {
        RenameAll "rename_all" "rename_all = \"snake_case\"";
        Sqlx "sqlx" "sqlx";
        Crate "crate" "crate = ::path";
    }
}

keys! {
    /// On a variant of an enum.
    "a variant" VariantKey {
        Rename "rename" "rename = \"member\"";
    }
}

keys! {
    /// On a struct of one unnamed field.
    "a newtype" NewtypeKey {
        Crate "crate" "crate = ::path";
    }
}

keys! {
    /// In `foreign_key(..)`.
    "`foreign_key(..)`" ForeignKeyKey {
        Name "name" "name = \"fk_name\"";
        Columns "columns" "columns(a, b)";
        References "references" "references(Parent(c, d))";
        OnDelete "on_delete" "on_delete = cascade";
        OnUpdate "on_update" "on_update = cascade";
    }
}

keys! {
    /// In `references(Parent::field, ..)`.
    "`references(..)`" ReferencesKey {
        OnDelete "on_delete" "on_delete = cascade";
        OnUpdate "on_update" "on_update = cascade";
    }
}

/// The key of that name; else a message that names the nearest, and lists what there is.
pub(crate) fn find<K: Key>(ident: &Ident) -> Result<K, String> {
    let name = ident.to_string();
    if let Some((key, ..)) = K::ALL.iter().find(|(_, word, _)| *word == name) {
        return Ok(*key);
    }
    let place = K::PLACE;
    let mut message = format!("{place} has no attribute `{name}`");
    if let Some(elsewhere) = elsewhere(&name) {
        message.push_str("; it belongs on ");
        message.push_str(elsewhere);
    } else if let Some(nearest) = nearest(&name, K::ALL.iter().map(|(_, word, _)| *word)) {
        message.push_str(&format!("; did you mean `{nearest}`?"));
    } else {
        message.push_str("; it knows ");
        message.push_str(&words::<K>());
    }
    Err(message)
}

/// The keys of a place, for messages.
fn words<K: Key>() -> String {
    let words: Vec<String> = K::ALL.iter().map(|(_, word, _)| format!("`{word}`")).collect();
    words.join(", ")
}

/// Where a word is at home, that this place does not know.
fn elsewhere(name: &str) -> Option<&'static str> {
    fn knows<K: Key>(name: &str) -> Option<&'static str> {
        K::ALL.iter().any(|(_, word, _)| *word == name).then_some(K::PLACE)
    }
    knows::<FieldKey>(name).or_else(|| knows::<StructKey>(name))
}

/// The word that a misspelt one was likely meant to be.
pub(crate) fn nearest<'a>(name: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let close_enough = name.chars().count() / 3 + 1;
    words
        .map(|word| (distance(name, word), word))
        .filter(|(distance, _)| *distance <= close_enough)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// How many letters must be added, taken away, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (last[j + 1] + 1).min(row[j] + 1).min(last[j] + usize::from(x != y));
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_is_found_when_near_enough() {
        let words = ["primary_key", "len", "unique", "default", "default_sql"];
        let nearest = |name| nearest(name, words.into_iter());
        assert_eq!(nearest("primarykey"), Some("primary_key"));
        assert_eq!(nearest("lne"), Some("len"));
        assert_eq!(nearest("uniqe"), Some("unique"));
        assert_eq!(nearest("defualt_sql"), Some("default_sql"));
        assert_eq!(nearest("frobnicate"), None);
        assert_eq!(nearest(""), None);
    }
}
