//! What a plan leaves unpaid, as sponsors read it: by commune, purpose, package and unit price. What no more money could
//! serve is not offered: needs that outside help has met, those of a household that has all it may have, and those that a
//! rule keeps from being served (`needs` of `unserved.csv` is blank there).

mod laid;
mod pool;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

pub use laid::{html, note, place, workbook};

use crate::domain::{Beneficiary, BeneficiaryKind, Need, Scenario};
use crate::findings::Findings;
use crate::ids::{AreaIndex, NeedIndex, PackageIndex};
use crate::input::run_folder::RunFolder;
use crate::units::Vnd;

/// Who will read the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reader {
    /// Sponsors and the public: no figure of fewer than five households.
    #[default]
    Public,
    /// The office: every commune on a line of its own.
    Office,
}

/// A line: units of a package at one price that an area still asks for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offer {
    /// Code of the commune, or of the area above the communes that the line sums up.
    pub area: String,
    /// Its name.
    pub name: String,
    /// Whether the line sums up several communes of the area, each with too few households to be named.
    pub is_pooled: bool,
    /// Purpose of the package.
    pub purpose: String,
    /// Id of the package.
    pub package: String,
    /// Name of the package.
    pub package_name: String,
    /// What one unit costs.
    pub unit_price: Vnd,
    /// What is withheld where even the whole area has too few households.
    #[serde(flatten)]
    pub open: Option<Open>,
}

/// What a line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Open {
    /// Units; of a divisible package parts too.
    pub units: f64,
    /// Đồng.
    pub amount: Vnd,
    /// Households that have the need or that a commune asks for; 0: the commune's own works.
    pub households: i64,
    /// Weight that the plan leaves unserved.
    pub weight: f64,
}

impl Open {
    fn add(&mut self, other: Self) {
        self.units += other.units;
        self.amount += other.amount;
        self.households += other.households;
        self.weight += other.weight;
    }
}

/// What a line is about: where, what, at which price.
type Key = (AreaIndex, PackageIndex, Vnd);

/// The catalogue of a run, the heaviest lines first.
///
/// # Errors
/// All findings where the run's `unserved.csv` cannot be read.
pub fn of(scenario: &Scenario, run: &Path, reader: Reader) -> Result<Vec<Offer>, Findings> {
    let open = open(scenario, run)?;
    let lines = match reader {
        Reader::Office => {
            open.into_iter().map(|(key, open)| pool::Line { key, is_pooled: false, open: Some(open) }).collect()
        }
        Reader::Public => pool::pooled(scenario, open),
    };
    let mut offers: Vec<Offer> = lines.into_iter().map(|line| offer(scenario, line)).collect();
    let weight = |offer: &Offer| offer.open.map_or(0.0, |open| open.weight);
    // A stable sort: lines of one weight stay in the order of their area, package and price.
    offers.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
    Ok(offers)
}

/// What the run leaves open, line by line.
fn open(scenario: &Scenario, run: &Path) -> Result<BTreeMap<Key, Open>, Findings> {
    let id = |need: &Need| (scenario.beneficiary_id(need.beneficiary), &*scenario.package(need.package).id);
    let needs: BTreeMap<(&str, &str), NeedIndex> = scenario.needs().map(|(index, need)| (id(need), index)).collect();
    let mut tables = RunFolder::new(run);
    let columns = ["beneficiary", "package", "amount_missing", "weight", "needs"];
    let rows = tables.table("unserved.csv", &columns, |cells| {
        let key = (cells.text("beneficiary"), cells.text("package"));
        (key, cells.money("amount_missing"), cells.decimal("weight"), cells.optional_money("needs"))
    });
    let findings = tables.into_findings();
    if findings.has_errors() {
        return Err(findings.sorted());
    }
    let mut lines: BTreeMap<Key, Open> = BTreeMap::new();
    for ((beneficiary, package), amount, weight, lacking) in rows {
        let Some(&index) = needs.get(&(&*beneficiary, &*package)) else { continue };
        if lacking.is_none() || amount == Vnd::ZERO {
            continue;
        }
        let need = scenario.need(index);
        let key = (scenario.commune(need.beneficiary), need.package, need.unit_cost);
        let units = amount.units_of(need.unit_cost);
        let open = Open { units, amount, households: households(scenario, need, amount), weight };
        lines.entry(key).or_default().add(open);
    }
    Ok(lines)
}

/// Households behind what a need misses: its own, or one a unit that a commune asks for.
fn households(scenario: &Scenario, need: &Need, missing: Vnd) -> i64 {
    match (need.beneficiary, scenario.package(need.package).beneficiary) {
        (Beneficiary::Household(_), _) => 1,
        (Beneficiary::Commune(_), BeneficiaryKind::Commune) => 0,
        (Beneficiary::Commune(_), BeneficiaryKind::Household) => {
            let whole = missing.whole_units(need.unit_cost);
            let rest = i64::from(need.unit_cost.times(whole) < missing);
            i64::from(whole) + rest
        }
    }
}

fn offer(scenario: &Scenario, line: pool::Line) -> Offer {
    let (area, package, unit_price) = line.key;
    let (area, package) = (scenario.area(area), scenario.package(package));
    Offer {
        area: area.code.clone(),
        name: area.name.clone(),
        is_pooled: line.is_pooled,
        purpose: package.purpose.clone(),
        package: package.id.clone(),
        package_name: package.name.clone(),
        unit_price,
        open: line.open,
    }
}
