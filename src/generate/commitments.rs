//! What was promised or paid before the plan, and what others gave: lines that break no earmark, no cap and no budget,
//! at most one household each, so that no exclusive group is broken either.

use std::collections::{BTreeMap, BTreeSet};

use super::chance::{Chance, Topic};
use super::data::{CommitmentTemplate, PackageFacts, ProvinceFacts};
use super::needs::Ask;
use super::profile::Facts;
use super::register::{Entry, Register};
use super::scale::Scale;
use super::sources::Source;

/// A line of commitments: one unit, or part of it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Source id; blank for outside help.
    pub(super) source: String,
    /// Household id.
    pub(super) beneficiary: String,
    /// Package id.
    pub(super) package: String,
    /// đồng.
    pub(super) amount: u64,
    /// promised, disbursed or outside.
    pub(super) status: String,
    /// ISO date; blank for what is only promised.
    pub(super) date: String,
}

/// Draws the commitments of a province.
pub(super) fn draw(
    facts: &Facts,
    province: &ProvinceFacts,
    (sources, register): (&[Source], &Register),
    (seed, scale): (u64, Scale),
) -> Vec<Line> {
    let Facts { packages, commitments: templates, .. } = facts;
    let mut book = Book {
        register,
        chance: Chance::new(seed, Topic::Commitments, province.place()),
        helped: BTreeSet::new(),
        spent: BTreeMap::new(),
        lines: Vec::new(),
    };
    for template in templates {
        let package = packages.iter().find(|package| package.id == template.package);
        let package = package.expect("data files name packages that are there");
        for _ in 0..scale.few(template.lines) {
            if template.key.is_empty() {
                book.add(template, None, package);
            }
            for source in sources.iter().filter(|source| source.template.key == template.key) {
                book.add(template, Some(source), package);
            }
        }
    }
    book.lines
}

struct Book<'a> {
    register: &'a Register,
    chance: Chance,
    helped: BTreeSet<usize>,
    /// đồng (goods: at cost) by source, in all and by commune.
    spent: BTreeMap<(&'a str, Option<usize>), u64>,
    lines: Vec<Line>,
}

impl<'a> Book<'a> {
    /// Adds one line, for the first household from a random place on that it fits; none if it fits nobody.
    fn add(&mut self, template: &CommitmentTemplate, source: Option<&'a Source>, package: &PackageFacts) {
        let register = self.register;
        let length = register.entries.len();
        let start = self.chance.position(length);
        let found = (0..length).map(|step| (start + step) % length).find_map(|position| {
            let entry = register.entries.get(position)?;
            let ask = entry.asks.iter().find(|ask| ask.package == package.id)?;
            let amount = template.amount.or(ask.unit_cost).unwrap_or(package.unit_cost);
            let is_free = !self.helped.contains(&position);
            let fits = source.is_none_or(|source| self.fits(source, entry, (ask, package), amount));
            (is_free && fits).then_some((position, entry, amount))
        });
        let Some((position, entry, amount)) = found else { return };
        self.helped.insert(position);
        if let Some(source) = source {
            *self.spent.entry((&source.id, None)).or_default() += amount;
            *self.spent.entry((&source.id, Some(entry.commune))).or_default() += amount;
        }
        let date = if template.status == "promised" { String::new() } else { self.date() };
        self.lines.push(Line {
            source: source.map(|source| source.id.clone()).unwrap_or_default(),
            beneficiary: entry.id.clone(),
            package: package.id.clone(),
            amount,
            status: template.status.clone(),
            date,
        });
    }

    /// At most half of what the source has, within its earmarks and caps; goods only at the package's cost.
    fn fits(&self, source: &Source, entry: &Entry, (ask, package): (&Ask, &PackageFacts), amount: u64) -> bool {
        let template = &source.template;
        let is_goods = !template.goods.is_empty();
        let worth = if is_goods { source.worth * package.unit_cost } else { source.worth };
        let spent = |commune| self.spent.get(&(source.id.as_str(), commune)).copied().unwrap_or(0) + amount;
        source.allows(entry, package)
            && !(is_goods && ask.unit_cost.is_some())
            && 2 * spent(None) <= worth
            && template.max_per_household.is_none_or(|limit| amount <= limit)
            && template.max_per_commune.is_none_or(|limit| spent(Some(entry.commune)) <= limit)
    }

    fn date(&mut self) -> String {
        format!("2026-{:02}-{:02}", self.chance.between(1, 9), self.chance.between(1, 28))
    }
}
