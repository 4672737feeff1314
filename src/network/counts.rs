//! What is counted by household: whether a plan helps it, and whether it leaves poverty. Only whole units give these a
//! meaning, so they join at stage 2.

use std::collections::BTreeMap;

use crate::domain::settings::Maximize;
use crate::domain::{Beneficiary, Scenario};
use crate::exits::{Change, Poverty};
use crate::ids::{HouseholdIndex, NeedIndex};
use crate::units::Vnd;

/// What is counted.
#[derive(Debug, Clone, PartialEq)]
pub enum Counted {
    /// One, if any of these needs is served.
    Helped(Vec<NeedIndex>),
    /// One, if the household leaves poverty.
    Exit(Poverty),
}

/// A count of a household, and where it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// What is counted.
    pub what: Counted,
    /// (row of `RuleRows::rows`, coefficient).
    pub rows: Vec<(usize, f64)>,
    /// Whether the objective counts it.
    pub is_objective: bool,
}

/// The counts of all households that outside help alone does not settle.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    of_household: BTreeMap<HouseholdIndex, Vec<Count>>,
    needs: BTreeMap<HouseholdIndex, Vec<NeedIndex>>,
}

impl Counts {
    /// Of a scenario; exits of every household that may leave poverty, where the objective counts them.
    pub(super) fn of(scenario: &Scenario) -> Self {
        let mut counts = Self::default();
        let is_objective = scenario.settings.objective.maximize == Maximize::Exits;
        if is_objective || scenario.rules.iter().any(crate::domain::Rule::needs_whole_units) {
            for (index, need) in scenario.needs() {
                if let Beneficiary::Household(household) = need.beneficiary {
                    counts.needs.entry(household).or_default().push(index);
                }
            }
        }
        if is_objective {
            let households: Vec<HouseholdIndex> = counts.needs.keys().copied().collect();
            for household in households {
                if let Exit::Open(poverty) = counts.exit(scenario, household) {
                    let count = Count { what: Counted::Exit(poverty), rows: Vec::new(), is_objective };
                    counts.of_household.entry(household).or_default().push(count);
                }
            }
        }
        counts
    }

    /// The counts of a household.
    pub fn of_household(&self, household: HouseholdIndex) -> &[Count] {
        self.of_household.get(&household).map(Vec::as_slice).unwrap_or_default()
    }

    /// All needs of a household that is counted.
    pub fn needs_of(&self, beneficiary: Option<Beneficiary>) -> impl Iterator<Item = NeedIndex> {
        let household = match beneficiary {
            Some(Beneficiary::Household(household)) => Some(household),
            _ => None,
        };
        household.and_then(|household| self.needs.get(&household)).into_iter().flatten().copied()
    }

    /// Every household with counts.
    pub fn households(&self) -> impl Iterator<Item = HouseholdIndex> {
        self.of_household.keys().copied()
    }

    /// Adds the households with an award among `needs` to a row; what outside help alone counts.
    pub(super) fn add_helped(
        &mut self,
        scenario: &Scenario,
        needs: &[NeedIndex],
        (row, coefficient): (usize, f64),
    ) -> f64 {
        let mut by_household: BTreeMap<HouseholdIndex, Vec<NeedIndex>> = BTreeMap::new();
        for &index in needs {
            if let Beneficiary::Household(household) = scenario.need(index).beneficiary {
                by_household.entry(household).or_default().push(index);
            }
        }
        let mut constant = 0.0;
        for (household, needs) in by_household {
            if needs.iter().any(|&need| scenario.need(need).outside > Vnd::ZERO) {
                constant += coefficient;
            } else {
                self.add(household, Counted::Helped(needs), (row, coefficient));
            }
        }
        constant
    }

    /// Adds the exits of the households of `needs` to a row; what outside help alone counts.
    pub(super) fn add_exits(
        &mut self,
        scenario: &Scenario,
        needs: &[NeedIndex],
        (row, coefficient): (usize, f64),
    ) -> f64 {
        let mut households: Vec<HouseholdIndex> = needs
            .iter()
            .filter_map(|&need| match scenario.need(need).beneficiary {
                Beneficiary::Household(household) => Some(household),
                Beneficiary::Commune(_) => None,
            })
            .collect();
        households.sort_unstable();
        households.dedup();
        let mut constant = 0.0;
        for household in households {
            match self.exit(scenario, household) {
                Exit::ByOthers => constant += coefficient,
                Exit::Open(poverty) => self.add(household, Counted::Exit(poverty), (row, coefficient)),
                Exit::Never => {}
            }
        }
        constant
    }

    fn add(&mut self, household: HouseholdIndex, what: Counted, (row, coefficient): (usize, f64)) {
        let counts = self.of_household.entry(household).or_default();
        let Some(count) = counts.iter_mut().find(|count| count.what == what) else {
            counts.push(Count { what, rows: vec![(row, coefficient)], is_objective: false });
            return;
        };
        match count.rows.iter_mut().find(|(known, _)| *known == row) {
            Some((_, sum)) => *sum += coefficient,
            None => count.rows.push((row, coefficient)),
        }
    }

    fn exit(&self, scenario: &Scenario, household: HouseholdIndex) -> Exit {
        let Some(poverty) = Poverty::of(scenario, household) else { return Exit::Never };
        if poverty.ends(self.change(scenario, household, |_| Vnd::ZERO)) {
            Exit::ByOthers
        } else if poverty.ends(self.change(scenario, household, |need| scenario.need(need).open())) {
            Exit::Open(poverty)
        } else {
            Exit::Never
        }
    }

    /// What outside help and `granted` change for a household.
    fn change(&self, scenario: &Scenario, household: HouseholdIndex, granted: impl Fn(NeedIndex) -> Vnd) -> Change {
        let mut change = Change::default();
        for &index in self.needs.get(&household).into_iter().flatten() {
            let need = scenario.need(index);
            change.add(scenario, need, need.outside + granted(index));
        }
        change
    }

    /// Whether a count of a household is reached by what is granted.
    pub fn is_reached(
        &self,
        scenario: &Scenario,
        (household, count): (HouseholdIndex, &Count),
        granted: &[Vnd],
    ) -> bool {
        let amount = |need: NeedIndex| granted.get(need.get()).copied().unwrap_or_default();
        match &count.what {
            Counted::Helped(needs) => needs.iter().any(|&need| amount(need) > Vnd::ZERO),
            Counted::Exit(poverty) => poverty.ends(self.change(scenario, household, amount)),
        }
    }

    /// (row, sum) of what a household counts by what is granted.
    pub fn reached(&self, scenario: &Scenario, household: HouseholdIndex, granted: &[Vnd]) -> Vec<(usize, f64)> {
        let counts = self.of_household(household).iter();
        let reached = counts.filter(|count| self.is_reached(scenario, (household, count), granted));
        reached.flat_map(|count| count.rows.iter().copied()).collect()
    }
}

/// Whether a household may leave poverty.
enum Exit {
    /// Outside help alone lifts it.
    ByOthers,
    /// The plan may.
    Open(Poverty),
    /// Nothing that is asked is enough, or it is not poor.
    Never,
}
