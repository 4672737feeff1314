//! The stated order of the rows of every table, and that no row stands twice. Refuses to look at figures.

use super::Evidence;
use super::read::{STATUSES, Written};
use super::report::Report;

/// Orders of `src/domain/tables.rs`, ids by their bytes, statuses promised · disbursed · new · outside.
pub(super) fn check(evidence: &Evidence<'_>, report: &mut Report) {
    let Written { awards, transfers, unserved, communes, groups, sources, pairings, .. } = evidence.written;
    let rank = |status| STATUSES.iter().position(|&word| word == status).map_or(String::new(), |rank| rank.to_string());
    let ranks: Vec<String> = awards.iter().map(|row| rank(row.status)).collect();
    let keys = awards.iter().zip(&ranks).map(|(row, rank)| [&*row.commune, &row.beneficiary, &row.package, rank]);
    ascending("awards.csv", keys, report);
    ascending("transfers.csv", transfers.iter().map(|row| [&*row.source, &row.beneficiary, &row.package]), report);
    ascending("unserved.csv", unserved.iter().map(|row| [&*row.commune, &row.beneficiary, &row.package]), report);
    ascending("communes.csv", communes.iter().map(|row| [&*row.commune]), report);
    ascending("groups.csv", groups.iter().map(|row| [&*row.group]), report);
    ascending("sources.csv", sources.iter().map(|row| [&*row.source]), report);
    ascending("pairings.csv", pairings.iter().map(|row| [&*row.source, &row.area, &row.household]), report);
}

fn ascending<'a, const N: usize>(file: &str, keys: impl Iterator<Item = [&'a str; N]>, report: &mut Report) {
    let mut before: Option<[&str; N]> = None;
    for key in keys {
        if before.is_some_and(|before| before >= key) {
            let rule = if before == Some(key) { "twice" } else { "order" };
            report.add(rule, file, &[("file", &file), ("row", &key.join(" · "))]);
        }
        before = Some(key);
    }
}
