//! The scenario restated for the second opinion: what each need asks and weighs, what each source has, who belongs
//! to which group. Read from page 2 anew, in the plainest form; refuses to look at any written table.

use std::collections::{BTreeMap, BTreeSet};

use super::exact::{decimal, usable};
use crate::domain::settings::WeightBasis;
use crate::domain::{
    Area, Beneficiary, Class, CommitmentStatus, Grain, Household, Level, Need, Scenario, Source, SourceStatus, Worth,
};
use crate::ids::{AreaIndex, HouseholdIndex, NeedIndex, SourceIndex};

/// The scenario with what follows from it alone.
pub(super) struct Case<'a> {
    pub(super) scenario: &'a Scenario,
    /// By need.
    pub(super) asks: Vec<Ask>,
    /// By source.
    pub(super) funds: Vec<Fund>,
    /// Đồng promised or disbursed by a source to a need.
    pub(super) committed: BTreeMap<(SourceIndex, NeedIndex), i128>,
    /// By household: its needs.
    pub(super) needs_of: Vec<Vec<NeedIndex>>,
    /// By area: what the official counts and the household list say.
    pub(super) counts: Vec<Count>,
    needs_by_ids: BTreeMap<(&'a str, &'a str), NeedIndex>,
    sources_by_id: BTreeMap<&'a str, SourceIndex>,
}

/// What a need asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask {
    /// a: đồng per unit.
    pub(super) cost: i128,
    /// a m, đồng.
    pub(super) asked: i128,
    /// a o, đồng of this need's cost.
    pub(super) outside: i128,
    /// Đồng that the lines of outside help state.
    pub(super) outside_lines: i128,
    /// Đồng promised.
    pub(super) promised: i128,
    /// Đồng paid out before.
    pub(super) disbursed: i128,
    /// Smallest amount that may be granted; `None` for whole units.
    pub(super) minimum: Option<i128>,
    /// w: weight of one unit.
    pub(super) weight: f64,
    /// Where the beneficiary lives.
    pub(super) commune: AreaIndex,
    /// Its fairness group.
    pub(super) group: AreaIndex,
}

impl Ask {
    /// Units that an amount is.
    pub(super) fn units(&self, dong: i128) -> f64 {
        decimal(dong) / decimal(self.cost)
    }
}

/// What a source has, in đồng (goods at the package's cost).
#[derive(Debug, Clone, Copy)]
pub(super) struct Fund {
    /// What it gives.
    pub(super) gives: i128,
    /// B: what may be used.
    pub(super) available: i128,
    /// What it has promised or paid.
    pub(super) committed: i128,
}

/// Households of an area.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    /// Poor: official, else listed at or below the area.
    pub(super) poor: u32,
    /// Near-poor, likewise.
    pub(super) near_poor: u32,
}

impl<'a> Case<'a> {
    /// Restates a scenario.
    pub(super) fn of(scenario: &'a Scenario) -> Self {
        let counts = counts(scenario);
        let mut asks: Vec<Ask> = scenario.needs.iter().map(|need| ask(scenario, &counts, need)).collect();
        let committed = commitments(scenario, &mut asks);
        let mut needs_of = vec![Vec::new(); scenario.households.len()];
        for (index, need) in scenario.needs() {
            if let Beneficiary::Household(household) = need.beneficiary {
                needs_of[household.get()].push(index);
            }
        }
        let ids = |need: &Need| (scenario.beneficiary_id(need.beneficiary), &*scenario.package(need.package).id);
        Self {
            scenario,
            asks,
            funds: funds(scenario, &committed),
            committed,
            needs_of,
            counts,
            needs_by_ids: scenario.needs().map(|(index, need)| (ids(need), index)).collect(),
            sources_by_id: scenario.sources().map(|(index, source)| (&*source.id, index)).collect(),
        }
    }

    /// What a need asks.
    pub(super) fn ask(&self, need: NeedIndex) -> &Ask {
        &self.asks[need.get()]
    }

    /// What a source has.
    pub(super) fn fund(&self, source: SourceIndex) -> &Fund {
        &self.funds[source.get()]
    }

    /// The need of a beneficiary and a package, by their ids.
    pub(super) fn need(&self, beneficiary: &str, package: &str) -> Option<NeedIndex> {
        self.needs_by_ids.get(&(beneficiary, package)).copied()
    }

