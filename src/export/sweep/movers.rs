//! How far the coverage of each commune moves from case to case.

use std::collections::BTreeMap;

use crate::domain::sweep::SweepTables;

/// A commune across the cases.
pub(super) struct Mover<'a> {
    /// Code.
    pub(super) code: &'a str,
    /// Name.
    pub(super) name: &'a str,
    /// Its coverage by case; `None` without demand.
    pub(super) shares: BTreeMap<&'a str, Option<f64>>,
    /// The lowest coverage and the first case that has it.
    pub(super) lowest: Option<(f64, &'a str)>,
    /// The highest coverage and the first case that has it.
    pub(super) highest: Option<(f64, &'a str)>,
}

impl Mover<'_> {
    /// Highest − lowest.
    pub(super) fn spread(&self) -> f64 {
        self.lowest.zip(self.highest).map_or(0.0, |(low, high)| high.0 - low.0)
    }
}

/// All communes, those that move most first.
pub(super) fn movers(tables: &SweepTables) -> Vec<Mover<'_>> {
    let mut communes: BTreeMap<&str, Mover<'_>> = BTreeMap::new();
    for row in &tables.communes {
        let mover = communes.entry(&row.commune).or_insert_with(|| Mover {
            code: &row.commune,
            name: &row.name,
            shares: BTreeMap::new(),
            lowest: None,
            highest: None,
        });
        mover.shares.insert(&row.case, row.coverage);
        if let Some(share) = row.coverage {
            if mover.lowest.is_none_or(|lowest| share < lowest.0) {
                mover.lowest = Some((share, &row.case));
            }
            if mover.highest.is_none_or(|highest| share > highest.0) {
                mover.highest = Some((share, &row.case));
            }
        }
    }
    let mut movers: Vec<Mover<'_>> = communes.into_values().collect();
    movers.sort_by(|one, other| other.spread().total_cmp(&one.spread()).then(one.code.cmp(other.code)));
    movers
}
