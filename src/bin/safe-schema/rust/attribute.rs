//! Attributes as rustfmt would leave them.

/// How wide the words in one pair of parentheses may be on one line, as rustfmt has it.
const WIDTH: usize = 70;
/// How wide a line may be.
const LINE: usize = 100;

/// One word of an attribute: `unique`, `len = 64`, `columns(a, b)`.
#[derive(Debug, Clone)]
pub(super) enum Word {
    /// Without parentheses.
    Plain(String),
    /// With them.
    List(&'static str, Vec<Word>),
}

impl Word {
    pub(super) fn flag(word: &str) -> Self {
        Self::Plain(word.to_owned())
    }

    /// `key = "text"`.
    pub(super) fn text(key: &str, text: &str) -> Self {
        Self::Plain(format!("{key} = {text:?}"))
    }

    fn line(&self) -> String {
        match self {
            Self::Plain(word) => word.clone(),
            Self::List(name, words) => format!("{name}({})", line(words)),
        }
    }

    /// The word, over several lines where it is long.
    fn lines(&self, indent: usize) -> String {
        match self {
            Self::List(name, words) if !fits(words, indent + name.len()) => {
                broken(name, words, indent)
            }
            Self::Plain(_) | Self::List(..) => self.line(),
        }
    }
}

/// Whether the words may stand on one line, with so much before them. A list alone is measured
/// inside.
fn fits(words: &[Word], before: usize) -> bool {
    let around = "#[(),]".len();
    let inside = match words {
        [Word::List(_, inner)] => inner,
        words => words,
    };
    line(inside).len() <= WIDTH && before + around + line(words).len() <= LINE
}

fn line(words: &[Word]) -> String {
    words.iter().map(Word::line).collect::<Vec<_>>().join(", ")
}

/// `#[safe_schema(..)]` and a line break; nothing where there are no words.
pub(super) fn attribute(words: &[Word], indent: usize) -> String {
    let pad = " ".repeat(indent);
    let inside = match words {
        [] => return String::new(),
        words if fits(words, indent + "safe_schema".len()) => {
            format!("safe_schema({})", line(words))
        }
        [Word::List(name, inner)] => format!("safe_schema({})", broken(name, inner, indent)),
        words => broken("safe_schema", words, indent),
    };
    format!("{pad}#[{inside}]\n")
}

/// A word a line.
fn broken(name: &str, words: &[Word], indent: usize) -> String {
    let inner = " ".repeat(indent + 4);
    let lines: Vec<String> =
        words.iter().map(|word| format!("{inner}{}", word.lines(indent + 4))).collect();
    format!("{name}(\n{}\n{})", lines.join(",\n"), " ".repeat(indent))
}
