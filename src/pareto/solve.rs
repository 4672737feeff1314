//! The ends of the trade-off, then points between them (augmented ε-constraint: Mavrotas 2009).

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::ParetoError;
use crate::domain::{Aim, AimGoal, Limits, Scenario, StageName, StageResult, Trade};
use crate::pipeline::{self, Ground, Outcome, Unwatched, Watch};
use crate::stages::StageError;

/// What the whole range of the first stage counts beside the whole range of the second (Mavrotas: 10⁻³ to 10⁻⁶).
const AUGMENTATION: f64 = 1e-3;

/// A point of the trade-off.
#[derive(Debug)]
pub struct Point {
    /// What the first stage was allowed; `None`: it is an end.
    pub limit: Option<f64>,
    /// Values of both stages.
    pub values: [f64; 2],
    /// What no plan can beat that is as good in the other stage.
    pub bounds: [f64; 2],
    /// The plan.
    pub outcome: Outcome,
}

/// What all points stand on.
struct Base<'a> {
    scenario: &'a Scenario,
    ground: Ground,
    best: Outcome,
    known: Limits,
    between: [StageName; 2],
}

/// The ends and the points between them, in the order of the first stage; a point that another makes needless is left
/// out. With them, for how many points time was over.
pub fn points(
    scenario: &Scenario,
    between: [StageName; 2],
    (count, jobs): (usize, usize),
    watch: &dyn Watch,
) -> Result<(Vec<Point>, usize), ParetoError> {
    let (ground, best) = pipeline::best(scenario, watch)?;
    let bound = |name| of_stage(&best, name, |stage| stage.bound);
    let known = StageName::ALL.into_iter().fold(Limits::NONE, |limits, name| limits.with(name, bound(name)));
    let base = Base { scenario, ground, best, known, between };
    watch.enter(pipeline::Step::Cases);
    let [one, other] = between;
    let ends = [Trade { first: one, second: other, share: 0.0 }, Trade { first: other, second: one, share: 0.0 }];
    let mut points = solve_all(&base, &ends.map(|trade| (None, trade)), jobs, watch)?;
    let range = |stage: usize| match points.as_slice() {
        [one, other] => {
            let (from, to) = (one.values.get(stage).copied(), other.values.get(stage).copied());
            (from.unwrap_or(0.0), to.unwrap_or(0.0))
        }
        _ => (0.0, 0.0),
    };
    let mut missed = 0;
    let ((from, to), (low, high)) = (range(0), range(1));
    let (length, height) = ((to - from).abs(), (high - low).abs());
    if length > noise(from) && height > noise(low) {
        let trade = Trade { first: other, second: one, share: AUGMENTATION * height / length };
        let steps: Vec<(Option<f64>, Trade)> =
            shares(count).map(|share| (Some(from + share * (to - from)), trade)).collect();
        let found = solve_all(&base, &steps, jobs, watch)?;
        missed = steps.len() - found.len();
        points.extend(found);
    }
    Ok((front(points, between), missed))
}

/// The shares of the way from one end to the other at which points lie.
fn shares(count: usize) -> impl Iterator<Item = f64> {
    let steps = u32::try_from(count.saturating_sub(1)).unwrap_or(u32::MAX);
    (1..steps).map(move |step| f64::from(step) / f64::from(steps))
}

