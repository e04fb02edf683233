//! Cases of names: words in, the name in one case out, exactly as sqlx writes it.

/// The cases that sqlx's `rename_all` knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Snake,
    Upper,
    ScreamingSnake,
    Kebab,
    Camel,
    Pascal,
}

impl Case {
    /// Every case, by the name it goes by.
    pub(crate) const ALL: [(&'static str, Self); 7] = [
        ("lowercase", Self::Lower),
        ("snake_case", Self::Snake),
        ("UPPERCASE", Self::Upper),
        ("SCREAMING_SNAKE_CASE", Self::ScreamingSnake),
        ("kebab-case", Self::Kebab),
        ("camelCase", Self::Camel),
        ("PascalCase", Self::Pascal),
    ];

    /// The case of that name.
    pub(crate) fn called(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(called, _)| *called == name).map(|(_, case)| *case)
    }

    /// The name in this case.
    pub(crate) fn apply(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            Self::Snake => joined(name, "_", |_, word| word.to_lowercase()),
            Self::ScreamingSnake => joined(name, "_", |_, word| word.to_uppercase()),
            Self::Kebab => joined(name, "-", |_, word| word.to_lowercase()),
            Self::Camel => {
                joined(
                    name,
                    "",
                    |at, word| {
                        if at == 0 { word.to_lowercase() } else { capitalized(word) }
                    },
                )
            }
            Self::Pascal => joined(name, "", |_, word| capitalized(word)),
        }
    }
}

/// `ClientApplication` to `client_application`.
pub(crate) fn snake(name: &str) -> String {
    Case::Snake.apply(name)
}

fn joined(name: &str, between: &str, write: impl Fn(usize, &str) -> String) -> String {
    let words: Vec<String> = words(name).enumerate().map(|(at, word)| write(at, &word)).collect();
    words.join(between)
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase()
    })
}

/// The words of a name: split at what is no letter or digit, where a capital follows a small
/// letter, and before the last of some capitals that a small letter follows (`XMLFile`).
fn words(name: &str) -> impl Iterator<Item = String> {
    name.split(|c: char| !c.is_alphanumeric()).flat_map(humps)
}

fn humps(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    let mut words = Vec::new();
    let mut current = String::new();
    // The case of the last letter that has one; digits go with what is before them.
    let mut upper_before = false;
    let mut lower_before = false;
    for (i, &c) in chars.iter().enumerate() {
        let next_is_lower = chars.get(i + 1).is_some_and(|next| next.is_lowercase());
        let starts = c.is_uppercase() && (lower_before || (upper_before && next_is_lower));
        if starts && !current.is_empty() {
            words.push(std::mem::take(&mut current));
        }
        current.push(c);
        if c.is_uppercase() || c.is_lowercase() {
            (upper_before, lower_before) = (c.is_uppercase(), c.is_lowercase());
        }
    }
    if !current.is_empty() {
        words.push(current);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{Case, snake};

    #[test]
    fn words_are_split_as_sqlx_splits_them() {
        let cases = [
            ("User", "user"),
            ("ClientApplication", "client_application"),
            ("HTTPRequest", "http_request"),
            ("userID", "user_id"),
            ("A", "a"),
            ("AB", "ab"),
            ("ABc", "a_bc"),
            ("Sha256Sum", "sha256_sum"),
            ("already_snake", "already_snake"),
            ("__odd__Name_", "odd_name"),
            ("ÄhnlicheÜbung", "ähnliche_übung"),
        ];
        for (name, expected) in cases {
            assert_eq!(snake(name), expected, "{name}");
        }
    }

    #[test]
    fn the_cases_of_sqlx() {
        let cases = [
            ("lowercase", "created_at", "created_at"),
            ("lowercase", "CreatedAt", "createdat"),
            ("UPPERCASE", "created_at", "CREATED_AT"),
            ("snake_case", "CreatedAt", "created_at"),
            ("SCREAMING_SNAKE_CASE", "createdAt", "CREATED_AT"),
            ("kebab-case", "created_at", "created-at"),
            ("camelCase", "created_at", "createdAt"),
            ("camelCase", "HTTPRequest", "httpRequest"),
            ("PascalCase", "created_at2", "CreatedAt2"),
            ("PascalCase", "id", "Id"),
        ];
        for (case, name, expected) in cases {
            assert_eq!(Case::called(case).map(|case| case.apply(name)).as_deref(), Some(expected));
        }
        assert!(Case::called("Title Case").is_none());
    }
}
