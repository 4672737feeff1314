//! How a command ends: the exit codes of the contract, and failures that are one sentence.

use std::path::Path;
use std::process::ExitCode;

use chungtay::publish::PublishError;

/// Exit codes; scripts rely on the numbers. Each has a sentence `exit-<number>` in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything done.
    Done = 0,
    /// The program or the machine failed.
    Unexpected = 1,
    /// Wrong words, or a folder that is not there or not free.
    Usage = 2,
    /// The input has errors.
    Findings = 3,
    /// No feasible plan.
    NoPlan = 4,
    /// The second opinion found a broken promise; nothing is published.
    Refused = 5,
    /// A sweep finished, and some cases have no plan.
    FailedCases = 6,
}

impl Exit {
    /// All of them, by number.
    pub(crate) const ALL: [Self; 7] =
        [Self::Done, Self::Unexpected, Self::Usage, Self::Findings, Self::NoPlan, Self::Refused, Self::FailedCases];

    /// Its number.
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// A command that cannot go on, with the sentence that says why.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The exit code.
    pub(crate) exit: Exit,
    /// Message id.
    pub(crate) id: &'static str,
    /// Facts of the sentence.
    pub(crate) facts: Vec<(&'static str, String)>,
}

impl Failure {
    /// A failure with a sentence.
    pub(crate) const fn new(exit: Exit, id: &'static str) -> Self {
        Self { exit, id, facts: Vec::new() }
    }

    /// Adds a fact.
    pub(crate) fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// A usage failure about a path.
    pub(crate) fn usage(id: &'static str, path: &Path) -> Self {
        Self::new(Exit::Usage, id).with("path", &path.display())
    }

    /// The disk refused.
    pub(crate) fn disk(path: &Path, error: &std::io::Error) -> Self {
        Self::new(Exit::Unexpected, "say-disk").with("path", &path.display()).with("reason", error)
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Taken(path) => Self::usage("say-not-empty", &path),
            PublishError::Io { path, source, .. } => Self::disk(&path, &source),
            PublishError::Refused(_) => Self::new(Exit::Refused, "say-refused"),
        }
    }
}
