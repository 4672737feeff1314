//! Who stands by whom: each source's communes and households, to be signed. Only where there are any.

use super::directory::Directory;
use super::sheet::{Line, Paper, Sheet, Value, column};
use crate::domain::tables::Tables;
use crate::domain::{Beneficiary, ChosenStatus};

/// The sheet; `None` without pairings.
pub(super) fn sheet(directory: &Directory<'_>, tables: &Tables) -> Option<Sheet> {
    let mut lines = Vec::new();
    for (number, pairs) in (1..).zip(tables.pairings.chunk_by(|one, next| one.source == next.source)) {
        let source = pairs.first().map(|pair| directory.source(&pair.source).name.clone()).unwrap_or_default();
        let blank = || Value::Blank;
        lines.push(Line::group(vec![Value::Count(number), Value::Text(source), blank(), blank(), blank(), blank()]));
        for pair in pairs {
            let place = match (&pair.household, &pair.area) {
                (Some(id), _) => directory.household(id).map(Beneficiary::Household),
                (None, area) => {
                    area.as_ref().and_then(|code| directory.commune_of_code(code)).map(Beneficiary::Commune)
                }
            };
            let commune = place.map(|place| directory.area(directory.scenario.commune(place)).name.clone());
            let head = match place {
                Some(Beneficiary::Household(household)) => directory.scenario.household(household).head_name.clone(),
                Some(Beneficiary::Commune(_)) => String::new(),
                // An id that the scenario does not know is better shown than left out.
                None => pair.household.iter().chain(&pair.area).next().cloned().unwrap_or_default(),
            };
            let status = match pair.status {
                ChosenStatus::Keep => "pair-keep",
                ChosenStatus::Chosen => "pair-chosen",
            };
            lines.push(Line::plain(vec![
                blank(),
                blank(),
                Value::Text(commune.unwrap_or_default()),
                Value::Text(head),
                Value::Units(pair.value),
                Value::Text(directory.words.plain(status)),
            ]));
        }
    }
    let columns = vec![
        column("number", 6.0),
        column("partner", 26.0),
        column("commune", 20.0),
        column("head", 22.0),
        column("pair-value", 9.0),
        column("status", 14.0),
    ];
    let sheet =
        Sheet { name: "pairings", paper: Paper::Upright, columns, lines, totals: &[], spoken: None, note: None };
    (!tables.pairings.is_empty()).then_some(sheet)
}
