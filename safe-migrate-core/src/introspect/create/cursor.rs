//! Walks over the words of a SHOW CREATE TABLE.

use super::lexer::{Spanned, Token, tokens};

/// A place in the text. Reading functions answer `None` and stay where they are when the text
/// has something else.
pub(super) struct Cursor<'a> {
    text: &'a str,
    tokens: Vec<Spanned<'a>>,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Option<Self> {
        Some(Self { text, tokens: tokens(text)?, at: 0 })
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.tokens.len()
    }

    fn token(&self, ahead: usize) -> Option<&Token<'a>> {
        self.tokens.get(self.at + ahead).map(|spanned| &spanned.token)
    }

    /// Whether these words are next, without regard to case.
    pub(super) fn sees(&self, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(ahead, word)| {
            matches!(self.token(ahead), Some(Token::Word(there)) if there.eq_ignore_ascii_case(word))
        })
    }

    /// Passes these words, if they are next.
    pub(super) fn word(&mut self, words: &[&str]) -> Option<()> {
        self.sees(words).then(|| self.at += words.len())
    }

    /// Passes the symbol, if it is next.
    pub(super) fn symbol(&mut self, symbol: char) -> Option<()> {
        (self.token(0) == Some(&Token::Symbol(symbol))).then(|| self.at += 1)
    }

    /// Whether the symbol is next.
    pub(super) fn sees_symbol(&self, symbol: char) -> bool {
        self.token(0) == Some(&Token::Symbol(symbol))
    }

    /// A quoted identifier.
    pub(super) fn name(&mut self) -> Option<String> {
        let Some(Token::Name(name)) = self.token(0) else { return None };
        let name = name.clone();
        self.at += 1;
        Some(name)
    }

    /// A text literal.
    pub(super) fn literal(&mut self) -> Option<String> {
        let Some(Token::Literal(text)) = self.token(0) else { return None };
        let text = text.clone();
        self.at += 1;
        Some(text)
    }

    /// A bare word or number.
    pub(super) fn bare(&mut self) -> Option<&'a str> {
        let Some(Token::Word(word)) = self.token(0) else { return None };
        let word = *word;
        self.at += 1;
        Some(word)
    }

    /// What a pair of parentheses encloses, as it is written.
    pub(super) fn parenthesised(&mut self) -> Option<&'a str> {
        let start = self.at;
        self.symbol('(')?;
        let mut depth = 1;
        while depth > 0 {
            match self.token(0) {
                Some(Token::Symbol('(')) => depth += 1,
                Some(Token::Symbol(')')) => depth -= 1,
                Some(Token::Name(_) | Token::Literal(_) | Token::Word(_) | Token::Symbol(_)) => {}
                None => {
                    self.at = start;
                    return None;
                }
            }
            self.at += 1;
        }
        self.text.get(self.tokens[start].end..self.tokens[self.at - 1].start)
    }

    /// Where the next word begins; the end of the text after the last.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Goes back (or on) to a place.
    pub(super) fn return_to(&mut self, place: usize) {
        self.at = place;
    }

    /// The text from a place up to here, as it is written.
    pub(super) fn text_from(&self, place: usize) -> &'a str {
        match (self.tokens.get(place), self.at.checked_sub(1).and_then(|at| self.tokens.get(at))) {
            (Some(first), Some(last)) if self.at > place => {
                self.text.get(first.start..last.end).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// The words from a place up to here, in their shortest spelling: one space between them, no
    /// version comments.
    pub(super) fn words_from(&self, place: usize) -> String {
        let words = self.tokens.get(place..self.at).unwrap_or_default().iter();
        let words: Vec<&str> =
            words.map(|spanned| &self.text[spanned.start..spanned.end]).collect();
        words.join(" ")
    }

    /// Passes everything up to the comma or closing parenthesis that ends this definition.
    pub(super) fn skip_definition(&mut self) {
        while !self.is_at_end() && !self.sees_symbol(',') && !self.sees_symbol(')') {
            if self.sees_symbol('(') && self.parenthesised().is_some() {
                continue;
            }
            self.at += 1;
        }
    }

    /// Everything from here to the end, as it is written, without the marks of version comments
    /// (MySQL writes some words into one of their own: `KEY */ /*!50611 ALGORITHM = 1 */`).
    pub(super) fn rest(&mut self) -> String {
        let mut rest = String::new();
        let mut end = None;
        for spanned in self.tokens.get(self.at..).unwrap_or_default() {
            let between = end.map_or("", |end| &self.text[end..spanned.start]);
            // Tokens leave nothing between them but space and such marks.
            let has_marks = between.contains(['/', '*']);
            rest.push_str(if has_marks { " " } else { between });
            rest.push_str(&self.text[spanned.start..spanned.end]);
            end = Some(spanned.end);
        }
        self.at = self.tokens.len();
        rest
    }
}
