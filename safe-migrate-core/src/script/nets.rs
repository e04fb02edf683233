//! What clauses do to objects of one name -> what the whole statement does to each.

use std::collections::BTreeMap;

/// What an object was, and what it becomes; the inner `None` of what was is "not known".
pub(super) struct Net<T> {
    pub(super) name: String,
    pub(super) was: Option<Option<T>>,
    pub(super) is: Option<T>,
}

/// The objects of a kind by their names.
pub(super) struct Nets<T>(BTreeMap<String, Net<T>>);

impl<T: Clone> Nets<T> {
    pub(super) const fn new() -> Self {
        Self(BTreeMap::new())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Net<T>> {
        self.0.values()
    }

    pub(super) fn comes(&mut self, name: &str, object: &T) {
        let net = self.0.entry(name.to_lowercase()).or_insert(Net {
            name: name.to_owned(),
            was: None,
            is: None,
        });
        net.is = Some(object.clone());
    }

    pub(super) fn goes(&mut self, name: &str, known: Option<T>) {
        let net = Net { name: name.to_owned(), was: Some(known), is: None };
        self.0.entry(name.to_lowercase()).or_insert(net).is = None;
    }

    pub(super) fn changes(&mut self, name: &str, from: Option<T>, to: &T) {
        let net = Net { name: name.to_owned(), was: Some(from), is: None };
        self.0.entry(name.to_lowercase()).or_insert(net).is = Some(to.clone());
    }
}
