//! Signatures: sources whose money no need and no limit tells apart.

use std::collections::{BTreeMap, BTreeSet};

use super::money::Commitments;
use super::tallies::{Tallies, Views};
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

/// Sources that are one to the model. Sources with caps, and cash that pays whole units alone, stand alone; sources that
/// rules count apart are never one.
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
    /// Tallies of rules that count its money apart from others'.
    pub tallies: Vec<usize>,
}

impl Signature {
    /// Whether its money may mix with others' on the way: it pays any part and has no cap per household.
    pub fn is_free(&self) -> bool {
        self.pays == Pays::AnyPart && self.household_cap.is_none()
    }

    /// Whether a rule looks at what it pays for whom.
    pub fn is_tracked(&self) -> bool {
        !self.tallies.is_empty()
    }
}

/// Finds the signatures, in the order of their first source.
pub(super) fn find(
    scenario: &Scenario,
    eligibility: &Eligibility,
    commitments: &Commitments,
    tallies: &Tallies,
) -> Vec<Signature> {
    let mut classes: Vec<Vec<usize>> = vec![Vec::new(); scenario.sources.len()];
    for (class, sources) in eligibility.funding_classes().iter().enumerate() {
        for source in sources {
            classes.get_mut(source.get()).expect("a source of this scenario").push(class);
        }
    }
    let mut members: BTreeMap<_, Vec<SourceIndex>> = BTreeMap::new();
    for ((index, source), classes) in scenario.sources().zip(classes) {
        if !classes.is_empty() {
            let alone = stands_alone(source).then_some(index);
            members.entry((alone, pays(source), classes, tallies.rows_of(index))).or_default().push(index);
        }
    }
    let signature = |((_, pays, classes, _), sources): ((_, Pays, Vec<usize>, _), Vec<SourceIndex>)| {
        let spare = |&index: &SourceIndex| commitments.spare(scenario, index);
        let first = *sources.first().expect("a signature has a source");
        let (household_cap, commune_cap) =
            (scenario.source(first).max_per_household, scenario.source(first).max_per_commune);
        let tallies = tallies.of_source(first).to_vec();
        let spare = sources.iter().map(spare).sum();
        Signature { sources, spare, pays, household_cap, commune_cap, classes, tallies }
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
    /// What a signature may spend on some of its needs.
    Branch(Branch),
}

/// Needs of a signature that its cap and the rules on it see alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Branch {
    /// The signature (position in `Network::signatures`).
    pub signature: usize,
    /// The commune, where it has a cap per commune.
    pub commune: Option<AreaIndex>,
    /// Which of its tallies count the money (number of the set; 0 where there is none).
    pub view: usize,
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

/// How the signatures at `positions` reach a need in `commune` that some `tallies` count.
pub(super) fn reach(
    signatures: &[Signature],
    positions: &[usize],
    (commune, tallies): (AreaIndex, &[usize]),
    views: &mut Views,
) -> Reach {
    let mut reach = Reach::default();
    for &position in positions {
        let signature = signatures.get(position).expect("a signature of this network");
        if !signature.is_free() {
            reach.direct.insert(position);
        } else if signature.commune_cap.is_some() || signature.is_tracked() {
            let view = tallies.iter().copied().filter(|tally| signature.tallies.contains(tally)).collect();
            let commune = signature.commune_cap.map(|_| commune);
            reach.free.insert(Tap::Branch(Branch { signature: position, commune, view: views.number(view) }));
        } else {
            reach.free.insert(Tap::Signature(position));
        }
    }
    reach
}