/// Every thread takes the next point until none is left; each is solved by one thread alone, in a pool of its own. A point
/// for which time was over is left out, unless it is an end.
fn solve_all(
    base: &Base<'_>,
    wanted: &[(Option<f64>, Trade)],
    jobs: usize,
    watch: &dyn Watch,
) -> Result<Vec<Point>, ParetoError> {
    let pool = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.map_err(|error| StageError::Solver(error.to_string()))
    };
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let found: Mutex<Vec<(usize, Result<Point, StageError>)>> = Mutex::new(Vec::new());
    let workers = pool(jobs.clamp(1, wanted.len().max(1)))?;
    let ended = workers.broadcast(|_| -> Result<(), StageError> {
        let alone = pool(1)?;
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(&(limit, trade)) = wanted.get(number) else { return Ok(()) };
            let point = alone.install(|| solve(base, limit, trade));
            found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((number, point));
            let finished = finished.fetch_add(1, Ordering::Relaxed) + 1;
            #[expect(clippy::cast_precision_loss, reason = "a share for the eye")]
            watch.progress(finished as f64 / wanted.len() as f64);
        }
    });
    ended.into_iter().collect::<Result<Vec<()>, StageError>>()?;
    let mut found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.sort_by_key(|(number, _)| *number);
    let is_missed = |(number, point): &(usize, Result<Point, StageError>)| {
        let is_end = wanted.get(*number).is_some_and(|(limit, _)| limit.is_none());
        !is_end && matches!(point, Err(StageError::NoPlanInTime))
    };
    found.retain(|one| !is_missed(one));
    Ok(found.into_iter().map(|(_, point)| point).collect::<Result<Vec<Point>, StageError>>()?)
}

fn solve(base: &Base<'_>, limit: Option<f64>, trade: Trade) -> Result<Point, StageError> {
    let [one, other] = base.between;
    let limits = limit.map_or(Limits::NONE, |limit| Limits::NONE.with(one, limit));
    let aim = Some(Aim { limits, goal: AimGoal::Trade(trade), known: base.known });
    let aimed = Scenario { near: None, aim, ..base.scenario.clone() };
    let outcome = pipeline::aimed(&aimed, &base.ground, &base.best.tables.certificate.proofs, &Unwatched)?;
    let values = [one, other].map(|name| of_stage(&outcome, name, |stage| stage.value));
    let [first, second] = outcome.aimed;
    let bounds = if trade.first == one { [first, second] } else { [second, first] };
    // Whole đồng and completion may take a value a little beyond the solver's figure.
    let least = |stage: usize, name: StageName| {
        let (value, bound) = (values.get(stage).copied().unwrap_or(0.0), bounds.get(stage).copied().unwrap_or(0.0));
        if is_better(name, value, bound) { value } else { bound }
    };
    let bounds = [least(0, one), least(1, other)];
    Ok(Point { limit, values, bounds, outcome })
}

/// The points that no other point makes needless, the best of the first stage first; of equal ones, the first found.
fn front(points: Vec<Point>, between: [StageName; 2]) -> Vec<Point> {
    let mut kept: Vec<Point> = Vec::new();
    for point in points {
        if kept.iter().any(|other| covers(other, &point, between)) {
            continue;
        }
        kept.retain(|other| !covers(&point, other, between));
        kept.push(point);
    }
    let [one, _] = between;
    let key = |point: &Point| {
        let [value, _] = point.values;
        if one == StageName::Objective { -value } else { value }
    };
    kept.sort_by(|one, other| key(one).total_cmp(&key(other)));
    kept
}

/// Whether `point` is as good as `other` in both stages.
fn covers(point: &Point, other: &Point, between: [StageName; 2]) -> bool {
    let pairs = point.values.into_iter().zip(other.values).zip(between);
    pairs.into_iter().all(|((value, than), name)| !is_better(name, than, value) || (value - than).abs() <= noise(than))
}

/// Whether a value of a stage is better than another.
fn is_better(name: StageName, value: f64, than: f64) -> bool {
    if name == StageName::Objective { value > than } else { value < than }
}

/// What two equal values of a stage may differ by.
pub(super) fn noise(value: f64) -> f64 {
    super::SAME * value.abs().max(1.0)
}

/// What a run states of a stage; 0 where it states nothing.
fn of_stage(outcome: &Outcome, name: StageName, what: impl Fn(&StageResult) -> Option<f64>) -> f64 {
    outcome.tables.stages.iter().find(|stage| stage.stage == name).and_then(what).unwrap_or(0.0)
}
