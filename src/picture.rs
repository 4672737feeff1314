//! The picture before solving (`check`): money and need by purpose, class and commune, money that no need can use,
//! and what a planner must be warned of. Looks at the scenario only; decides nothing, solves nothing, writes nothing.

mod classes;
mod money;
mod need;
mod notes;

use serde::Serialize;

pub use classes::{ClassLine, Classes};
pub use money::{Money, SourceMoney};
pub use need::{NeedLine, Needs};
pub use notes::Note;

use crate::domain::{Class, Scenario};
use crate::eligibility::{self, Eligibility};
use crate::severity;

/// How many of each thing the scenario holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Areas of every level.
    pub areas: usize,
    /// Communes.
    pub communes: usize,
    /// Households of the list.
    pub households: usize,
    /// Households of the list by class.
    pub households_by_class: Vec<(Class, usize)>,
    /// Packages.
    pub packages: usize,
    /// Needs, derived ones included.
    pub needs: usize,
    /// Sources.
    pub sources: usize,
    /// Commitment lines.
    pub commitments: usize,
}

/// Everything that can be said of a scenario before it is solved.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Picture {
    /// How many of each thing.
    pub counts: Counts,
    /// What the sources give.
    pub money: Money,
    /// What is asked, and what eligible money could cover of it.
    pub need: Needs,
    /// Classes as stated, and as the scores give them under the standard in use.
    pub classes: Classes,
    /// What a planner must know before trusting the result.
    pub notes: Vec<Note>,
}

/// Draws the picture of a scenario. Nothing is solved, so pairings are looked at as if every candidate were chosen:
/// a source that may have few partners is shown with all the need that any choice of them could reach.
pub fn draw(scenario: &Scenario) -> Picture {
    let eligibility = eligibility::find_open(scenario);
    let weights = severity::weigh(scenario);
    Picture {
        counts: count(scenario),
        money: Money::of(scenario, &eligibility),
        need: Needs::of(scenario, &eligibility, &weights),
        classes: Classes::of(scenario),
        notes: notes::find(scenario),
    }
}

fn count(scenario: &Scenario) -> Counts {
    let of_class = |class| scenario.households.iter().filter(|household| household.class == class).count();
    let classes = [Class::Poor, Class::NearPoor, Class::NewlyEscaped, Class::Other];
    Counts {
        areas: scenario.areas.len(),
        communes: scenario.areas.iter().filter(|area| area.level == crate::domain::Level::Commune).count(),
        households: scenario.households.len(),
        households_by_class: classes.into_iter().map(|class| (class, of_class(class))).collect(),
        packages: scenario.packages.len(),
        needs: scenario.needs.len(),
        sources: scenario.sources.len(),
        commitments: scenario.commitments.len(),
    }
}

/// Numbers of the funding classes that a source may pay for.
fn classes_of_sources(scenario: &Scenario, eligibility: &Eligibility) -> Vec<Vec<usize>> {
    let mut classes = vec![Vec::new(); scenario.sources.len()];
    for (class, sources) in eligibility.funding_classes().iter().enumerate() {
        for source in sources {
            if let Some(list) = classes.get_mut(source.get()) {
                list.push(class);
            }
        }
    }
    classes
}

#[cfg(test)]
mod tests;
