//! Why a need is served: each reason of `awards.csv` is the first that is true (page 4).

use super::Evidence;
use super::c7_rules::{Answer, Margins};
use super::exact::STATED;
use super::groups;
use super::read::AwardLine;
use super::report::Report;
use crate::domain::CommitmentStatus;
use crate::ids::{NeedIndex, SourceIndex};

impl Evidence<'_> {
    /// Sources of the đồng of a need that were not committed before.
    pub(super) fn new_payers(&self, need: NeedIndex) -> impl Iterator<Item = SourceIndex> {
        let is_new = move |&&(source, amount): &&(SourceIndex, i128)| amount > self.case.committed_to(source, need);
        self.paid.payers(need).iter().filter(is_new).map(|&(source, _)| source)
    }

    /// Sources that promised to a need.
    pub(super) fn promisers(&self, need: NeedIndex) -> impl Iterator<Item = SourceIndex> {
        let lines = &self.case.scenario.commitments;
        let first = lines.partition_point(|line| line.need < need);
        let lines = lines.iter().skip(first).take_while(move |line| line.need == need);
        lines.filter(|line| line.status == CommitmentStatus::Promised).filter_map(|line| line.source)
    }
}

/// Compares every reason.
pub(super) fn check(evidence: &Evidence<'_>, margins: &Margins<'_, '_>, report: &mut Report) {
    let served = groups::weights(evidence);
    let lines = groups::lines(evidence);
    for (line, need) in evidence.written.awards.iter().zip(&evidence.awarded) {
        let &Some(need) = need else {
            continue; // told by `awards`
        };
        let group = evidence.case.ask(need).group;
        let floor = lines.get(&*evidence.case.scenario.area(group).code).map_or(0.0, |group| group.floor);
        let (_, weight) = served.get(&group).copied().unwrap_or_default();
        let allowed = reasons((evidence, margins), (need, line), weight - line.weight, floor);
        if !allowed.contains(&line.reason) {
            let [beneficiary, package] = evidence.case.ids(need);
            report.add(
                "reason_served",
                "awards.csv",
                &[
                    ("beneficiary", &beneficiary),
                    ("package", &package),
                    ("written", &line.reason),
                    ("expected", &allowed.join(" | ")),
                ],
            );
        }
    }
}

/// The first reason that is true; two where the group without this row ends so near its floor that rounding decides.
fn reasons(
    (evidence, margins): (&Evidence<'_>, &Margins<'_, '_>),
    (need, line): (NeedIndex, &AwardLine),
    weight_without: f64,
    floor: f64,
) -> &'static [&'static str] {
    let is_tied = |source: SourceIndex| {
        let earmark = &evidence.case.scenario.source(source).earmark;
        !earmark.areas.is_empty() || !earmark.beneficiaries.is_empty()
    };
    match line.status {
        "outside" => &[""],
        "promised" | "disbursed" => &["committed"],
        _ if evidence.new_payers(need).all(is_tied) => &["earmarked"],
        _ => {
            let is_near = (weight_without - floor).abs() <= STATED * floor;
            let of_group = match () {
                () if floor <= 0.0 => Answer::No,
                () if is_near => Answer::Unsure,
                () if weight_without < floor => Answer::Yes,
                () => Answer::No,
            };
            match of_group.max(margins.falls_short(need, line.amount)) {
                Answer::Yes => &["floor"],
                Answer::Unsure => &["floor", "greatest_need"],
                Answer::No => &["greatest_need"],
            }
        }
    }
}
