//! Progress on a terminal: a step that lasts longer than a second shows its name, the time so far and, where the
//! share done is known, the time left.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use chungtay::pipeline::{Step, Watch};
use indicatif::{ProgressBar, ProgressStyle};

use super::console::Console;

/// A step is shown once it lasts longer than this.
const PATIENCE: Duration = Duration::from_secs(1);

/// Time between two pictures of the spinner.
const TICK: Duration = Duration::from_millis(120);

/// Parts of a full bar.
const FULL: u64 = 1000;

/// Message id of a step.
pub(crate) fn step_id(step: Step) -> &'static str {
    match step {
        Step::Read => "step-read",
        Step::Pairing => "step-pairing",
        Step::Prepare => "step-prepare",
        Step::Entitlement => "step-entitlement",
        Step::Shortfall => "step-shortfall",
        Step::Objective => "step-objective",
        Step::Settle => "step-settle",
        Step::Tabulate => "step-tabulate",
        Step::Certify => "step-certify",
        Step::Write => "step-write",
        Step::Verify => "step-verify",
        Step::Cases => "step-cases",
        Step::Margins => "step-margins",
    }
}

/// Shows the steps of a run; draws nothing where nobody looks.
pub(crate) struct Progress<'a> {
    console: &'a Console,
    current: Mutex<Option<Drawing>>,
}

/// The thread that draws one step. It ends when the sender is dropped.
struct Drawing {
    shares: Sender<f64>,
    thread: JoinHandle<()>,
}

impl<'a> Progress<'a> {
    /// Watches a run for a console.
    pub(crate) const fn new(console: &'a Console) -> Self {
        Self { console, current: Mutex::new(None) }
    }

    /// Ends the drawing, so that results start on a clean line.
    pub(crate) fn finish(&self) {
        self.replace(None);
    }

    fn replace(&self, next: Option<Drawing>) {
        let before = self.current.lock().ok().and_then(|mut current| std::mem::replace(&mut *current, next));
        if let Some(Drawing { shares, thread }) = before {
            drop(shares);
            // A drawing that failed changes no result.
            let _ = thread.join();
        }
    }
}

impl Watch for Progress<'_> {
    fn enter(&self, step: Step) {
        if !self.console.shows_progress() {
            return;
        }
        self.finish();
        let name = self.console.words.plain(step_id(step));
        let (shares, inbox) = channel();
        let thread = thread::spawn(move || draw(name, &inbox));
        self.replace(Some(Drawing { shares, thread }));
    }

    fn progress(&self, share: f64) {
        if let Ok(current) = self.current.lock()
            && let Some(drawing) = &*current
        {
            // The drawing may have ended already.
            let _ = drawing.shares.send(share);
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Draws until the sender is dropped; steps shorter than the patience draw nothing.
fn draw(name: String, inbox: &Receiver<f64>) {
    let start = Instant::now();
    let mut share = None;
    while let Some(left) = PATIENCE.checked_sub(start.elapsed()) {
        match inbox.recv_timeout(left) {
            Ok(known) => share = Some(known),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
    let bar = ProgressBar::new(FULL).with_elapsed(start.elapsed()).with_message(name);
    show(&bar, share);
    loop {
        match inbox.recv_timeout(TICK) {
            Ok(known) => show(&bar, Some(known)),
            Err(RecvTimeoutError::Timeout) => bar.tick(),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    bar.finish_and_clear();
}

fn show(bar: &ProgressBar, share: Option<f64>) {
    let template = match share {
        Some(_) => "{spinner} {msg} {bar:30} {percent} % · {elapsed} · -{eta}",
        None => "{spinner} {msg} {elapsed}",
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    if let Some(share) = share {
        bar.set_position(thousandths(share));
    }
    bar.tick();
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000 before")]
fn thousandths(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * 1000.0) as u64
}
