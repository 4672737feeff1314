//! Random small scenarios that use every feature of the model: both accounts, goods, whole units, caps, divisible
//! packages, exclusive groups, communes' requests, commitments, outside help, pledges, every earmark.

use std::collections::{BTreeMap, BTreeSet};

use chungtay::domain::settings::{Entitlement, Maximize, Measure, Settings, WeightBasis};
use chungtay::domain::{
    Account, Area, Beneficiary, BeneficiaryKind, Class, Commitment, CommitmentStatus, Demand, Earmark, Grain,
    Household, Level, Need, Package, Scenario, Setting, Source, SourceKind, SourceStatus, Standard, Worth,
};
use chungtay::eligibility::refusal;
use chungtay::findings::Place;
use chungtay::ids::{AreaIndex, HouseholdIndex, NeedIndex, PackageIndex, SourceIndex};
use chungtay::units::{Share, Vnd};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

/// How large a random scenario is, at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    /// Communes.
    pub communes: usize,
    /// Households.
    pub households: usize,
    /// Sources.
    pub sources: usize,
}

const TAGS: [&str; 3] = ["disabled", "land_clear", "ethnic_minority"];
const CLASSES: [Class; 3] = [Class::Poor, Class::NearPoor, Class::Other];

/// A random scenario; equal seeds give equal scenarios.
pub(crate) fn scenario(seed: u64, size: Size) -> Scenario {
    let mut random = Pcg64::seed_from_u64(seed);
    let standard = Standard::built_in().remove(0).1;
    let mut scenario = Scenario {
        settings: settings(&mut random),
        areas: areas(&mut random, size),
        households: Vec::new(),
        packages: Vec::new(),
        standard,
        needs: Vec::new(),
        sources: Vec::new(),
        commitments: Vec::new(),
        pairings: Vec::new(),
        rules: Vec::new(),
        near: None,
        aim: None,
    };
    scenario.packages = packages(&mut random, &scenario);
    scenario.households = households(&mut random, &scenario, size);
    scenario.needs = needs(&mut random, &scenario);
    scenario.sources = sources(&mut random, &scenario, size);
    if random.random_bool(0.5) {
        commit(&mut random, &mut scenario);
    }
    scenario
}

/// A random scenario so small that every plan can be tried: few needs, of whole packages that often exclude
/// each other, little money, many caps.
pub(crate) fn tiny(seed: u64) -> Scenario {
    let mut scenario = scenario(seed, Size { communes: 2, households: 4, sources: 5 });
    let mut random = Pcg64::seed_from_u64(seed);
    scenario.commitments.clear();
    for package in scenario.packages.iter_mut().filter(|package| package.id == "model") {
        package.exclusive_group = Some("home".into());
    }
    let packages = &scenario.packages;
    scenario.needs.retain(|need| packages[need.package.get()].grain == Grain::Whole);
    while scenario.needs.len() > 6 {
        scenario.needs.remove(random.random_range(0..scenario.needs.len()));
    }
    for need in &mut scenario.needs {
        need.outside = Vnd::ZERO;
    }
    for source in &mut scenario.sources {
        if random.random_bool(0.5) {
            source.earmark = Earmark::default();
        }
        if let Worth::Cash(amount) = &mut source.worth {
            *amount = Vnd::new(random.random_range(0..60) * 1_000_000 + random.random_range(0..2) * 123_457);
        }
        let mut cap = |of: &[i64]| random.random_bool(0.4).then(|| Vnd::new(*pick(&mut random, of) * 1_000_000));
        (source.max_per_household, source.max_per_commune) = (cap(&[2, 6, 13, 32]), cap(&[11, 32, 64]));
        source.whole_units |= random.random_bool(0.2);
    }
    if random.random_bool(0.7) {
        commit(&mut random, &mut scenario);
    }
    scenario
}

