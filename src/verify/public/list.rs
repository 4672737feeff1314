//! `danh-sach-ho.csv`: every household and package that is paid for, by the commune's code and then by what the row says.
//! A difference is told by the number of its row: what stands there is personal.

use super::files::Grid;
use crate::domain::Beneficiary;
use crate::verify::Evidence;
use crate::verify::report::Report;

pub(super) const FILE: &str = "cong-khai/danh-sach-ho.csv";

/// Compares every row.
pub(super) fn check(evidence: &Evidence<'_>, grid: &Grid, report: &mut Report) {
    let expected = rows(evidence);
    if expected.len() != grid.rows.len() {
        report.row("public", FILE, &["*"]).differs("rows", &grid.rows.len(), &expected.len());
    }
    for (position, (expected, written)) in expected.iter().zip(&grid.rows).enumerate() {
        let number = (position + 1).to_string();
        let cells = std::iter::once(&number).chain(expected);
        for ((written, expected), column) in written.iter().zip(cells).zip(grid.columns) {
            report.row("public", FILE, &[&number]).name(column, written, expected);
        }
    }
}

/// Everything but the number.
fn rows(evidence: &Evidence<'_>) -> Vec<[String; 7]> {
    let scenario = evidence.case.scenario;
    let mut rows = Vec::new();
    for (index, need) in scenario.needs() {
        let amount = evidence.paid.to_need(index);
        let Beneficiary::Household(household) = need.beneficiary else { continue };
        if amount == 0 {
            continue;
        }
        let household = scenario.household(household);
        let commune = scenario.commune_of(household.area);
        let village = if household.area == commune { "" } else { &*scenario.area(household.area).name };
        let commune = scenario.area(commune);
        let texts = [&*household.head_name, &*household.birth_year, &*commune.name, village];
        let programme = &*scenario.package(need.package).name;
        rows.push((&*commune.code, texts, programme, amount));
    }
    rows.sort_unstable();
    let decision = &scenario.settings.document.decision;
    let row = |(_, [head, year, commune, village], programme, amount): (&str, [&str; 4], &str, i128)| {
        let texts = [head, year, commune, village, programme].map(str::to_owned);
        let [head, year, commune, village, programme] = texts;
        [head, year, commune, village, programme, amount.to_string(), decision.clone()]
    };
    rows.into_iter().map(row).collect()
}