    /// The source with an id.
    pub(super) fn source(&self, id: &str) -> Option<SourceIndex> {
        self.sources_by_id.get(id).copied()
    }

    /// Beneficiary and package of a need, by their ids.
    pub(super) fn ids(&self, need: NeedIndex) -> [&'a str; 2] {
        let need = self.scenario.need(need);
        [self.scenario.beneficiary_id(need.beneficiary), &self.scenario.package(need.package).id]
    }

    /// Needs of the same household and exclusive group, but this one.
    pub(super) fn rivals(&self, need: NeedIndex) -> impl Iterator<Item = NeedIndex> {
        let group = self.exclusive_group(need);
        let siblings = match self.scenario.need(need).beneficiary {
            Beneficiary::Household(household) if group.is_some() => self.siblings(household),
            _ => &[],
        };
        siblings.iter().copied().filter(move |&other| other != need && self.exclusive_group(other) == group)
    }

    /// The needs of a household.
    pub(super) fn siblings(&self, household: HouseholdIndex) -> &[NeedIndex] {
        &self.needs_of[household.get()]
    }

    /// The exclusive group of a need's package.
    pub(super) fn exclusive_group(&self, need: NeedIndex) -> Option<&'a str> {
        self.scenario.package(self.scenario.need(need).package).exclusive_group.as_deref()
    }

    /// Đồng that a source has committed to a need.
    pub(super) fn committed_to(&self, source: SourceIndex, need: NeedIndex) -> i128 {
        self.committed.get(&(source, need)).copied().unwrap_or(0)
    }

    /// (Poor − `exits`) ÷ official households, never below 0 though a list may hold more poor than the official count;
    /// `None` where the households are unknown.
    pub(super) fn poverty_rate(&self, area: AreaIndex, exits: u32) -> Option<f64> {
        poverty_rate(self.scenario.area(area), self.counts[area.get()], exits)
    }

    /// Every area of the level of fairness, and every area above it to which a beneficiary without such an area
    /// belongs; by code.
    pub(super) fn groups(&self) -> BTreeSet<AreaIndex> {
        let over = self.scenario.settings.fairness.over;
        let level = self.scenario.areas.iter().enumerate().filter(|(_, area)| area.level == over);
        level.map(|(position, _)| AreaIndex::new(position)).chain(self.asks.iter().map(|ask| ask.group)).collect()
    }
}

fn poverty_rate(area: &Area, count: Count, exits: u32) -> Option<f64> {
    let households = area.households.filter(|&households| households > 0)?;
    Some(f64::from(count.poor.saturating_sub(exits)) / f64::from(households))
}

/// Official counts where they are given, else those of the household list at or below the area.
fn counts(scenario: &Scenario) -> Vec<Count> {
    let mut counts = vec![Count::default(); scenario.areas.len()];
    for household in &scenario.households {
        for area in scenario.lineage(household.area) {
            let count = &mut counts[area.get()];
            count.poor += u32::from(household.class == Class::Poor);
            count.near_poor += u32::from(household.class == Class::NearPoor);
        }
    }
    for (count, area) in counts.iter_mut().zip(&scenario.areas) {
        count.poor = area.poor_households.unwrap_or(count.poor);
        count.near_poor = area.near_poor_households.unwrap_or(count.near_poor);
    }
    counts
}

/// A need before its commitments.
fn ask(scenario: &Scenario, counts: &[Count], need: &Need) -> Ask {
    let home = scenario.home(need.beneficiary);
    let cost = i128::from(need.unit_cost.dong());
    let millions = match scenario.settings.weight.basis {
        WeightBasis::Cost => decimal(cost) / 1e6,
        WeightBasis::Unit => 1.0,
    };
    let over = scenario.settings.fairness.over;
    let mut lineage = scenario.lineage(home);
    let group = lineage.find(|&area| scenario.area(area).level >= over);
    Ask {
        cost,
        asked: cost * i128::from(need.quantity),
        outside: 0,
        outside_lines: 0,
        promised: 0,
        disbursed: 0,
        minimum: match scenario.package(need.package).grain {
            Grain::Whole => None,
            Grain::Divisible { min_amount } => Some(i128::from(min_amount.dong())),
        },
        weight: severity(scenario, counts, need.beneficiary) * need.priority * millions,
        commune: scenario.commune(need.beneficiary),
        group: group.or_else(|| scenario.lineage(home).last()).unwrap_or(home),
    }
}