fn settings(random: &mut Pcg64) -> Settings {
    let mut settings =
        Settings { title: "random".into(), year: 2026, standard: "2022-2025".into(), ..Settings::default() };
    settings.fairness.over =
        *pick(random, &[Level::Commune, Level::Commune, Level::Village, Level::District, Level::Province]);
    settings.fairness.measure = *pick(random, &[Measure::Coverage, Measure::PerHousehold]);
    settings.fairness.entitlement =
        *pick(random, &[Entitlement::Leximin, Entitlement::Leximin, Entitlement::MaxMin, Entitlement::None]);
    settings.fairness.strength = *pick(random, &[1.0, 1.0, 0.5, 0.0]);
    settings.weight.basis = *pick(random, &[WeightBasis::Cost, WeightBasis::Cost, WeightBasis::Unit]);
    settings.objective.maximize =
        *pick(random, &[Maximize::Weight, Maximize::Weight, Maximize::Units, Maximize::Households, Maximize::Amount]);
    settings.severity.tags.insert("disabled".into(), 0.5);
    settings.severity.area_tags.insert("region_iii".into(), 0.5);
    settings.solve.gap = 0.0;
    settings
}

fn areas(random: &mut Pcg64, size: Size) -> Vec<Area> {
    let area = |code: String, level, parent, random: &mut Pcg64| Area {
        name: code.clone(),
        code,
        level,
        parent,
        setting: Setting::Rural,
        households: Some(100),
        poor_households: Some(random.random_range(1..40)),
        near_poor_households: Some(random.random_range(0..20)),
        tags: if random.random_bool(0.3) { BTreeSet::from(["region_iii".to_owned()]) } else { BTreeSet::new() },
    };
    let mut areas = vec![area("p".into(), Level::Province, None, random)];
    let communes = random.random_range(1..=size.communes);
    for commune in 0..communes {
        areas.push(area(format!("p{commune}"), Level::Commune, Some(AreaIndex::new(0)), random));
    }
    for commune in 0..communes {
        if random.random_bool(0.5) {
            let parent = AreaIndex::new(1 + commune);
            areas.push(area(format!("pv{commune}"), Level::Village, Some(parent), random));
        }
    }
    areas
}

fn packages(random: &mut Pcg64, scenario: &Scenario) -> Vec<Package> {
    let package = |id: &str, purpose: &str, cost: i64| Package {
        id: id.to_owned(),
        name: id.to_owned(),
        purpose: purpose.to_owned(),
        unit_cost: Vnd::new(cost),
        beneficiary: BeneficiaryKind::Household,
        indicators: scenario.standard.set_of([]),
        names_indicators: false,
        b1_gain: 0.0,
        classes: BTreeSet::new(),
        requires: BTreeSet::new(),
        excludes: BTreeSet::new(),
        exclusive_group: None,
        priority: 1.0,
        grain: Grain::Whole,
        demand: Demand::Requested,
        account: Account::Poverty,
    };
    let mut house = package("house", "housing", 60_000_000);
    house.exclusive_group = Some("home".into());
    let mut repair = package("repair", "housing", 30_000_000);
    repair.exclusive_group = Some("home".into());
    let mut school = package("school", "education", 5_000_000);
    // A household helped with 1 đồng is within the direct model's tolerance of one helped with nothing.
    let is_count = scenario.settings.objective.maximize == Maximize::Households;
    let least = if is_count { 1_500_000 } else { *pick(random, &[1, 1_500_000]) };
    school.grain = Grain::Divisible { min_amount: Vnd::new(least) };
    let mut stove = package("stove", "housing", 7_000_000);
    stove.grain = Grain::Divisible { min_amount: Vnd::new(2_000_000) };
    stove.exclusive_group = Some("home".into());
    let mut relief = package("relief", "relief", 4_000_000);
    relief.account = Account::Relief;
    let mut road = package("road", "public_work", 80_000_000);
    road.beneficiary = BeneficiaryKind::Commune;
    let mut gift = package("gift", "gift", 1_000_000);
    gift.priority = 1.5;
    let mut packages =
        vec![gift, house, package("model", "livelihood", 10_000_000), relief, repair, road, school, stove];
    packages.sort_by(|one, other| one.id.cmp(&other.id));
    packages
}

