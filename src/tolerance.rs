//! Every epsilon of the program, named, with its reason. No other file writes one, but `verify::exact`, which shares none
//! with what it judges.

/// How far a solver's value of an integer column may lie from a whole number and still be it.
pub const INTEGER: f64 = 1e-5;

/// Feasibility that HiGHS must reach in rows and bounds (its tightest is 1e-10).
pub const FEASIBILITY: f64 = 1e-9;

/// A dual value or reduced cost below this is taken as zero.
pub const DUAL: f64 = 1e-7;

/// Stage 3 keeps the shortfalls of stage 2 up to this share of Σ F (contract, page 3, stage 3).
pub const KEEP_SHORTFALL: f64 = 1e-9;

/// A shortfall below this share of its floor is none to people: what rounding a written entitlement leaves.
pub const SHORTFALL_SHOWN: f64 = 1e-6;

/// Denominator floor of the relative gap of stage 3 (contract, page 3).
pub const GAP_FLOOR: f64 = 1e-9;

/// Two needs whose weights per million đồng round to the same multiple of this weigh the same (reasons of page 4).
pub const WEIGHT_TIE: f64 = 1e-9;

/// A utility below this share counts as 0 (a group that nothing reaches).
pub const UTILITY: f64 = 1e-9;

/// Two written weights that differ by less than this share of their size are the same (comparison of runs).
pub const COMPARED: f64 = 1e-9;

/// A rule whose value lies this near its bound, relative to the larger of the two, is at it (amounts are exact).
pub const RULE: f64 = 1e-9;

/// How far, in units of its last decimal, a figure that is rounded up may lie above and still be rounded down.
pub const LAST_DIGITS: f64 = 1e-6;

/// A hard rule that whole đồng miss by more than this, relative to the larger of 1 and the bound's size, is missed: a
/// thousandth of a đồng beside a tỷ, well above the last digits of sums of floats.
pub const RULE_MISSED: f64 = 1e-12;

/// Feasibility and integrality that HiGHS must reach in a mixed-integer program.
pub const MIP_FEASIBILITY: f64 = 1e-7;

/// A settled utility may fall by this share while later ones are raised, so that a solver's noise cannot make the next
/// round infeasible.
pub const SETTLED: f64 = 1e-10;

/// The same where a round was infeasible all the same.
pub const SETTLED_AGAIN: f64 = 1e-8;

/// Sums of worth of pairings (the largest worth of one pair counts as 1) that differ by less are equal; well above
/// what [`MIP_FEASIBILITY`] leaves open.
pub const PAIRING_TIE: f64 = 1e-6;

/// Points by which a gain must pass the line in points at least, to be strictly above it.
pub const ABOVE_LINE: f64 = 1e-6;

/// Units by which a package granted in part stays below a whole one, unless it is one: more than the solver's tolerance.
pub const PART_OF_A_UNIT: f64 = 1e-5;

/// Million đồng that sums of floats may lack to a whole đồng: a thousandth of one.
pub const CRUMB: f64 = 1e-9;

/// A relaxed bound is written in so many steps per unit (per million đồng: a step is a đồng), on the loose side.
pub const RELAXED_STEPS: f64 = 1e6;

/// Part of such a step by which a solver's value may be on the loose side of a whole number of steps and still be it.
pub const RELAXED_NOISE: f64 = 0.02;

/// A utility that fairness gives is told in so many steps per unit of its measure, rounded down.
pub const UTILITY_STEPS: f64 = 1e9;

/// Part of such a step that a solver's value may lack to a whole number of steps and still be it.
pub const UTILITY_NOISE: f64 = 0.01;

/// How far, in million đồng, a solver's amount may lie from whole đồng and still be them: a twentieth of a đồng.
pub const PART_OF_A_DONG: f64 = 5e-8;

/// Two points of a trade-off whose values differ by less than this, relative to the larger of 1 and their size, are one:
/// ten times what [`MIP_FEASIBILITY`] leaves open.
pub const PARETO: f64 = 1e-6;
