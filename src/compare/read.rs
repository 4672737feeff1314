//! What a comparison needs of a run folder. Judges no meaning: that is the second opinion's.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::findings::Findings;
use crate::input::run_folder::{Cells, RunFolder};
use crate::units::Vnd;

/// Beneficiary and package of a need.
pub(super) type NeedKey = (String, String);

/// A run folder, as far as it is compared.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// The folder as it was given.
    pub(super) name: String,
    pub(super) awards: BTreeMap<NeedKey, Award>,
    pub(super) unserved: BTreeMap<NeedKey, Unserved>,
    pub(super) communes: BTreeMap<String, Commune>,
    pub(super) groups: BTreeMap<String, Group>,
    pub(super) sources: BTreeMap<String, Source>,
    pub(super) summary: Value,
}

/// The rows of a need in `awards.csv`, together.
#[derive(Debug, Clone, Default)]
pub(super) struct Award {
    pub(super) commune: String,
    pub(super) purpose: String,
    /// Đồng paid here, whatever the status.
    pub(super) amount: Vnd,
    /// Of that, what was promised or disbursed before.
    pub(super) promised: Vnd,
    /// Whether others gave something.
    pub(super) has_outside: bool,
}

/// A row of `unserved.csv`.
#[derive(Debug, Clone)]
pub(super) struct Unserved {
    pub(super) commune: String,
    pub(super) reason: String,
    pub(super) needs: Option<Vnd>,
}

/// A row of `communes.csv`.
#[derive(Debug, Clone, Default)]
pub(super) struct Commune {
    pub(super) name: String,
    pub(super) served: Vnd,
    pub(super) coverage: Option<f64>,
    pub(super) households: f64,
}

/// A row of `groups.csv`; weights in points.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Group {
    pub(super) weight_served: f64,
    pub(super) entitlement: Option<f64>,
    pub(super) floor: f64,
    pub(super) shortfall: f64,
}

/// A row of `sources.csv`.
#[derive(Debug, Clone, Default)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) available: Vnd,
    pub(super) used: Vnd,
}

impl Run {
    /// Reads a folder; what is wrong with it goes to `findings`.
    pub(super) fn read(path: &Path, findings: &mut Findings) -> Self {
        let mut folder = RunFolder::new(path);
        let summary = folder.json("summary.json");
        if summary.is_null() {
            // Not a run: one finding says so.
            findings.extend(folder.into_findings());
            return Self::default();
        }
        let run = Self {
            name: path.display().to_string(),
            awards: awards(&mut folder),
            unserved: rows(&mut folder),
            communes: rows(&mut folder),
            groups: rows(&mut folder),
            sources: rows(&mut folder),
            summary,
        };
        findings.extend(folder.into_findings());
        run
    }

    /// Đồng that this run pays for a need.
    pub(super) fn paid(&self, need: &NeedKey) -> Vnd {
        self.awards.get(need).map_or(Vnd::ZERO, |award| award.amount)
    }

    /// Đồng that all sources may use.
    pub(super) fn available(&self) -> Vnd {
        total(self.sources.values().map(|source| source.available))
    }
}

/// A sum that no file can overflow.
pub(super) fn total(amounts: impl Iterator<Item = Vnd>) -> Vnd {
    Vnd::new(amounts.fold(0, |sum: i64, amount| sum.saturating_add(amount.dong())))
}

fn awards(folder: &mut RunFolder) -> BTreeMap<NeedKey, Award> {
    const COLUMNS: &[&str] = &["beneficiary", "commune", "package", "purpose", "amount", "status"];
    let rows = folder.table("awards.csv", COLUMNS, |cells| {
        let (status, amount) = (cells.text("status"), cells.money("amount"));
        let has_outside = status == "outside";
        let promised = if matches!(&*status, "promised" | "disbursed") { amount } else { Vnd::ZERO };
        let (commune, purpose) = (cells.text("commune"), cells.text("purpose"));
        (key(cells), Award { commune, purpose, amount, promised, has_outside })
    });
    let mut awards: BTreeMap<NeedKey, Award> = BTreeMap::new();
    for (need, row) in rows {
        let award = awards.entry(need).or_default();
        let amount = total([award.amount, row.amount].into_iter());
        let promised = total([award.promised, row.promised].into_iter());
        *award = Award { amount, promised, has_outside: award.has_outside || row.has_outside, ..row };
    }
    awards
}

fn key(cells: &Cells<'_>) -> NeedKey {
    (cells.text("beneficiary"), cells.text("package"))
}

/// A table of which each row is one thing with a key of its own.
trait Row: Sized {
    type Key: Ord;
    const FILE: &str;
    const COLUMNS: &[&str];

    fn read(cells: &mut Cells<'_>) -> (Self::Key, Self);
}

fn rows<R: Row>(folder: &mut RunFolder) -> BTreeMap<R::Key, R> {
    folder.table(R::FILE, R::COLUMNS, R::read).into_iter().collect()
}

impl Row for Unserved {
    type Key = NeedKey;
    const FILE: &str = "unserved.csv";
    const COLUMNS: &[&str] = &["beneficiary", "commune", "package", "reason", "needs"];

    fn read(cells: &mut Cells<'_>) -> (NeedKey, Self) {
        let needs = cells.optional_money("needs");
        (key(cells), Self { commune: cells.text("commune"), reason: cells.text("reason"), needs })
    }
}

impl Row for Commune {
    type Key = String;
    const FILE: &str = "communes.csv";
    const COLUMNS: &[&str] = &["commune", "name", "served", "coverage", "households_helped"];

    fn read(cells: &mut Cells<'_>) -> (String, Self) {
        let commune = Self {
            name: cells.text("name"),
            served: cells.money("served"),
            coverage: cells.optional_decimal("coverage"),
            households: cells.decimal("households_helped"),
        };
        (cells.text("commune"), commune)
    }
}

impl Row for Group {
    type Key = String;
    const FILE: &str = "groups.csv";
    const COLUMNS: &[&str] = &["group", "weight_served", "entitlement", "floor", "shortfall"];

    fn read(cells: &mut Cells<'_>) -> (String, Self) {
        let group = Self {
            weight_served: cells.decimal("weight_served"),
            entitlement: cells.optional_decimal("entitlement"),
            floor: cells.decimal("floor"),
            shortfall: cells.decimal("shortfall"),
        };
        (cells.text("group"), group)
    }
}

impl Row for Source {
    type Key = String;
    const FILE: &str = "sources.csv";
    const COLUMNS: &[&str] = &["source", "name", "available", "used"];

    fn read(cells: &mut Cells<'_>) -> (String, Self) {
        let source = Self { name: cells.text("name"), available: cells.money("available"), used: cells.money("used") };
        (cells.text("source"), source)
    }
}
