//! The facts of an explanation, in sentences.

use chungtay::domain::explanation::{
    CommuneFacts, Explanation, HouseholdFacts, MayPay, NeedFacts, Open, Paid, RuleFacts, RuleLine, SourceFacts, Went,
};
use chungtay::export::blocked;
use chungtay::units::Vnd;

use crate::cli::console::Console;

/// Longer lists are cut on a terminal (JSON has every line).
const LINES_SHOWN: usize = 5;

/// Facts into sentences.
pub(super) struct Teller<'a>(pub(super) &'a Console);

impl Teller<'_> {
    pub(super) fn tell(&self, explanation: &Explanation) {
        match explanation {
            Explanation::Household(facts) => self.household(facts),
            Explanation::Commune(facts) => self.commune(facts),
            Explanation::Source(facts) => self.source(facts),
            Explanation::Rule(facts) => self.rule(facts),
        }
    }

    pub(super) fn money(&self, amount: Vnd) -> String {
        self.0.words.number(amount.dong())
    }

    /// A purpose as people call it; as the scenario spells it where it is the scenario's own.
    fn purpose(&self, purpose: &str) -> String {
        self.0.purpose(purpose)
    }

    /// The sentence of a code such as `lower_need`.
    pub(super) fn word(&self, kind: &str, code: &str) -> String {
        self.0.words.plain(&format!("{kind}-{}", code.replace('_', "-")))
    }

    /// A sentence, so deep below what it belongs to.
    pub(super) fn say(&self, depth: usize, id: &str, facts: &[(&str, String)]) {
        let sentence = self.0.words.text(id, facts);
        let sentence = if depth == 0 { self.0.bold(&sentence) } else { sentence };
        self.0.tell(&format!("{}{sentence}", "  ".repeat(depth)));
    }

    fn household(&self, facts: &HouseholdFacts) {
        let mut facts_of = vec![
            ("id", facts.household.clone()),
            ("commune", facts.commune.clone()),
            ("severity", self.0.decimal(facts.severity, 2)),
        ];
        match facts.order {
            Some(order) => {
                facts_of.extend([
                    ("place", self.0.count(order.place)),
                    ("equals", self.0.count(order.equals)),
                    ("of", self.0.count(order.of)),
                ]);
                self.say(0, "explain-household", &facts_of);
            }
            None => self.say(0, "explain-household-none", &facts_of),
        }
        for unasked in &facts.unasked {
            let about = unasked.about.clone().unwrap_or_default();
            let about = if unasked.condition == "class" { self.word("check-class", &about) } else { about };
            let id = format!("explain-unasked-{}", unasked.condition.replace('_', "-"));
            self.say(1, &id, &[("package", unasked.package.clone()), ("about", about)]);
        }
        self.needs(&facts.needs);
    }

    fn needs(&self, needs: &[NeedFacts]) {
        for need in needs {
            self.need(need);
        }
    }

    fn need(&self, need: &NeedFacts) {
        let title = [
            ("beneficiary", need.beneficiary.clone()),
            ("package", need.package.clone()),
            ("units", self.0.words.number(need.units.into())),
            ("cost", self.money(need.unit_cost)),
        ];
        self.say(1, "explain-need", &title);
        let order = [
            ("place", self.0.count(need.order.place)),
            ("of", self.0.count(need.order.of)),
            ("equals", self.0.count(need.order.equals)),
            ("weight", self.0.decimal(need.weight_per_million, 3)),
        ];
        self.say(2, "explain-order", &order);
        if need.given > Vnd::ZERO {
            let reasons: Vec<String> = need.served.iter().map(|reason| self.word("reason", reason)).collect();
            let id = if reasons.is_empty() { "explain-given-outside" } else { "explain-given" };
            self.say(2, id, &[("amount", self.money(need.given)), ("reason", reasons.join("; "))]);
        }
        self.payers(2, &need.payers);
        let Some(reason) = &need.unserved else { return };
        let blocked = blocked(&self.0.words, &need.blocked_by, |source| source);
        let reason = blocked.unwrap_or_else(|| self.word("reason", reason));
        self.say(2, "explain-open", &[("amount", self.money(need.missing)), ("reason", reason)]);
        if let Some(amount) = need.needs {
            self.say(2, "explain-needs", &[("amount", self.money(amount))]);
        }
        self.may_pay(&need.may_pay);
        for refused in &need.refused {
            let why = self.word("check-refusal", refused.column);
            self.say(2, "explain-refused", &[("why", why), ("sources", refused.sources.join(", "))]);
        }
    }

    fn payers(&self, depth: usize, payers: &[Paid]) {
        self.cut(depth, payers, |paid| {
            let waiting = self.money(paid.waiting);
            let facts = [("source", paid.source.clone()), ("amount", self.money(paid.amount)), ("waiting", waiting)];
            let id = if paid.waiting > Vnd::ZERO { "explain-payer-waiting" } else { "explain-payer" };
            self.say(depth, id, &facts);
        });
    }

    fn may_pay(&self, sources: &[MayPay]) {
        if sources.is_empty() {
            self.say(2, "explain-may-none", &[]);
        }
        self.cut(2, sources, |one| {
            let facts = [
                ("source", one.source.clone()),
                ("available", self.money(one.available)),
                ("left", self.money(one.left)),
            ];
            self.say(2, "explain-may", &facts);
            self.went(3, &one.instead);
        });
    }

    fn went(&self, depth: usize, list: &[Went]) {
        self.cut(depth, list, |line| {
            let facts = [
                ("commune", line.commune.clone()),
                ("purpose", self.purpose(&line.purpose)),
                ("needs", self.0.count(line.needs)),
                ("amount", self.money(line.amount)),
                ("weight", self.0.decimal(line.least_weight_per_million, 3)),
            ];
            self.say(depth, "explain-instead", &facts);
        });
    }

    /// The first lines of a list, and how many more there are.
    pub(super) fn cut<T>(&self, depth: usize, list: &[T], tell: impl Fn(&T)) {
        list.iter().take(LINES_SHOWN).for_each(tell);
        if let Some(more) = list.len().checked_sub(LINES_SHOWN).filter(|&more| more > 0) {
            self.say(depth, "explain-more", &[("count", self.0.count(more))]);
        }
    }

    fn commune(&self, facts: &CommuneFacts) {
        let title = [
            ("id", facts.commune.clone()),
            ("asked", self.money(facts.asked)),
            ("needs", self.0.count(facts.needs)),
            ("served", self.money(facts.served)),
        ];
        self.say(0, "explain-commune", &title);
        if facts.coverage.is_some() {
            self.say(1, "explain-commune-coverage", &[("coverage", self.0.percent(facts.coverage))]);
        }
        if facts.entitlement.is_some() {
            self.say(1, "explain-commune-entitlement", &[("entitlement", self.0.percent(facts.entitlement))]);
        }
        self.payers(1, &facts.payers);
        if facts.open.is_empty() {
            self.say(1, "explain-open-none", &[]);
        }
        self.open(1, "explain-open-group", "reason", &facts.open);
        self.needs(&facts.requests);
    }

    fn open(&self, depth: usize, id: &str, kind: &str, list: &[Open]) {
        for line in list {
            let blocked = blocked(&self.0.words, &line.blocked_by, |source| source);
            let reason = blocked.unwrap_or_else(|| self.word(kind, &line.reason));
            let facts = [("needs", self.0.count(line.needs)), ("amount", self.money(line.missing)), ("reason", reason)];
            self.say(depth, id, &facts);
        }
    }

    fn source(&self, facts: &SourceFacts) {
        let title = [
            ("id", facts.source.clone()),
            ("available", self.money(facts.available)),
            ("used", self.money(facts.used)),
            ("left", self.money(facts.left)),
        ];
        self.say(0, "explain-source", &title);
        if facts.waiting > Vnd::ZERO {
            self.say(1, "explain-waiting", &[("amount", self.money(facts.waiting))]);
        }
        if let Some(reason) = &facts.reason_left {
            self.say(1, "explain-left", &[("reason", self.word("left", reason))]);
        }
        self.went(1, &facts.went);
        if !facts.within_reach.is_empty() {
            self.say(1, "explain-within", &[]);
            self.open(2, "explain-open-group", "reason", &facts.within_reach);
        }
        if !facts.out_of_reach.is_empty() {
            self.say(1, "explain-out", &[]);
            self.open(2, "explain-out-group", "check-refusal", &facts.out_of_reach);
        }
    }

    fn rule(&self, facts: &RuleFacts) {
        let measure = self.word("report-measure", &facts.measure);
        self.say(0, "explain-rule", &[("id", facts.rule.clone()), ("measure", measure)]);
        for line in &facts.groups {
            self.rule_line(line);
        }
    }

    fn rule_line(&self, line: &RuleLine) {
        // A bound that is a share is held against the share.
        let value = line.share.or(line.value);
        let figure = |number: Option<f64>| match number {
            None => "–".to_owned(),
            Some(number) if number.fract() == 0.0 => self.0.decimal(number, 0),
            Some(number) => self.0.decimal(number, 4),
        };
        let group = if line.group == "all" { self.word("report-group", "all") } else { line.group.clone() };
        let facts = [
            ("group", group.clone()),
            ("value", figure(value)),
            ("least", figure(line.at_least)),
            ("most", figure(line.at_most)),
            ("slack", figure(line.slack)),
            ("status", self.word("explain-rule", &line.status)),
        ];
        self.say(1, "explain-rule-line", &facts);
        if line.cost.is_some() {
            let facts = [("group", group), ("cost", figure(line.cost))];
            self.say(1, "explain-rule-cost", &facts);
        }
    }
}