/// Adds the commitments to the needs; returns what each source has committed to each need.
fn commitments(scenario: &Scenario, asks: &mut [Ask]) -> BTreeMap<(SourceIndex, NeedIndex), i128> {
    let mut committed = BTreeMap::new();
    for line in &scenario.commitments {
        let ask = &mut asks[line.need.get()];
        let amount = i128::from(line.amount.dong());
        match line.status {
            CommitmentStatus::Promised => ask.promised += amount,
            CommitmentStatus::Disbursed => ask.disbursed += amount,
            CommitmentStatus::Outside => {
                ask.outside_lines += amount;
                let met = if ask.minimum.is_some() { amount } else { ask.cost * i128::from(line.units) };
                ask.outside = (ask.outside + met).min(ask.asked);
            }
        }
        if let (Some(source), CommitmentStatus::Promised | CommitmentStatus::Disbursed) = (line.source, line.status) {
            *committed.entry((source, line.need)).or_insert(0) += amount;
        }
    }
    committed
}

fn funds(scenario: &Scenario, committed: &BTreeMap<(SourceIndex, NeedIndex), i128>) -> Vec<Fund> {
    let mut sums = vec![0; scenario.sources.len()];
    for (&(source, _), amount) in committed {
        sums[source.get()] += amount;
    }
    scenario.sources.iter().zip(sums).map(|(source, committed)| fund(scenario, source, committed)).collect()
}

/// B = max(⌊amount × rate × (1 − reserve)⌋, Σ committed); goods the same in units.
fn fund(scenario: &Scenario, source: &Source, committed: i128) -> Fund {
    let (count, worth) = match source.worth {
        Worth::Cash(amount) => (i128::from(amount.dong()), 1),
        Worth::Goods { package, quantity } => {
            (i128::from(quantity), i128::from(scenario.package(package).unit_cost.dong()))
        }
    };
    let rate = match source.status {
        SourceStatus::Received => crate::units::Share::ONE,
        SourceStatus::Pledged => source.rate,
    };
    let available = usable(count, rate, source.reserve) * worth;
    Fund { gives: count * worth, available: available.max(committed), committed }
}

/// How urgent a beneficiary is: the sum of what applies (page 2, `[severity]`).
fn severity(scenario: &Scenario, counts: &[Count], beneficiary: Beneficiary) -> f64 {
    let settings = &scenario.settings.severity;
    let mut points = match beneficiary {
        Beneficiary::Household(index) => severity_of_household(scenario, scenario.household(index)),
        Beneficiary::Commune(area) => {
            let rate = poverty_rate(scenario.area(area), counts[area.get()], 0).unwrap_or(0.0);
            settings.commune + settings.commune_poverty_rate * rate
        }
    };
    for (tag, weight) in &settings.area_tags {
        if scenario.lineage(scenario.home(beneficiary)).any(|area| scenario.area(area).tags.contains(tag)) {
            points += weight;
        }
    }
    points
}

fn severity_of_household(scenario: &Scenario, household: &Household) -> f64 {
    let settings = &scenario.settings.severity;
    let mut points = settings.class.get(&household.class).copied().unwrap_or(0.0);
    points += settings.indicator * f64::from(household.deprived.len());
    if let (Some(line), Some(b1)) = (points_line(scenario, household), household.b1) {
        points += settings.b1_gap * f64::max(0.0, line - b1) / line;
    }
    for (tag, weight) in &settings.tags {
        if household.tags.contains(tag) {
            points += weight;
        }
    }
    points
}

/// The line in points of the setting of the household's commune.
pub(super) fn points_line(scenario: &Scenario, household: &Household) -> Option<f64> {
    let setting = scenario.area(scenario.commune_of(household.area)).setting;
    scenario.standard.points_line.map(|lines| lines.of(setting))
}

/// A level as the tables write it.
pub(super) fn level_word(level: Level) -> &'static str {
    match level {
        Level::Village => "village",
        Level::Commune => "commune",
        Level::District => "district",
        Level::Province => "province",
    }
}
