//! The same household listed twice: one identity number on two rows is an error, one name with one year of birth in
//! one place a warning. Findings name rows, never people.

use std::collections::BTreeMap;

use crate::domain::Household;
use crate::findings::{Finding, Findings, Place};
use crate::input::even_tones;

use super::cells::Sheet;
use super::reading::is_scientific;

/// Digits of an identity number: of the card of today, and of the one before.
const LENGTHS: [usize; 2] = [12, 9];
/// Pairs of rows that one finding names.
const NAMED: usize = 10;

/// Looks for households that stand twice under different ids.
pub(super) fn judge(sheet: &Sheet<'_>, households: &[Household], findings: &mut Findings) {
    let mut in_order: Vec<&Household> = households.iter().collect();
    in_order.sort_by_key(|household| &household.place);
    judge_numbers(sheet, &in_order, findings);
    judge_names(&in_order, findings);
}

fn judge_numbers(sheet: &Sheet<'_>, households: &[&Household], findings: &mut Findings) {
    let column = sheet.column("national_id");
    let mut first = BTreeMap::new();
    let mut odd = Vec::new();
    for household in households {
        let digits: String = household.national_id.chars().filter(char::is_ascii_digit).collect();
        // Zeros alone stand for a number that nobody has.
        if digits.bytes().all(|digit| digit == b'0') {
            continue;
        }
        let row = &household.place;
        if !LENGTHS.contains(&digits.len()) && !is_scientific(&household.national_id) {
            odd.push(row);
        }
        let above = *first.entry(digits).or_insert(row);
        if above != row {
            findings.push(Finding::new("E320", sheet.place_beside(row, column)).with("first", above.row_beside(row)));
        }
    }
    if let Some(row) = odd.first() {
        findings.push(Finding::new("W322", sheet.place_beside(row, column)).with("count", odd.len()));
    }
}

/// One finding for all, since common names would bury the rest.
fn judge_names(households: &[&Household], findings: &mut Findings) {
    let mut first = BTreeMap::new();
    let mut pairs: Vec<(&Place, &Place)> = Vec::new();
    for household in households {
        let is_told = !household.head_name.is_empty() && !household.birth_year.is_empty();
        if !is_told {
            continue;
        }
        let row = &household.place;
        let who = (household.area, &household.birth_year, even_tones(&household.head_name).to_lowercase());
        let above = *first.entry(who).or_insert(row);
        if above != row {
            pairs.push((row, above));
        }
    }
    if let Some((place, _)) = pairs.first() {
        let pair = |(row, above): &(&Place, &Place)| format!("{} = {}", above.row_beside(place), row.row_beside(place));
        let named: Vec<String> = pairs.iter().take(NAMED).map(pair).collect();
        let more = if pairs.len() > NAMED { ", …" } else { "" };
        let finding = Finding::new("W321", (*place).clone()).with("count", pairs.len());
        findings.push(finding.with("rows", format!("{}{more}", named.join(", "))));
    }
}
