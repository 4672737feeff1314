//! Households and commune requests: what each got and lacks, then each award, then each transfer.

use std::collections::BTreeMap;

use super::Writer;
use super::headline::total;
use crate::export::page::{Block, Said, Table};
use crate::units::Vnd;

/// What a beneficiary got and lacks, all its needs together.
#[derive(Debug, Default)]
struct Standing<'a> {
    commune: &'a str,
    awards: i64,
    paid: Vnd,
    has_outside: bool,
    open: i64,
    missing: Vnd,
}

impl Standing<'_> {
    /// Name of the sentence that says how it stands.
    const fn outcome(&self) -> &'static str {
        match (self.awards > 0, self.open > 0) {
            (true, false) => "outcome-met",
            (true, true) => "outcome-partly",
            (false, true) => {
                if self.has_outside {
                    "outcome-outside-partly"
                } else {
                    "outcome-nothing"
                }
            }
            (false, false) => "outcome-outside",
        }
    }
}

impl Writer<'_> {
    /// Every beneficiary, what is awarded, what is paid.
    pub(super) fn people(&self) -> Vec<Block> {
        let hint = Block::Text { text: self.say("people-hint") };
        let households = self.long("awards.csv, unserved.csv", self.households_table());
        let awards = self.long("awards.csv", self.awards_table());
        vec![hint, households, awards, self.long("transfers.csv", self.transfers_table())]
    }

    fn standings(&self) -> BTreeMap<&str, Standing<'_>> {
        let mut standings: BTreeMap<&str, Standing<'_>> = BTreeMap::new();
        for award in &self.run.awards {
            let standing = standings.entry(&award.beneficiary).or_default();
            standing.commune = &award.commune;
            if award.status == "outside" {
                standing.has_outside = true;
            } else {
                standing.awards += 1;
                standing.paid = total([standing.paid, award.amount].into_iter());
            }
        }
        for need in &self.run.unserved {
            let standing = standings.entry(&need.beneficiary).or_default();
            standing.commune = &need.commune;
            standing.open += 1;
            standing.missing = total([standing.missing, need.missing].into_iter());
        }
        standings
    }

    fn households_table(&self) -> Table {
        let standings = self.standings();
        let rows = || standings.values();
        Table::new("households", self.say("households-table"))
            .texts("beneficiary", self.say("col-beneficiary"), standings.keys().map(|id| self.beneficiary(id)))
            .texts("commune", self.say("col-commune"), rows().map(|row| self.commune(row.commune)))
            .words("outcome", self.say("col-outcome"), rows().map(|row| Some(self.say(row.outcome()))))
            .whole("awards", self.say("col-awards"), rows().map(|row| Some(row.awards)))
            .money("paid", self.say("col-paid"), rows().map(|row| Some(row.paid)))
            .whole("open", self.say("col-open"), rows().map(|row| Some(row.open)))
            .money("missing", self.say("col-missing"), rows().map(|row| Some(row.missing)))
            .opening(&["awards", "transfers", "unserved"], &["beneficiary"])
    }

    /// A table of needs: whose, where, for what.
    pub(super) fn of_needs<'r>(
        &self,
        (id, title): (&'static str, Said),
        needs: impl Iterator<Item = [&'r str; 3]>,
    ) -> Table {
        let (mut whose, mut places, mut packages) = (Vec::new(), Vec::new(), Vec::new());
        for [beneficiary, commune, package] in needs {
            whose.push(self.beneficiary(beneficiary));
            places.push(self.commune(commune));
            packages.push(self.names.package(package));
        }
        Table::new(id, title)
            .texts("beneficiary", self.say("col-beneficiary"), whose)
            .texts("commune", self.say("col-commune"), places)
            .texts("package", self.say("col-package"), packages)
    }

    fn awards_table(&self) -> Table {
        let rows = &self.run.awards;
        self.of_needs(
            ("awards", self.say("awards-table")),
            rows.iter().map(|row| [&*row.beneficiary, &*row.commune, &*row.package]),
        )
        .words("purpose", self.say("col-purpose"), rows.iter().map(|row| self.word("report-purpose", &row.purpose)))
        .decimal("units", self.say("col-units"), rows.iter().map(|row| Some(row.units)))
        .money("amount", self.say("col-amount"), rows.iter().map(|row| Some(row.amount)))
        .decimal("weight", self.say("col-weight"), rows.iter().map(|row| Some(row.weight)))
        .words("status", self.say("col-status"), rows.iter().map(|row| self.word("report-status", &row.status)))
        .words(
            "certainty",
            self.say("col-certainty"),
            rows.iter().map(|row| self.word("report-certainty", &row.certainty)),
        )
        .words("reason", self.say("col-reason"), rows.iter().map(|row| self.word("reason", &row.reason)))
        .opening(&["transfers"], &["beneficiary", "package"])
    }

    fn transfers_table(&self) -> Table {
        let rows = &self.run.transfers;
        Table::new("transfers", self.say("transfers-table"))
            .texts("source", self.say("col-source"), rows.iter().map(|row| self.source(&row.source)))
            .texts(
                "beneficiary",
                self.say("col-beneficiary"),
                rows.iter().map(|row| self.beneficiary(&row.beneficiary)),
            )
            .texts("package", self.say("col-package"), rows.iter().map(|row| self.names.package(&row.package)))
            .money("amount", self.say("col-amount"), rows.iter().map(|row| Some(row.amount)))
            .decimal("units", self.say("col-units"), rows.iter().map(|row| row.units))
    }
}
