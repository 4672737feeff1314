//! `theo-xa.csv` and `theo-nha-tai-tro.csv`: the sums that the transfers give, row by row; where a figure is withheld is
//! the file's word, but no sum of one to four households may be shown, and none that is withheld may be found.

use std::collections::{BTreeMap, BTreeSet};

use super::WITHHELD;
use super::files::Grid;
use super::recovery::{self, Hidden};
use crate::domain::{Beneficiary, BeneficiaryKind, Level};
use crate::ids::NeedIndex;
use crate::verify::Evidence;
use crate::verify::report::Report;

pub(super) const COMMUNES: &str = "cong-khai/theo-xa.csv";
pub(super) const DONORS: &str = "cong-khai/theo-nha-tai-tro.csv";

/// A sum of so few households is not shown.
const FEW: std::ops::RangeInclusive<i128> = 1..=4;

/// What a sum adds up: rows of both tables stand in these orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of<'a> {
    /// A commune's code, and a programme (blank: all).
    Commune(&'a str, &'a str),
    /// A programme in all communes.
    Programme(&'a str),
    /// A donor's name, and a programme (blank: all).
    Donor(&'a str, &'a str),
    /// Everything.
    All,
}

#[derive(Debug, Default)]
struct Sum<'a> {
    households: BTreeSet<&'a str>,
    unnamed: i128,
    amount: i128,
}

impl Sum<'_> {
    fn households(&self) -> i128 {
        i128::try_from(self.households.len()).unwrap_or(i128::MAX) + self.unnamed
    }
}

/// Compares both tables, then asks what the withheld figures leave open.
pub(super) fn check(evidence: &Evidence<'_>, (communes, donors): (&Grid, &Grid), report: &mut Report) {
    let sums = sums(evidence);
    let mut seen = Seen { sums: &sums, hidden: BTreeSet::new(), households: Vec::new() };
    let by_commune: Vec<Of<'_>> =
        sums.keys().copied().filter(|of| matches!(of, Of::Commune(..) | Of::Programme(_) | Of::All)).collect();
    let by_donor: Vec<Of<'_>> = sums.keys().copied().filter(|of| matches!(of, Of::Donor(..) | Of::All)).collect();
    let names: BTreeMap<&str, &str> =
        evidence.case.scenario.areas.iter().map(|area| (&*area.code, &*area.name)).collect();
    let are_whole =
        seen.compare(communes, &by_commune, &names, report) & seen.compare(donors, &by_donor, &names, report);
    if are_whole {
        seen.judge(report);
    }
}

fn sums<'a>(evidence: &Evidence<'a>) -> BTreeMap<Of<'a>, Sum<'a>> {
    let scenario = evidence.case.scenario;
    let mut sums: BTreeMap<Of<'a>, Sum<'a>> = BTreeMap::new();
    sums.entry(Of::All).or_default();
    for area in scenario.areas.iter().filter(|area| area.level == Level::Commune) {
        sums.entry(Of::Commune(&area.code, "")).or_default();
    }
    for (index, need) in scenario.needs() {
        let amount = evidence.paid.to_need(index);
        if amount > 0 {
            let commune = &*scenario.area(scenario.commune(need.beneficiary)).code;
            let name = &*scenario.package(need.package).name;
            for of in [Of::Commune(commune, ""), Of::Commune(commune, name), Of::Programme(name), Of::All] {
                add(evidence, sums.entry(of).or_default(), index, amount);
            }
        }
    }
    for (&(source, index), &amount) in &evidence.paid.pairs {
        let donor = &*scenario.source(source).name;
        let name = &*scenario.package(scenario.need(index).package).name;
        for of in [Of::Donor(donor, ""), Of::Donor(donor, name)] {
            add(evidence, sums.entry(of).or_default(), index, amount);
        }
    }
    sums
}

/// A unit of a household package that a commune asked for is a household; a part of a unit counts as one.
fn add<'a>(evidence: &Evidence<'a>, sum: &mut Sum<'a>, index: NeedIndex, amount: i128) {
    let scenario = evidence.case.scenario;
    let need = scenario.need(index);
    sum.amount += amount;
    match need.beneficiary {
        Beneficiary::Household(household) => {
            sum.households.insert(&scenario.household(household).id);
        }
        Beneficiary::Commune(_) if scenario.package(need.package).beneficiary == BeneficiaryKind::Household => {
            sum.unnamed -= (-amount).div_euclid(evidence.case.ask(index).cost);
        }
        Beneficiary::Commune(_) => {}
    }
}

