//! The class that a household list states against the class that its scores give under the standard in use. The
//! stated class counts; people are told how often, and where, the two disagree.

use std::collections::BTreeMap;

use crate::domain::{Class, Household, Scenario};
use crate::findings::{Finding, Findings, Place};

use super::cells::Sheet;
use super::words;

/// What the scores give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Scored {
    Poor,
    NearPoor,
    NotPoor,
}

impl Scored {
    const fn key(self) -> &'static str {
        match self {
            Self::Poor => "poor",
            Self::NearPoor => "near_poor",
            Self::NotPoor => "not_poor",
        }
    }
}

/// One counted warning for each kind of disagreement, with the first rows.
pub(super) fn judge(scenario: &Scenario, households: &Sheet<'_>, findings: &mut Findings) {
    let knows_deprivations =
        scenario.standard.indicators.iter().any(|indicator| households.indicator(indicator).is_there());
    if scenario.standard.points_line.is_none() {
        return warn_of_missing_line(scenario, findings);
    }
    let mut kinds: BTreeMap<(Class, Scored), Vec<&Place>> = BTreeMap::new();
    for household in &scenario.households {
        let Some(scored) = score(scenario, household) else { continue };
        if !agrees(household.class, scored, knows_deprivations) {
            kinds.entry((household.class, scored)).or_default().push(&household.place);
        }
    }
    let column = households.column("class");
    for ((class, scored), mut rows) in kinds {
        rows.sort_unstable();
        let Some(&first) = rows.first() else { continue };
        let finding = Finding::new("W401", households.place_beside(first, column)).with("count", rows.len());
        let finding = finding.with("stated", words::key_in(words::CLASSES, class)).with("scored", scored.key());
        findings.push(finding.with("rows", super::places_named(first, &rows)));
    }
}

/// At or below the line of the commune's setting a household is poor or, with fewer deprivations, near-poor.
fn score(scenario: &Scenario, household: &Household) -> Option<Scored> {
    let setting = scenario.area(scenario.commune_of(household.area)).setting;
    let line = scenario.standard.points_line?.of(setting);
    Some(if household.b1? > line {
        Scored::NotPoor
    } else if household.deprived.len() >= scenario.standard.min_deprived {
        Scored::Poor
    } else {
        Scored::NearPoor
    })
}

/// A list without a single indicator column cannot tell poor from near-poor.
const fn agrees(stated: Class, scored: Scored, knows_deprivations: bool) -> bool {
    match stated {
        Class::Poor => matches!(scored, Scored::Poor) || (!knows_deprivations && matches!(scored, Scored::NearPoor)),
        Class::NearPoor => matches!(scored, Scored::NearPoor),
        Class::NewlyEscaped | Class::Other => matches!(scored, Scored::NotPoor),
    }
}

/// Without a line in points neither classes nor the income gap can be judged.
fn warn_of_missing_line(scenario: &Scenario, findings: &mut Findings) {
    let scored = scenario.households.iter().filter(|household| household.b1.is_some()).count();
    if scored > 0 {
        let finding = super::settings::finding("W402", "standard").with("found", &scenario.settings.standard);
        findings.push(finding.with("count", scored));
    }
    if scenario.settings.severity.b1_gap > 0.0 {
        let finding = super::settings::finding("W403", "severity.b1_gap");
        findings.push(finding.with("found", &scenario.settings.standard));
    }
}
