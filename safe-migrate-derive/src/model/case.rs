//! Cases of names: words in, `snake_case` out, split as sqlx splits them.

/// `ClientApplication` to `client_application`.
pub(crate) fn snake(name: &str) -> String {
    words(name).map(|word| word.to_lowercase()).collect::<Vec<_>>().join("_")
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
    use super::snake;

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
}
