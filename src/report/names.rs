//! Names that people know things by. Two things never get the same name on a page.

use std::collections::BTreeMap;

use super::run::{Commune, Run};
use crate::domain::{Level, Scenario};

/// Names that a run folder does not hold: of packages, and of what lies above a commune.
#[derive(Debug, Default)]
pub struct Names {
    packages: BTreeMap<String, String>,
    areas: BTreeMap<String, String>,
    /// Commune → name of the area above it.
    above: BTreeMap<String, String>,
}

impl Names {
    /// The names of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let mut above = BTreeMap::new();
        for area in scenario.areas.iter().filter(|area| area.level == Level::Commune) {
            if let Some(parent) = area.parent.and_then(|parent| scenario.areas.get(parent.get())) {
                above.insert(area.code.clone(), parent.name.clone());
            }
        }
        let packages = scenario.packages.iter().map(|package| (package.id.clone(), package.name.clone()));
        let areas = scenario.areas.iter().map(|area| (area.code.clone(), area.name.clone()));
        Self { packages: unlike(packages.collect()), areas: areas.collect(), above }
    }

    /// The name of a package; its id where no name is known.
    pub(super) fn package<'a>(&'a self, id: &'a str) -> &'a str {
        self.packages.get(id).map_or(id, String::as_str)
    }

    /// The name of any area; its code where no name is known.
    pub(super) fn area<'a>(&'a self, code: &'a str) -> &'a str {
        self.areas.get(code).map_or(code, String::as_str)
    }

    /// The name of the area above a commune; empty where it is not known.
    pub(super) fn above(&self, commune: &str) -> &str {
        self.above.get(commune).map_or("", String::as_str)
    }
}

/// The communes of a run by code, and its sources by id, each with a name of its own.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) communes: BTreeMap<String, String>,
    pub(super) sources: BTreeMap<String, String>,
    /// Communes as beneficiaries of what they asked for.
    pub(super) requests: BTreeMap<String, String>,
}

impl Labels {
    pub(super) fn of(run: &Run) -> Self {
        let communes = run.communes.iter().map(|commune| (commune.code.clone(), commune.name.clone()));
        let sources = run.sources.iter().map(|source| (source.id.clone(), source.name.clone()));
        let requests = run.communes.iter().map(|commune| {
            let Commune { code, name, .. } = commune;
            (code.clone(), format!("{code} · {name}"))
        });
        let (communes, sources) = (unlike(communes.collect()), unlike(sources.collect()));
        Self { communes, sources, requests: requests.collect() }
    }
}

/// Names by id; where two are alike, both get their ids behind them.
fn unlike(names: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for name in names.values() {
        *count.entry(name.clone()).or_default() += 1;
    }
    let distinct = |(id, name): (String, String)| {
        let is_alone = !name.is_empty() && count.get(&name) == Some(&1);
        let name = if is_alone { name } else { format!("{name} ({id})").trim_start().to_owned() };
        (id, name)
    };
    names.into_iter().map(distinct).collect()
}
