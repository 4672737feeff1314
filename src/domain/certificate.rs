//! The certificate of a run: multipliers that bound every plan by weak duality (page 4). Any multipliers bound; good
//! ones bound well. `verify` finds the bound in exact arithmetic, from the scenario and these alone.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::plan::StageName;

/// A multiplier of at least 0 in billionths, written as a decimal text: exact for whoever reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Multiplier(u64);

/// Why a text is no multiplier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal of at least 0 with at most 9 decimal places")]
pub struct NotAMultiplier;

impl Multiplier {
    /// Billionths in one.
    pub const ONE: u64 = 1_000_000_000;

    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The multiplier nearest to a solver's word; what is below 0 is noise.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "at least 0; what is too large for 64 bits becomes the largest of them, and bounds all the same"
    )]
    pub fn near(value: f64) -> Self {
        Self((value.max(0.0) * Self::ONE as f64).round() as u64)
    }

    /// A whole number.
    pub const fn of_ones(count: u64) -> Self {
        Self(count * Self::ONE)
    }

    /// What it is more than another, at least 0.
    #[must_use]
    pub const fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So many times as much.
    #[must_use]
    fn times(self, factor: Self) -> Self {
        let product = (u128::from(self.0) * u128::from(factor.0)).div_euclid(u128::from(Self::ONE));
        Self(u64::try_from(product).unwrap_or(u64::MAX))
    }

    /// Both together.
    #[must_use]
    const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// In billionths.
    pub const fn billionths(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Multiplier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:09}", self.0.rem_euclid(Self::ONE));
        let fraction = digits.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        write!(formatter, "{}{point}{fraction}", self.0.div_euclid(Self::ONE))
    }
}

impl FromStr for Multiplier {
    type Err = NotAMultiplier;

    fn from_str(text: &str) -> Result<Self, NotAMultiplier> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || fraction.len() > 9 || !is_number(whole) || !is_number(fraction) {
            return Err(NotAMultiplier);
        }
        format!("{whole}{fraction:0<9}").parse().map(Self).map_err(|_| NotAMultiplier)
    }
}

impl Serialize for Multiplier {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Multiplier {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// `certificate.json`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// One a claim: the rounds of stage 1 by piece of the network, then stages 2a, 2b and 3.
    pub proofs: Vec<Proof>,
}

/// What bounds one stage (of stage 1: one round).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The stage.
    pub stage: StageName,
    /// Round of stage 1: groups whose entitlement is given; the proof is about the worst off of the other groups that it
    /// weighs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<String>,
    /// What multiplies each condition.
    #[serde(flatten)]
    pub multipliers: Multipliers,
}

/// What multiplies each condition; whatever is not named is multiplied by 0.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Multipliers {
    /// C2, by source: value per million đồng.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, Multiplier>,
    /// C5: value per million đồng of room under a cap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<CapPrice>,
    /// Fairness, by group: value per point of weight.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub groups: BTreeMap<String, Multiplier>,
    /// Stages 2b and 3: what a point beyond one package would bring (stage 2a keeps their sum).
    #[serde(default, skip_serializing_if = "Multiplier::is_zero")]
    pub excess: Multiplier,
    /// Stage 3: what a point of shortfall would bring (stage 2b keeps their sum).
    #[serde(default, skip_serializing_if = "Multiplier::is_zero")]
    pub shortfall: Multiplier,
    /// C7: value per unit of the measure (amounts: per million đồng; coverage: per point of weight; the drop of poverty:
    /// per exit).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RulePrice>,
}

impl Multiplier {
    /// Whether it is nothing.
    pub const fn is_zero(&self) -> bool {
        self.0 == 0
    }
}

impl Multipliers {
    /// Adds other multipliers, so many times each; the sums of stage 2 aside.
    pub fn add(&mut self, other: &Self, factor: Multiplier) {
        for (own, others) in [(&mut self.sources, &other.sources), (&mut self.groups, &other.groups)] {
            for (name, price) in others {
                let slot = own.entry(name.clone()).or_default();
                *slot = slot.plus(price.times(factor));
            }
        }
        let caps = other.caps.iter().cloned();
        self.caps.extend(caps.map(|cap| CapPrice { price: cap.price.times(factor), ..cap }));
        let rules = other.rules.iter().cloned();
        self.rules.extend(rules.map(|rule| RulePrice { price: rule.price.times(factor), ..rule }));
    }

    /// Caps and rules in the order of their names, each once.
    pub fn settle(&mut self) {
        let cap = |one: &CapPrice| (one.source.clone(), one.place.clone(), one.package.clone());
        self.caps.sort_by_key(cap);
        self.caps.dedup_by(|later, first| {
            let is_same = cap(later) == cap(first);
            first.price = if is_same { first.price.plus(later.price) } else { first.price };
            is_same
        });
        let rule = |one: &RulePrice| (one.rule.clone(), one.group.clone(), one.is_floor);
        self.rules.sort_by_key(rule);
        self.rules.dedup_by(|later, first| {
            let is_same = rule(later) == rule(first);
            first.price = if is_same { first.price.plus(later.price) } else { first.price };
            is_same
        });
    }
}

/// A cap of a source: in a commune, for a household, or per unit of a commune's request for a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapPrice {
    /// The source.
    pub source: String,
    /// The commune, or the household.
    pub place: String,
    /// The package of a commune's request; `None` of the caps that look at all packages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// Value per million đồng.
    pub price: Multiplier,
}

/// One bound of a rule in one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePrice {
    /// Name of the rule.
    pub rule: String,
    /// Id of the group.
    pub group: String,
    /// Whether it is the floor (`at_least`), else the cap (`at_most`).
    pub is_floor: bool,
    /// Value per unit.
    pub price: Multiplier,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_multiplier_is_an_exact_decimal() {
        for (text, billionths) in
            [("0", 0), ("1", Multiplier::ONE), ("0.000000001", 1), ("2.5", 2_500_000_000), ("12", 12_000_000_000)]
        {
            let multiplier: Multiplier = text.parse().unwrap();
            assert_eq!((multiplier.billionths(), multiplier.to_string().as_str()), (billionths, text));
        }
        for text in ["", "-1", "1e3", "0.0000000001", ".5", "1,5", "99999999999999999999"] {
            assert_eq!(text.parse::<Multiplier>(), Err(NotAMultiplier), "{text}");
        }
        assert_eq!(Multiplier::near(-1e-12), Multiplier::ZERO);
        assert_eq!(Multiplier::near(0.1 + 0.2).to_string(), "0.3");
    }
}
