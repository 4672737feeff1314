//! Somebody who has the published sums and the price list, and solves linear programs.

use std::collections::{BTreeMap, BTreeSet};

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, constraint, highs, variable};

use super::town::{Figure, Town};
use crate::domain::PublicTables;
use crate::domain::public::SumLevel;
use crate::units::Vnd;

/// A sum, and what it adds up.
type Equation = (Figure, Box<dyn Fn(&Figure) -> bool>);

pub(super) struct Attack {
    /// What is published: millions, or nothing.
    figures: BTreeMap<Figure, Option<f64>>,
    /// Money of one household, millions: no sum that is not zero is less.
    least: BTreeMap<Figure, f64>,
    truth: BTreeMap<Figure, f64>,
}

impl Attack {
    pub(super) fn on(town: &Town, tables: &PublicTables) -> Self {
        let number = |name: &str| name.get(1..).and_then(|digits| digits.parse::<usize>().ok()).unwrap();
        let communes = tables.communes.iter().map(|row| {
            let figure = match row.level {
                SumLevel::Commune => Figure::Commune(number(&row.code)),
                SumLevel::CommuneProgramme => Figure::Cell(number(&row.code), number(&row.programme)),
                SumLevel::Programme => Figure::Programme(number(&row.programme)),
                _ => Figure::All,
            };
            (figure, row.amount)
        });
        let donors = tables.donors.iter().map(|row| {
            let figure = match row.level {
                SumLevel::Donor => Figure::Donor(number(&row.donor)),
                SumLevel::DonorProgramme => Figure::Gift(number(&row.donor), number(&row.programme)),
                _ => Figure::All,
            };
            (figure, row.amount)
        });
        let published = communes.chain(donors);
        let figures = published.map(|(figure, amount)| (figure, amount.map(Vnd::millions)));
        let sums = town.sums();
        let million = |amount: i64| Vnd::new(amount).millions();
        let each = |(amount, households): (i64, i64)| million(amount) / f64::from(i32::try_from(households).unwrap());
        Self {
            figures: figures.filter(|(figure, _)| sums.contains_key(figure)).collect(),
            least: sums.iter().map(|(&figure, &sum)| (figure, each(sum))).collect(),
            truth: sums.iter().map(|(&figure, &(amount, _))| (figure, million(amount))).collect(),
        }
    }

    pub(super) fn is_shown(&self, figure: &Figure) -> bool {
        self.figures[figure].is_some()
    }

    pub(super) fn withheld(&self) -> BTreeSet<Figure> {
        self.figures.iter().filter(|(_, amount)| amount.is_none()).map(|(figure, _)| *figure).collect()
    }

    /// The same, had one more figure been shown.
    pub(super) fn with_shown(&self, figure: &Figure) -> Self {
        let mut figures = self.figures.clone();
        figures.insert(*figure, Some(self.truth[figure]));
        Self { figures, least: self.least.clone(), truth: self.truth.clone() }
    }

    /// The most that a withheld figure can be, millions; unbounded is a million times a million.
    pub(super) fn largest(&self, wanted: &Figure) -> f64 {
        let mut problem = ProblemVariables::new();
        let mut variables: BTreeMap<Figure, Variable> = BTreeMap::new();
        for (&figure, shown) in &self.figures {
            let bounds = shown.map_or((self.least[&figure], 1e6), |shown| (shown, shown));
            variables.insert(figure, problem.add(variable().min(bounds.0).max(bounds.1)));
        }
        let goal = variables[wanted];
        let mut model = problem.maximise(goal).using(highs);
        for (whole, is_part) in self.equations() {
            let parts: Expression =
                variables.iter().filter(|(figure, _)| is_part(figure)).map(|(_, &part)| Expression::from(part)).sum();
            model = model.with(constraint!(parts == variables[&whole]));
        }
        model.solve().unwrap().value(goal)
    }

    /// Every way in which the published sums add up.
    fn equations(&self) -> Vec<Equation> {
        let mut equations: Vec<Equation> = Vec::new();
        for &whole in self.figures.keys() {
            match whole {
                Figure::All => {
                    equations.push((whole, Box::new(|part| matches!(part, Figure::Commune(_)))));
                    equations.push((whole, Box::new(|part| matches!(part, Figure::Programme(_)))));
                    equations.push((whole, Box::new(|part| matches!(part, Figure::Donor(_)))));
                }
                Figure::Commune(of) => {
                    equations.push((whole, Box::new(move |part| matches!(part, Figure::Cell(at, _) if *at == of))));
                }
                Figure::Donor(of) => {
                    equations.push((whole, Box::new(move |part| matches!(part, Figure::Gift(at, _) if *at == of))));
                }
                Figure::Programme(of) => {
                    equations.push((whole, Box::new(move |part| matches!(part, Figure::Cell(_, at) if *at == of))));
                    equations.push((whole, Box::new(move |part| matches!(part, Figure::Gift(_, at) if *at == of))));
                }
                Figure::Cell(..) | Figure::Gift(..) => {}
            }
        }
        equations
    }
}