fn households(random: &mut Pcg64, scenario: &Scenario, size: Size) -> Vec<Household> {
    let homes: Vec<AreaIndex> = (1..scenario.areas.len()).map(AreaIndex::new).collect();
    (0..random.random_range(1..=size.households))
        .map(|number| {
            let keys: Vec<&str> =
                scenario.standard.indicators.iter().filter(|_| random.random_bool(0.25)).map(String::as_str).collect();
            Household {
                id: format!("h{number:02}"),
                area: *pick(random, &homes),
                head_name: "=Người".into(),
                national_id: "000".into(),
                birth_year: "1970".into(),
                members: 4,
                class: *pick(random, &CLASSES),
                b1: Some(f64::from(random.random_range(80..200))),
                deprived: scenario.standard.set_of(keys),
                tags: TAGS.iter().filter(|_| random.random_bool(0.4)).map(|&tag| tag.to_owned()).collect(),
                place: Place::default(),
            }
        })
        .collect()
}

fn needs(random: &mut Pcg64, scenario: &Scenario) -> Vec<Need> {
    let mut needs: BTreeMap<(String, usize), Need> = BTreeMap::new();
    let beneficiaries =
        (0..scenario.households.len()).map(|household| Beneficiary::Household(HouseholdIndex::new(household))).chain(
            (0..scenario.areas.len())
                .map(AreaIndex::new)
                .filter(|&area| scenario.area(area).level == Level::Commune)
                .map(Beneficiary::Commune),
        );
    for beneficiary in beneficiaries {
        for (position, package) in scenario.packages.iter().enumerate() {
            let is_commune = matches!(beneficiary, Beneficiary::Commune(_));
            if random.random_bool(0.55) || (!is_commune && package.beneficiary == BeneficiaryKind::Commune) {
                continue;
            }
            let has_own_cost = random.random_bool(0.1);
            let cost = if has_own_cost { package.unit_cost.dong() + 500_000 } else { package.unit_cost.dong() };
            let need = Need {
                beneficiary,
                package: PackageIndex::new(position),
                quantity: if is_commune { random.random_range(1..4) } else { 1 },
                class: (is_commune && random.random_bool(0.5)).then_some(Class::Poor),
                unit_cost: Vnd::new(cost),
                has_own_cost,
                priority: package.priority,
                outside: Vnd::ZERO,
                place: Place::default(),
            };
            needs.insert((scenario.beneficiary_id(beneficiary).to_owned(), position), need);
        }
    }
    needs.into_values().collect()
}

fn sources(random: &mut Pcg64, scenario: &Scenario, size: Size) -> Vec<Source> {
    (0..random.random_range(1..=size.sources)).map(|number| source(random, scenario, number)).collect()
}

