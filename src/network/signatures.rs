//! Signatures: sources whose money no need and no limit tells apart.

use std::collections::{BTreeMap, BTreeSet};

use super::money::Commitments;
use crate::domain::{Scenario, Source, Worth};
use crate::eligibility::Eligibility;
use crate::ids::{AreaIndex, SourceIndex};
use crate::units::Vnd;

/// How a signature pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pays {
    /// Any amount of any unit.
    AnyPart,
    /// Whole units alone (goods, or a source that does not co-fund).
    WholeUnits,
}

/// Sources that are one to the model. Sources with caps, and cash that pays whole units alone, stand alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Its sources, by id.
    pub sources: Vec<SourceIndex>,
    /// Đồng that are not committed.
    pub spare: Vnd,
    /// How it pays.
    pub pays: Pays,
    /// At most so much for one household (a commune's request: per unit).
    pub household_cap: Option<Vnd>,
    /// At most so much in one commune.
    pub commune_cap: Option<Vnd>,
    /// Funding classes of needs that it may fund, in order.
    pub classes: Vec<usize>,
}

impl Signature {
    /// Whether its money may mix with others' on the way: it pays any part and has no cap per household.
    pub fn is_free(&self) -> bool {
        self.pays == Pays::AnyPart && self.household_cap.is_none()
    }
}

/// Finds the signatures, in the order of their first source.
pub(super) fn find(scenario: &Scenario, eligibility: &Eligibility, commitments: &Commitments) -> Vec<Signature> {
    let mut classes: Vec<Vec<usize>> = vec![Vec::new(); scenario.sources.len()];
    for (class, sources) in eligibility.funding_classes().iter().enumerate() {
        for source in sources {
            classes.get_mut(source.get()).expect("a source of this scenario").push(class);
        }
    }
    let mut members: BTreeMap<_, Vec<SourceIndex>> = BTreeMap::new();
    for ((index, source), classes) in scenario.sources().zip(classes) {
        if !classes.is_empty() {
            members.entry((stands_alone(source).then_some(index), pays(source), classes)).or_default().push(index);
        }
    }
    let signature = |((_, pays, classes), sources): ((_, Pays, Vec<usize>), Vec<SourceIndex>)| {
        let spare = |&index: &SourceIndex| commitments.spare(scenario, index);
        let first = scenario.source(*sources.first().expect("a signature has a source"));
        let (household_cap, commune_cap) = (first.max_per_household, first.max_per_commune);
        Signature { spare: sources.iter().map(spare).sum(), sources, pays, household_cap, commune_cap, classes }
    };
    let mut signatures: Vec<Signature> = members.into_iter().map(signature).collect();
    signatures.sort_by(|one, other| one.sources.cmp(&other.sources));
    signatures
}

fn pays(source: &Source) -> Pays {
    if source.pays_whole_units() { Pays::WholeUnits } else { Pays::AnyPart }
}

/// Caps bind one source; whole units of cash depend on how each source's money divides. Goods add up.
fn stands_alone(source: &Source) -> bool {
    let is_cash = matches!(source.worth, Worth::Cash(_));
    source.max_per_household.is_some() || source.max_per_commune.is_some() || (source.whole_units && is_cash)
}

/// Money as it enters the free part of the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tap {
    /// A signature without limits.
    Signature(usize),
    /// What a signature with a cap per commune may spend in one.
    Branch(usize, AreaIndex),
}

/// Taps and direct signatures of a funding class in a commune.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Reach {
    /// Money that may mix on its way.
    pub(super) free: BTreeSet<Tap>,
    /// Signatures that need their own edges.
    pub(super) direct: BTreeSet<usize>,
}

/// Signatures by funding class.
pub(super) fn by_class(signatures: &[Signature], count: usize) -> Vec<Vec<usize>> {
    let mut lists = vec![Vec::new(); count];
    for (position, signature) in signatures.iter().enumerate() {
        for &class in &signature.classes {
            lists.get_mut(class).expect("a funding class of this scenario").push(position);
        }
    }
    lists
}

/// How the signatures at `positions` reach a need in `commune`.
pub(super) fn reach(signatures: &[Signature], positions: &[usize], commune: AreaIndex) -> Reach {
    let mut reach = Reach::default();
    for &position in positions {
        let signature = signatures.get(position).expect("a signature of this network");
        match signature.commune_cap {
            _ if !signature.is_free() => drop(reach.direct.insert(position)),
            Some(_) => drop(reach.free.insert(Tap::Branch(position, commune))),
            None => drop(reach.free.insert(Tap::Signature(position))),
        }
    }
    reach
}
