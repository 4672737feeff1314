//! C8: money of a source that pairings restrict goes only to the places that `pairings.csv` gives it, and none goes to
//! a forbidden place. `pairings.csv` itself obeys keep and forbid rows, `max_partners`, candidates and commitments.

use std::collections::{BTreeMap, BTreeSet};

use super::Evidence;
use super::bonds::Bond;
use super::pairings::{Worth, named};
use super::report::Report;
use crate::domain::{Beneficiary, PairingStatus};
use crate::ids::SourceIndex;

const FILE: &str = "pairings.csv";

/// Judges the transfers by the pairing, and the pairing by the scenario.
pub(super) fn check(evidence: &Evidence<'_>, worth: &Worth, report: &mut Report) {
    let case = evidence.case;
    for &(source, need) in evidence.paid.pairs.keys() {
        if !evidence.bonds.allow(case, source, case.scenario.need(need).beneficiary) {
            let [beneficiary, package] = case.ids(need);
            let source = &case.scenario.source(source).id;
            let facts: [(&str, &dyn ToString); 3] =
                [("source", source), ("beneficiary", &beneficiary), ("package", &package)];
            report.add("c8_pairings", "transfers.csv", &facts);
        }
    }
    let mut places: BTreeMap<SourceIndex, BTreeSet<Beneficiary>> = BTreeMap::new();
    for &(source, place) in evidence.bonds.rows.iter().flatten() {
        places.entry(source).or_default().insert(place);
    }
    let none = BTreeSet::new();
    for (&source, bond) in evidence.bonds.of_source.iter().filter(|(_, bond)| bond.is_restricted) {
        let places = places.get(&source).unwrap_or(&none);
        partners(evidence, (source, bond), places, report);
        for &place in places.difference(&bond.kept).filter(|&&place| !may_be_chosen(bond, worth, (source, place))) {
            let [source, place] = named(case, (source, place));
            report.add("c8_candidates", FILE, &[("source", &source), ("place", &place)]);
        }
        for &place in bond.kept.difference(places) {
            report.add("missing", FILE, &[("file", &FILE), ("row", &named(case, (source, place)).join(" · "))]);
        }
    }
}

/// At most `max_partners`; more only where keeps and commitments alone are more.
fn partners(
    evidence: &Evidence<'_>,
    (source, bond): (SourceIndex, &Bond),
    places: &BTreeSet<Beneficiary>,
    report: &mut Report,
) {
    let row = evidence.case.scenario.source(source);
    let Some(most) = row.max_partners else { return };
    let most = usize::try_from(most).unwrap_or(usize::MAX).max(bond.kept.len());
    if places.len() > most {
        let count = places.len();
        report.add("c8_partners", FILE, &[("source", &row.id), ("count", &count), ("most", &most)]);
    }
}

/// A candidate row, or without any the place is of the right kind and `max_partners` is given; never a forbidden
/// place, and always one with a need that the source may fund.
fn may_be_chosen(bond: &Bond, worth: &Worth, (source, place): (SourceIndex, Beneficiary)) -> bool {
    let status = bond.stated.get(&place).map(|(status, _)| *status);
    let is_household = matches!(place, Beneficiary::Household(_));
    let is_candidate = match status {
        Some(PairingStatus::Forbid) => false,
        Some(PairingStatus::Keep | PairingStatus::Candidate) => true,
        None => !bond.has_candidates() && is_household == bond.by_household && worth.has_most(source),
    };
    is_candidate && worth.open(source, place).is_some()
}
