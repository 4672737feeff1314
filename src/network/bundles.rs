//! Bundles: what is decided together. Needs that are alike in every respect the model knows are one decision about a
//! number of units; needs of one household that limit each other (an exclusive group, or `households` as objective)
//! are one bundle, and households with equal bundles are again one decision.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::{Count, Counted};
use super::leaves::Leaf;
use super::money::Commitments;
use super::pieces::Group;
use super::rules::RuleRows;
use crate::domain::settings::Maximize;
use crate::domain::{Beneficiary, BeneficiaryKind, Grain, Scenario};
use crate::ids::{AreaIndex, NeedIndex};
use crate::severity::{Weights, group_at};
use crate::units::Vnd;

/// A decision about `members.len()` beneficiaries that are alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// Per beneficiary, its needs in the order of `items`.
    pub members: Vec<Vec<NeedIndex>>,
    /// What each of them may get.
    pub items: Vec<Item>,
    /// Exclusive groups: positions in `items` of which a member gets at most one unit in all, and of one package.
    pub exclusive: Vec<Vec<usize>>,
    /// When a member counts as a household that this plan helps.
    pub help: Help,
    /// What rules and the objective count of its household (then the bundle has one member).
    pub counts: Vec<BundleCount>,
}

/// A count of a bundle's household.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleCount {
    /// What is counted, and where.
    pub count: Count,
    /// Its items with their packages' effects, where they matter.
    pub items: Vec<usize>,
}

impl Bundle {
    /// How many members it has, for the solver.
    #[expect(clippy::cast_precision_loss, reason = "a scenario has fewer than 2^32 households")]
    pub fn count(&self) -> f64 {
        self.members.len() as f64
    }
}

/// When a beneficiary counts as a household helped, beyond what outside help alone counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Help {
    /// Never: a commune, or a household that outside help counts already.
    Never,
    /// Whatever the plan does: something is committed to it.
    Always,
    /// If the plan serves one of its needs.
    IfServed,
}

/// A need of each member of a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its leaf (position in `Network::leaves`).
    pub leaf: usize,
    /// a: đồng per unit.
    pub unit_cost: Vnd,
    /// w: weight per unit.
    pub weight: f64,
    /// Whole units or in part.
    pub grain: Grain,
    /// Đồng that one member may be granted, commitments included: a (m − o).
    pub capacity: Vnd,
    /// Đồng that sources which pay any part have committed to it (then the bundle has one member).
    pub committed_parts: Vnd,
    /// Đồng that whole-unit sources have committed to it (then the bundle has one member).
    pub committed_units: Vnd,
    /// Whether each unit is a household: a household package on a commune's own request.
    pub unit_is_household: bool,
    /// Fairness group (position in `Network::groups`).
    pub group: Option<usize>,
    /// Đồng that the earlier run of `--near` granted to one member, as far as it may be granted again.
    pub earlier: Option<Vnd>,
    /// Đồng that each plan which the new one is to be unlike granted to one member, as far as it may be granted again.
    pub before: Vec<Vnd>,
    /// What one unit counts in which rule: (row of `RuleRows::rows`, coefficient).
    pub rules: Vec<(usize, f64)>,
}

impl Item {
    /// Đồng that one member is bound to be granted, in whole units where the package is whole: what the commitments
    /// are completed to (C6).
    pub fn bound(&self) -> Vnd {
        let committed = self.committed_units + self.committed_parts;
        match self.grain {
            Grain::Whole => {
                let units = self.committed_parts + self.unit_cost - Vnd::new(1);
                self.committed_units + self.unit_cost.times(units.whole_units(self.unit_cost))
            }
            Grain::Divisible { .. } if committed == Vnd::ZERO => Vnd::ZERO,
            Grain::Divisible { min_amount } => committed.max(min_amount.min(self.capacity)),
        }
    }

    /// Đồng committed to one member.
    pub fn committed(&self) -> Vnd {
        self.committed_units + self.committed_parts
    }

    /// The smallest amount that a member may be granted of a divisible package.
    pub fn minimum(&self) -> Vnd {
        match self.grain {
            Grain::Whole => self.unit_cost,
            Grain::Divisible { min_amount } => min_amount.min(self.capacity),
        }
    }
}

/// What makes two items alike; weights compare by their bits.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct ItemLikeness {
    leaf: usize,
    unit_cost: Vnd,
    weight_bits: u64,
    grain: Grain,
    capacity: Vnd,
    unit_is_household: bool,
    group: Option<usize>,
    earlier: Option<Vnd>,
    before: Vec<Vnd>,
    rules: Vec<(usize, u64)>,
}

