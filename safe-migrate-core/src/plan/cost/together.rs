//! What clauses cost together, where that is more than the dearest of them: virtual columns beside
//! other changes.

use crate::ddl::Clause;
use crate::schema::{IndexDef, IndexKind, Text, eq_ignore_case};
use crate::server::Flavour;

use super::super::Algorithm;
use super::{Ground, added, is_virtual};

impl Ground<'_> {
    /// What the clauses cost together, where that is more than the dearest of them.
    pub(super) fn together(&self, algorithm: Algorithm, rebuilds: bool) -> Algorithm {
        let virtual_ones = self.virtual_ones();
        let are_there = self.actual.def.columns.iter().any(is_virtual);
        if virtual_ones.copy(self.flavour, are_there) {
            return Algorithm::Copy;
        }
        if !self.is_mysql() && (virtual_ones.added || are_there) {
            // Its columns have no place in the rows that the server could keep count of.
            let adds = virtual_ones.beside.adds_plain;
            let drops = virtual_ones.dropped || virtual_ones.beside.drops_any();
            if adds && (drops || self.places_new()) || drops && rebuilds {
                return Algorithm::Copy;
            }
        }
        let algorithm = match virtual_ones.renumbers && self.is_mysql() {
            true => algorithm.max(Algorithm::InPlace),
            false => algorithm,
        };
        match self.flavour {
            Flavour::MySql if rebuilds && self.has_fulltext() => Algorithm::Copy,
            Flavour::MariaDb if rebuilds && self.has_fulltext() => {
                algorithm.max(Algorithm::InPlaceShared)
            }
            Flavour::MySql | Flavour::MariaDb => algorithm,
        }
    }

    fn virtual_ones(&self) -> VirtualOnes {
        let mut ones = VirtualOnes::default();
        for clause in self.clauses {
            let is_placed = matches!(clause, Clause::Placed { .. });
            match (added(clause), clause) {
                (Some(column), _) if is_virtual(column) => {
                    ones.added = true;
                    ones.placed |= is_placed;
                }
                (Some(_), _) => ones.beside.adds_plain = true,
                (None, Clause::DropColumn(name)) => match self.column(name) {
                    Some(column) if is_virtual(column) => ones.dropped = true,
                    Some(column) if column.generated.is_some() => ones.beside.drops_stored = true,
                    Some(_) | None => ones.beside.drops_plain = true,
                },
                (None, Clause::SetDefault(_) | Clause::DropDefault(_) | Clause::DropCheck(_)) => {
                    ones.beside.describes = true
                }
                (None, Clause::AddIndex(IndexDef { kind: IndexKind::Plain, .. }))
                | (None, Clause::DropIndex(_)) => ones.beside.indexes = true,
                (None, _) => ones.beside.others = true,
            }
        }
        let is_dropped = |name: &Text| {
            self.any(
                |clause| matches!(clause, Clause::DropColumn(gone) if eq_ignore_case(gone, name)),
            )
        };
        let mut there = self.actual.def.columns.iter().filter(|column| is_virtual(column));
        let any_stays = there.any(|column| !is_dropped(&column.name));
        ones.renumbers = ones.dropped && any_stays && !ones.beside.drops_any();
        ones
    }

    fn places_new(&self) -> bool {
        self.any(|clause| matches!(clause, Clause::Placed { .. }) && added(clause).is_some())
    }
}

/// What a statement does to virtual columns. Servers keep them out of the rows, and add or drop them
/// without touching these; but beside few other changes.
#[derive(Default)]
struct VirtualOnes {
    added: bool,
    /// One is added elsewhere than at the end.
    placed: bool,
    dropped: bool,
    /// Those that stay get other numbers.
    renumbers: bool,
    beside: Beside,
}

/// What the same statement does besides.
#[derive(Default)]
struct Beside {
    adds_plain: bool,
    drops_plain: bool,
    drops_stored: bool,
    /// Defaults, and checks that go.
    describes: bool,
    /// Plain ones that come, and any that go.
    indexes: bool,
    others: bool,
}

impl Beside {
    const fn drops_any(&self) -> bool {
        self.drops_plain || self.drops_stored
    }
}

impl VirtualOnes {
    /// Whether the server copies the table for all of it together; `are_there` says whether it has
    /// virtual columns already.
    const fn copy(&self, flavour: Flavour, are_there: bool) -> bool {
        let Self { added, dropped, beside, .. } = self;
        let both = *added && *dropped;
        if !*added && !*dropped {
            return false;
        }
        if beside.others {
            return true;
        }
        match flavour {
            Flavour::MySql if self.placed => true,
            Flavour::MariaDb if self.placed && are_there => true,
            Flavour::MySql => {
                let at_a_stroke = beside.adds_plain || beside.drops_any() || beside.describes;
                beside.indexes && at_a_stroke
                    || *dropped && (beside.adds_plain || beside.describes)
                    || beside.drops_any() && (both || beside.adds_plain)
            }
            Flavour::MariaDb => {
                beside.adds_plain
                    || beside.describes
                    || beside.drops_any() && (both || beside.indexes)
                    || beside.drops_stored && *added
            }
        }
    }
}
