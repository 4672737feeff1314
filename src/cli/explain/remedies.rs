//! What would serve an open need, in sentences.

use chungtay::domain::remedy::{Change, Loser, Remedies, Remedy};

use super::tell::Teller;

impl Teller<'_> {
    pub(super) fn remedies(&self, remedies: &Remedies) {
        let need = [
            ("beneficiary", remedies.beneficiary.clone()),
            ("package", remedies.package.clone()),
            ("tried", self.0.count(remedies.tried)),
        ];
        let id = if remedies.confirmed.is_empty() { "explain-remedies-none" } else { "explain-remedies" };
        self.say(0, id, &need);
        for remedy in &remedies.confirmed {
            self.remedy(remedy);
        }
    }

    fn remedy(&self, remedy: &Remedy) {
        let (id, mut facts) = self.change(&remedy.change);
        facts.push(("given", self.money(remedy.given)));
        self.say(1, id, &facts);
        if remedy.losers.is_empty() {
            self.say(2, "explain-losers-none", &[]);
            return;
        }
        self.say(2, "explain-losers", &[("count", self.0.count(remedy.losers.len()))]);
        self.cut(3, &remedy.losers, |loser: &Loser| {
            let facts = [
                ("beneficiary", loser.beneficiary.clone()),
                ("package", loser.package.clone()),
                ("commune", loser.commune.clone()),
                ("before", self.money(loser.before)),
                ("after", self.money(loser.after)),
            ];
            self.say(3, "explain-loser", &facts);
        });
    }

    fn change(&self, change: &Change) -> (&'static str, Vec<(&'static str, String)>) {
        match change {
            Change::Money { source, more, amount } => (
                "explain-remedy-money",
                vec![("source", source.clone()), ("more", self.money(*more)), ("amount", self.money(*amount))],
            ),
            Change::Earmark { source, columns } => {
                let words: Vec<String> = columns.iter().map(|column| self.word("check-refusal", column)).collect();
                ("explain-remedy-earmark", vec![("source", source.clone()), ("columns", words.join(", "))])
            }
            Change::Urgency { from, points, priority } => (
                "explain-remedy-urgency",
                vec![
                    ("from", self.0.decimal(*from, 2)),
                    ("points", self.0.decimal(*points, 2)),
                    ("priority", self.0.decimal(*priority, 4)),
                ],
            ),
            Change::Rule { rule } => ("explain-remedy-rule", vec![("rule", rule.clone())]),
        }
    }
}