/// What makes two sets of needs alike.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Likeness {
    items: Vec<ItemLikeness>,
    exclusive: Vec<Vec<usize>>,
    help: Help,
    alone: Option<NeedIndex>,
}

/// Finds the bundles, in the order of their first need.
pub(super) fn find(
    scenario: &Scenario,
    weights: &Weights,
    leaves: &[Leaf],
    commitments: &Commitments,
    (groups, rules): (&[Group], &RuleRows),
) -> Vec<Bundle> {
    let finder = Finder::new(scenario, weights, leaves, commitments, (groups, rules));
    let mut alike: BTreeMap<Likeness, Vec<Vec<NeedIndex>>> = BTreeMap::new();
    for needs in finder.sets() {
        let bundle = finder.bundle(&needs);
        alike.entry(likeness(&bundle, &needs)).or_default().push(needs);
    }
    let mut bundles: Vec<Bundle> = alike
        .into_values()
        .map(|members| Bundle {
            members: members.clone(),
            ..finder.bundle(members.first().expect("a bundle has a member"))
        })
        .collect();
    bundles.sort_by(|one, other| one.members.cmp(&other.members));
    bundles
}

fn likeness(bundle: &Bundle, needs: &[NeedIndex]) -> Likeness {
    let is_partly_served_before =
        |item: &Item| item.earlier.iter().chain(&item.before).any(|&one| one > Vnd::ZERO && one < item.capacity);
    let is_alone = !bundle.counts.is_empty()
        || bundle.items.iter().any(|item| item.committed() > Vnd::ZERO || is_partly_served_before(item));
    let key = |item: &Item| ItemLikeness {
        leaf: item.leaf,
        unit_cost: item.unit_cost,
        weight_bits: item.weight.to_bits(),
        grain: item.grain,
        capacity: item.capacity,
        unit_is_household: item.unit_is_household,
        group: item.group,
        earlier: item.earlier,
        before: item.before.clone(),
        rules: item.rules.iter().map(|&(row, coefficient)| (row, coefficient.to_bits())).collect(),
    };
    Likeness {
        items: bundle.items.iter().map(key).collect(),
        exclusive: bundle.exclusive.clone(),
        help: bundle.help,
        alone: is_alone.then(|| needs.first().copied()).flatten(),
    }
}

/// What ties needs together: a household, its exclusive group, or nothing but the need itself.
type SetKey<'a> = (Option<Beneficiary>, Option<&'a str>, Option<NeedIndex>);

struct Finder<'a> {
    scenario: &'a Scenario,
    weights: &'a Weights,
    commitments: &'a Commitments,
    rules: &'a RuleRows,
    leaf_of: BTreeMap<NeedIndex, usize>,
    group_of: BTreeMap<AreaIndex, usize>,
    /// Needs of an exclusive group of a household that others' or earlier help has settled on one package: the rest.
    closed: BTreeSet<NeedIndex>,
    /// Beneficiaries that some help reaches whatever the plan does.
    helped: BTreeMap<Beneficiary, Help>,
}

