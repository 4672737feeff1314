//! A household, a commune and a source: what the run did with them, gathered from their needs.

use std::collections::{BTreeMap, BTreeSet};

use super::needs::{View, order};
use crate::domain::explanation::{CommuneFacts, HouseholdFacts, Open, SourceFacts, UnaskedFacts};
use crate::domain::{Beneficiary, Package};
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};
use crate::units::Vnd;
use crate::validate::{self, Unasked};

pub(super) fn household(view: &View<'_>, index: HouseholdIndex) -> HouseholdFacts {
    let scenario = view.scenario;
    let this = Beneficiary::Household(index);
    let commune = scenario.commune(this);
    let needs = view.needs_of(commune);
    let mut askers: BTreeSet<Beneficiary> = needs.iter().map(|&need| scenario.need(need).beneficiary).collect();
    askers.retain(|asker| matches!(asker, Beneficiary::Household(_)));
    let own: Vec<NeedIndex> = needs.iter().copied().filter(|&need| scenario.need(need).beneficiary == this).collect();
    let place = || order(view.severity(this), askers.into_iter().map(|asker| view.severity(asker)));
    HouseholdFacts {
        household: scenario.household(index).id.clone(),
        commune: scenario.area(commune).code.clone(),
        severity: view.severity(this),
        order: (!own.is_empty()).then(place),
        unasked: if own.is_empty() { unasked(view, index) } else { Vec::new() },
        needs: own.into_iter().map(|need| view.facts(need)).collect(),
    }
}

/// Why a household has no need of any package for households.
fn unasked(view: &View<'_>, index: HouseholdIndex) -> Vec<UnaskedFacts> {
    let scenario = view.scenario;
    let facts = |package: &Package| {
        let (condition, about) = match validate::unasked(package, scenario.household(index))? {
            Unasked::Class(class) => ("class", Some(class.key().to_owned())),
            Unasked::Lacks(tag) => ("requires", Some(tag)),
            Unasked::Has(tag) => ("excludes", Some(tag)),
            Unasked::NotDeprived => ("indicators", None),
            Unasked::NoRequest => ("no_request", None),
        };
        Some(UnaskedFacts { package: package.id.clone(), condition, about })
    };
    scenario.packages.iter().filter_map(facts).collect()
}

pub(super) fn commune(view: &View<'_>, area: AreaIndex) -> CommuneFacts {
    let (scenario, needs) = (view.scenario, view.needs_of(area));
    let code = scenario.area(area).code.clone();
    let row = view.run.communes.get(&code);
    let requests = needs.iter().filter(|&&need| scenario.need(need).beneficiary == Beneficiary::Commune(area));
    CommuneFacts {
        asked: row.map_or(Vnd::ZERO, |row| row.asked),
        served: row.map_or(Vnd::ZERO, |row| row.served),
        coverage: row.and_then(|row| row.coverage),
        entitlement: row.and_then(|row| row.entitlement),
        needs: needs.len(),
        open: open(view, needs.iter().copied(), |_, reason| Some(reason.to_owned())),
        payers: view.paid(|_, need| scenario.commune(scenario.need(need).beneficiary) == area),
        requests: requests.map(|&need| view.facts(need)).collect(),
        commune: code,
    }
}

pub(super) fn source(view: &View<'_>, index: SourceIndex) -> SourceFacts {
    let money = view.run.money.get(index.get()).cloned().unwrap_or_default();
    let needs = || view.scenario.needs().map(|(need, _)| need);
    SourceFacts {
        source: view.scenario.source(index).id.clone(),
        available: money.available,
        used: money.used,
        left: money.left,
        waiting: view.paid(|payer, _| payer == index).iter().map(|paid| paid.waiting).sum(),
        reason_left: money.reason_left,
        went: view.went(index, None),
        within_reach: open(view, needs(), |need, reason| {
            view.refusal(index, need).is_none().then(|| reason.to_owned())
        }),
        out_of_reach: open(view, needs(), |need, _| {
            view.refusal(index, need).map(|refusal| refusal.column().to_owned())
        }),
    }
}

/// The open needs by the word that `word` has for each (none: it is not counted), the most money first.
fn open(
    view: &View<'_>,
    needs: impl Iterator<Item = NeedIndex>,
    word: impl Fn(NeedIndex, &str) -> Option<String>,
) -> Vec<Open> {
    let mut sums: BTreeMap<String, Open> = BTreeMap::new();
    for need in needs {
        let Some(fate) = view.run.fates.get(need.get()) else { continue };
        let reason = fate.unserved.as_deref().and_then(|reason| word(need, reason));
        if let Some(reason) = reason {
            let none = || Open { reason: reason.clone(), blocked_by: Vec::new(), needs: 0, missing: Vnd::ZERO };
            let sum = sums.entry(reason.clone()).or_insert_with(none);
            sum.needs += 1;
            sum.missing += fate.missing;
            if fate.unserved.as_deref() == Some(reason.as_str()) {
                let new = view.blocks(need).iter().filter(|block| !sum.blocked_by.contains(block));
                let new: Vec<_> = new.cloned().collect();
                sum.blocked_by.extend(new);
            }
        }
    }
    let mut list: Vec<Open> = sums.into_values().collect();
    list.sort_by_key(|line| std::cmp::Reverse(line.missing));
    list
}
