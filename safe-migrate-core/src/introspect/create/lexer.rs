//! The text of a SHOW CREATE TABLE, word by word.

/// A word of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A quoted identifier, without its backticks.
    Name(String),
    /// A text literal, without its quotes and escapes.
    Literal(String),
    /// A bare word or number.
    Word(&'a str),
    /// Anything else.
    Symbol(char),
}

/// A token, and where it is in the text.
#[derive(Debug, Clone)]
pub(super) struct Spanned<'a> {
    pub(super) token: Token<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// Splits the text. Version comments (`/*!80023 INVISIBLE */`, `/*M!100301 COMPRESSED*/`) are
/// read as if they were none: it is the server's own text. `None` where a quote does not end.
pub(super) fn tokens(text: &str) -> Option<Vec<Spanned<'_>>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..];
        let end = at + c.len_utf8();
        let (token, end) = match c {
            c if c.is_whitespace() => {
                at = end;
                continue;
            }
            '/' if rest.starts_with("/*!") || rest.starts_with("/*M!") => {
                let mark = rest.find('!')? + 1;
                let digits = rest[mark..].chars().take_while(char::is_ascii_digit).count();
                at += mark + digits;
                continue;
            }
            '*' if rest.starts_with("*/") => {
                at += 2;
                continue;
            }
            '`' => {
                let (name, used) = quoted(rest, '`')?;
                (Token::Name(name), at + used)
            }
            '\'' => {
                let (text, used) = quoted(rest, '\'')?;
                (Token::Literal(text), at + used)
            }
            c if is_word(c) => {
                let used = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                (Token::Word(&rest[..used]), at + used)
            }
            c => (Token::Symbol(c), end),
        };
        tokens.push(Spanned { token, start: at, end });
        at = end;
    }
    Some(tokens)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '-' | '+' | '@')
}

/// What a pair of quotes encloses, and how many bytes it took with them. A doubled quote is one;
/// in text, backslashes escape.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut inside = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => match chars.peek() {
                Some((_, next)) if *next == quote => {
                    chars.next();
                    inside.push(quote);
                }
                _ => return Some((inside, at + 1)),
            },
            '\\' if quote == '\'' => inside.push(match chars.next()?.1 {
                '0' => '\0',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'b' => '\u{8}',
                'Z' => '\u{1a}',
                escaped => escaped,
            }),
            c => inside.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_line() {
        let text = "`a``b` int(5) DEFAULT '-it''s \\\\ \\n' /*!80023 INVISIBLE */, b'1'";
        let words: Vec<Token<'_>> =
            tokens(text).unwrap().into_iter().map(|spanned| spanned.token).collect();
        assert_eq!(
            words,
            [
                Token::Name("a`b".to_owned()),
                Token::Word("int"),
                Token::Symbol('('),
                Token::Word("5"),
                Token::Symbol(')'),
                Token::Word("DEFAULT"),
                Token::Literal("-it's \\ \n".to_owned()),
                Token::Word("INVISIBLE"),
                Token::Symbol(','),
                Token::Word("b"),
                Token::Literal("1".to_owned()),
            ]
        );
        assert!(tokens("'open").is_none());
    }
}