impl<'a> Finder<'a> {
    fn new(
        scenario: &'a Scenario,
        weights: &'a Weights,
        leaves: &[Leaf],
        commitments: &'a Commitments,
        (groups, rules): (&[Group], &'a RuleRows),
    ) -> Self {
        let leaf_of = leaves
            .iter()
            .enumerate()
            .flat_map(|(position, leaf)| leaf.needs.iter().map(move |&need| (need, position)))
            .collect();
        let group_of = groups.iter().enumerate().map(|(position, group)| (group.area, position)).collect();
        let is_settled =
            |index: NeedIndex| scenario.need(index).outside > Vnd::ZERO || commitments.of_need(index) > Vnd::ZERO;
        let mut helped = BTreeMap::new();
        for (_, need) in scenario.needs().filter(|&(index, _)| is_settled(index)) {
            let help = if need.outside > Vnd::ZERO { Help::Never } else { Help::Always };
            let known = helped.entry(need.beneficiary).or_insert(help);
            *known = (*known).min(help);
        }
        let settled: BTreeMap<(Beneficiary, &str), NeedIndex> = scenario
            .needs()
            .filter(|&(index, _)| is_settled(index))
            .filter_map(|(index, need)| Some((scenario.exclusive_group(index)?, (index, need))))
            .map(|(key, (index, _))| (key, index))
            .collect();
        let closed = scenario
            .needs()
            .filter(|&(index, _)| {
                let key = scenario.exclusive_group(index);
                key.and_then(|key| settled.get(&key)).is_some_and(|&chosen| chosen != index)
            })
            .map(|(index, _)| index)
            .collect();
        Self { scenario, weights, commitments, rules, leaf_of, group_of, closed, helped }
    }

    /// Needs that are decided together: those of a household that share an exclusive group, all of a household where
    /// households count, each other need alone.
    fn sets(&self) -> Vec<Vec<NeedIndex>> {
        let counts_households = self.scenario.settings.objective.maximize == Maximize::Households;
        let mut sets: BTreeMap<SetKey<'_>, Vec<NeedIndex>> = BTreeMap::new();
        for &index in self.leaf_of.keys().filter(|index| !self.closed.contains(index)) {
            let need = self.scenario.need(index);
            let is_household = matches!(need.beneficiary, Beneficiary::Household(_));
            let key = match self.scenario.exclusive_group(index) {
                _ if is_household && (counts_households || self.is_counted(need.beneficiary)) => {
                    (Some(need.beneficiary), None, None)
                }
                Some((beneficiary, group)) => (Some(beneficiary), Some(group), None),
                None => (None, None, Some(index)),
            };
            sets.entry(key).or_default().push(index);
        }
        sets.into_values().collect()
    }

    fn bundle(&self, needs: &[NeedIndex]) -> Bundle {
        let items: Vec<Item> = needs.iter().map(|&need| self.item(need)).collect();
        let mut exclusive: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (position, &need) in needs.iter().enumerate() {
            if let Some((_, group)) = self.scenario.exclusive_group(need) {
                exclusive.entry(group).or_default().push(position);
            }
        }
        let first = needs.first().map(|&need| self.scenario.need(need).beneficiary);
        let help = match first {
            Some(household @ Beneficiary::Household(_)) => *self.helped.get(&household).unwrap_or(&Help::IfServed),
            _ => Help::Never,
        };
        let exclusive = exclusive.into_values().filter(|items| items.len() > 1).collect();
        Bundle { members: vec![needs.to_vec()], items, exclusive, help, counts: self.counts(needs) }
    }

    /// Whether something is counted about a beneficiary.
    fn is_counted(&self, beneficiary: Beneficiary) -> bool {
        matches!(beneficiary, Beneficiary::Household(household) if !self.rules.counts.of_household(household).is_empty())
    }

    /// What is counted about the household of these needs.
    fn counts(&self, needs: &[NeedIndex]) -> Vec<BundleCount> {
        let first = needs.first().map(|&need| self.scenario.need(need).beneficiary);
        let Some(Beneficiary::Household(household)) = first else { return Vec::new() };
        let items = |count: &Count| match &count.what {
            Counted::Helped(counted) => {
                (0..needs.len()).filter(|&item| needs.get(item).is_some_and(|need| counted.contains(need))).collect()
            }
            Counted::Exit(_) => (0..needs.len()).collect(),
        };
        let counts = self.rules.counts.of_household(household).iter();
        counts.map(|count| BundleCount { items: items(count), count: count.clone() }).collect()
    }

    fn item(&self, index: NeedIndex) -> Item {
        let need = self.scenario.need(index);
        let package = self.scenario.package(need.package);
        let is_whole_source = |source| self.scenario.source(source).pays_whole_units();
        let (units, parts): (Vec<_>, Vec<_>) =
            self.commitments.to_need(index).partition(|&(source, _)| is_whole_source(source));
        let sum = |pairs: Vec<(_, Vnd)>| pairs.into_iter().map(|(_, amount)| amount).sum();
        let is_request = matches!(need.beneficiary, Beneficiary::Commune(_));
        let home = self.scenario.home(need.beneficiary);
        let group = group_at(self.scenario, home, self.scenario.settings.fairness.over);
        let one_unit = self.scenario.exclusive_group(index).map(|_| need.unit_cost.saturating_sub(need.outside));
        let capacity = one_unit.map_or(need.open(), |unit| unit.min(need.open()));
        Item {
            leaf: *self.leaf_of.get(&index).expect("a bundle is made of needs with a leaf"),
            unit_cost: need.unit_cost,
            weight: self.weights.per_unit(index),
            grain: package.grain,
            capacity,
            committed_units: sum(units),
            committed_parts: sum(parts),
            unit_is_household: is_request && package.beneficiary == BeneficiaryKind::Household,
            group: self.group_of.get(&group).copied(),
            earlier: self.scenario.earlier(index).map(|earlier| earlier.min(capacity)),
            before: self
                .scenario
                .aim
                .iter()
                .flat_map(|aim| aim.granted_before(index))
                .map(|one| one.min(capacity))
                .collect(),
            rules: self.rules.of(index).to_vec(),
        }
    }
}
