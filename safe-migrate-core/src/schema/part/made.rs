//! Names that are made in `const` evaluation, once the table is known; what the derive makes where
//! it knows the table itself.

/// The longest name the servers take, in characters.
const MAX_CHARS: usize = 64;
/// How many of them are kept of a longer one, before `_` and eight digits.
const KEPT_CHARS: usize = MAX_CHARS - 9;
/// Characters have four bytes at most.
const MAX_BYTES: usize = MAX_CHARS * 4;

/// A name that is being made: `{prefix}_{table}_{columns}`. One that is too long ends in a hash of
/// the whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct MadeName {
    bytes: [u8; MAX_BYTES],
    len: usize,
    chars: usize,
    /// Bytes of the characters that are kept of a name that is too long.
    kept: usize,
    /// FNV-1a of all of it.
    hash: u32,
}

impl MadeName {
    pub(super) const EMPTY: Self =
        Self { bytes: [0; MAX_BYTES], len: 0, chars: 0, kept: 0, hash: 0x811c_9dc5 };

    pub(super) const fn with(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut i = 0;
        while i < text.len() {
            let byte = text[i];
            self.hash = (self.hash ^ byte as u32).wrapping_mul(0x0100_0193);
            // Bytes 10xxxxxx go on with a character.
            if byte & 0b1100_0000 != 0b1000_0000 {
                if self.chars == KEPT_CHARS {
                    self.kept = self.len;
                }
                self.chars += 1;
            }
            if self.chars <= MAX_CHARS {
                self.bytes[self.len] = byte;
                self.len += 1;
            }
            i += 1;
        }
        self
    }

    pub(super) const fn with_number(self, number: usize) -> Self {
        let this = if number < 10 { self } else { self.with_number(number / 10) };
        this.with_digit(number % 10)
    }

    const fn with_digit(self, digit: usize) -> Self {
        const DIGITS: &str = "0123456789abcdef";
        self.with(DIGITS.split_at(digit).1.split_at(1).0)
    }

    /// The whole, or what is kept of it and its hash.
    pub(super) const fn finished(mut self) -> Self {
        if self.chars <= MAX_CHARS {
            return self;
        }
        let hash = self.hash;
        self.len = self.kept;
        self.chars = KEPT_CHARS;
        self = self.with("_");
        let mut digit = 8;
        while digit > 0 {
            digit -= 1;
            self = self.with_digit((hash >> (digit * 4)) as usize % 16);
        }
        self
    }

    pub(super) const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.len).0) {
            Ok(text) => text,
            // Texts are kept to whole characters.
            Err(_) => "",
        }
    }
}