struct Seen<'s, 'a> {
    sums: &'s BTreeMap<Of<'a>, Sum<'a>>,
    /// Sums whose money is withheld.
    hidden: BTreeSet<Of<'a>>,
    /// Sums whose households are shown.
    households: Vec<Of<'a>>,
}

impl<'a> Seen<'_, 'a> {
    /// Whether the table has the rows that it must have, whatever their figures.
    fn compare(&mut self, grid: &Grid, rows: &[Of<'a>], names: &BTreeMap<&str, &str>, report: &mut Report) -> bool {
        if grid.rows.len() != rows.len() {
            report.row("public", grid.file, &["*"]).differs("rows", &grid.rows.len(), &rows.len());
            return false;
        }
        let mut is_whole = true;
        for (&of, written) in rows.iter().zip(&grid.rows) {
            let told = told(of);
            let mut row = report.row("public", grid.file, &told);
            for (cell, &column) in written.iter().zip(grid.columns) {
                let sum = &self.sums[&of];
                let expected = match column {
                    "households" => sum.households().to_string(),
                    "amount" => sum.amount.to_string(),
                    column => text(of, column, names),
                };
                let is_figure = matches!(column, "households" | "amount");
                if is_figure && cell == WITHHELD {
                    if column == "amount" {
                        self.hidden.insert(of);
                    }
                    continue;
                }
                if column == "households" {
                    self.households.push(of);
                }
                is_whole &= is_figure || *cell == expected;
                // What stands there instead may be anything.
                if *cell != expected {
                    row.differs(column, &"…", &expected);
                }
            }
        }
        is_whole
    }

    fn judge(&self, report: &mut Report) {
        for (&of, sum) in self.sums {
            let is_few = FEW.contains(&sum.households());
            if is_few && (!self.hidden.contains(&of) || self.households.contains(&of)) {
                report.add("public_small", file(of), &[("file", &file(of)), ("row", &told(of).join(" · "))]);
            }
        }
        for &of in &self.households {
            if self.tells_too_much(of) {
                report.add("public_found", file(of), &[("file", &file(of)), ("row", &told(of).join(" · "))]);
            }
        }
        let few = |of: &Of<'_>| FEW.contains(&self.sums[of].households());
        let hidden: Vec<Hidden<'_>> = self.hidden.iter().map(|&of| Hidden::new(of)).collect();
        for of in recovery::found(&hidden).into_iter().filter(few) {
            report.add("public_found", file(of), &[("file", &file(of)), ("row", &told(of).join(" · "))]);
        }
    }

    /// Households beside withheld money give the money away; those over several programmes are one equation more.
    fn tells_too_much(&self, of: Of<'_>) -> bool {
        let is_below = |hidden: &Of<'_>| match (of, *hidden) {
            (Of::All, _) => true,
            (Of::Commune(code, ""), Of::Commune(other, _)) => code == other,
            (of, hidden) => of == hidden,
        };
        self.hidden.iter().any(is_below)
    }
}

fn file(of: Of<'_>) -> &'static str {
    if matches!(of, Of::Donor(..)) { DONORS } else { COMMUNES }
}

/// What names the row in a sentence.
fn told(of: Of<'_>) -> Vec<&str> {
    let parts = match of {
        Of::Commune(code, name) => vec![code, name],
        Of::Donor(donor, name) => vec![donor, name],
        Of::Programme(name) => vec![name],
        Of::All => vec!["*"],
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

/// The text of a column.
fn text(of: Of<'_>, column: &str, names: &BTreeMap<&str, &str>) -> String {
    let level = match of {
        Of::Commune(_, "") => "commune",
        Of::Commune(..) => "commune_programme",
        Of::Donor(_, "") => "donor",
        Of::Donor(..) => "donor_programme",
        Of::Programme(_) => "programme",
        Of::All => "total",
    };
    let text = match (column, of) {
        ("level", _) => level,
        ("code", Of::Commune(code, _)) => code,
        ("commune", Of::Commune(code, _)) => names.get(code).copied().unwrap_or_default(),
        ("donor", Of::Donor(donor, _)) => donor,
        ("programme", Of::Commune(_, name) | Of::Donor(_, name) | Of::Programme(name)) => name,
        _ => "",
    };
    text.to_owned()
}
