//! Which server answers, and in which version.

use std::fmt;

/// The two families of servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Flavour {
    /// MySQL, and servers that follow it.
    MySql,
    /// MariaDB.
    MariaDb,
}

impl fmt::Display for Flavour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MySql => "MySQL",
            Self::MariaDb => "MariaDB",
        })
    }
}

/// The version of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// `8` in 8.4.2.
    pub major: u16,
    /// `4` in 8.4.2.
    pub minor: u16,
    /// `2` in 8.4.2.
    pub patch: u16,
}

impl Version {
    /// A version.
    #[must_use]
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self { major, minor, patch }
    }

    /// Reads what `VERSION()` answers: `9.7.4`, `10.11.19-MariaDB-1`, `5.5.5-10.6.1-MariaDB`
    /// (some MariaDB servers put `5.5.5-` first, for old replicas).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix("5.5.5-").unwrap_or(text);
        let mut numbers = text
            .split(|c: char| !c.is_ascii_digit())
            .take(3)
            .map(|number| number.parse::<u16>().ok());
        Some(Self {
            major: numbers.next()??,
            minor: numbers.next()??,
            patch: numbers.next().flatten().unwrap_or(0),
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Version {
    /// `"8.4.2"`
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_as_servers_write_them() {
        for (text, version) in [
            ("9.7.4", Version::new(9, 7, 4)),
            ("8.0.36-28.1", Version::new(8, 0, 36)),
            ("10.11.19-MariaDB-deb12", Version::new(10, 11, 19)),
            ("5.5.5-10.6.1-MariaDB", Version::new(10, 6, 1)),
        ] {
            assert_eq!(Version::parse(text), Some(version), "{text}");
        }
        assert_eq!(Version::parse("unknown"), None);
    }
}