fn source(random: &mut Pcg64, scenario: &Scenario, number: usize) -> Source {
    let package = PackageIndex::new(random.random_range(0..scenario.packages.len()));
    let is_goods = random.random_bool(0.2);
    let worth = if is_goods {
        Worth::Goods { package, quantity: random.random_range(1..4) }
    } else {
        Worth::Cash(Vnd::new(random.random_range(0..120) * 1_000_000 + random.random_range(0..2) * 123_457))
    };
    let account = if is_goods {
        scenario.package(package).account
    } else {
        *pick(random, &[Account::Poverty, Account::Poverty, Account::Poverty, Account::Relief])
    };
    let mut earmark = Earmark::default();
    if random.random_bool(0.35) {
        earmark.areas.insert(AreaIndex::new(random.random_range(0..scenario.areas.len())));
    }
    if random.random_bool(0.25) {
        earmark.purposes.extend(["housing".to_owned(), pick(random, &["gift", "livelihood", "education"]).to_string()]);
    }
    if random.random_bool(0.15) {
        earmark.packages.insert(package);
    }
    if random.random_bool(0.2) {
        earmark.classes.insert(*pick(random, &CLASSES));
    }
    if random.random_bool(0.2) {
        earmark.tags.insert(pick(random, &TAGS).to_string());
    }
    if random.random_bool(0.1) {
        earmark
            .beneficiaries
            .insert(Beneficiary::Household(HouseholdIndex::new(random.random_range(0..scenario.households.len()))));
    }
    let status = if random.random_bool(0.3) { SourceStatus::Pledged } else { SourceStatus::Received };
    Source {
        id: format!("s{number:02}"),
        name: format!("Nguồn {number}"),
        kind: SourceKind::Donor,
        worth,
        status,
        rate: if status == SourceStatus::Pledged { share(random, &["0.6", "1"]) } else { Share::ONE },
        account,
        earmark,
        reserve: share(random, &["0", "0", "0.1"]),
        whole_units: random.random_bool(0.15),
        max_per_household: random
            .random_bool(0.2)
            .then(|| Vnd::new(*pick(random, &[5_000_000, 12_000_000, 40_000_000]))),
        max_per_commune: random.random_bool(0.15).then(|| Vnd::new(*pick(random, &[20_000_000, 65_000_000]))),
        max_partners: None,
        place: Place::default(),
    }
}

/// Adds commitments of all kinds that break nothing: at most one line a need, small against source and need.
fn commit(random: &mut Pcg64, scenario: &mut Scenario) {
    let mut used = vec![Vnd::ZERO; scenario.sources.len()];
    let mut taken: BTreeSet<(Beneficiary, String)> = BTreeSet::new();
    for position in 0..scenario.needs.len() {
        if !random.random_bool(0.15) {
            continue;
        }
        let index = NeedIndex::new(position);
        let need = scenario.need(index).clone();
        let package = scenario.package(need.package).clone();
        if let Some(group) = &package.exclusive_group
            && !taken.insert((need.beneficiary, group.clone()))
        {
            continue;
        }
        if random.random_bool(0.4) {
            let amount = if package.grain == Grain::Whole { need.unit_cost } else { Vnd::new(2_500_000) };
            scenario.needs[position].outside = amount;
            push(scenario, None, index, (1, amount, CommitmentStatus::Outside));
            continue;
        }
        let source = SourceIndex::new(random.random_range(0..scenario.sources.len()));
        let row = scenario.source(source).clone();
        let amount = if row.pays_whole_units() { need.unit_cost } else { Vnd::new(2_000_000).min(need.unit_cost) };
        let worth = match row.worth {
            Worth::Cash(amount) => amount,
            Worth::Goods { package, quantity } => scenario.package(package).unit_cost.times(quantity),
        };
        let caps = [row.max_per_household, row.max_per_commune].into_iter().flatten().all(|cap| amount <= cap);
        let fits = used[source.get()] + amount <= worth && refusal(scenario, &row, &need).is_none();
        // A cap per commune is kept by one line a source.
        if fits
            && caps
            && (row.max_per_commune.is_none() || used[source.get()] == Vnd::ZERO)
            && row.max_per_household.is_none()
        {
            used[source.get()] += amount;
            let status = *pick(random, &[CommitmentStatus::Promised, CommitmentStatus::Disbursed]);
            push(scenario, Some(source), index, (1, amount, status));
        }
    }
}

fn push(
    scenario: &mut Scenario,
    source: Option<SourceIndex>,
    need: NeedIndex,
    (units, amount, status): (u32, Vnd, CommitmentStatus),
) {
    scenario.commitments.push(Commitment { source, need, units, amount, status, place: Place::default() });
}

fn share(random: &mut Pcg64, texts: &[&str]) -> Share {
    Share::parse(texts[random.random_range(0..texts.len())]).unwrap()
}

fn pick<'a, T>(random: &mut Pcg64, from: &'a [T]) -> &'a T {
    &from[random.random_range(0..from.len())]
}
