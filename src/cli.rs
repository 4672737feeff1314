//! The command line: chooses the language, reads the words, calls the library, and turns the end into an exit code.
//! Holds no rule and no sentence.

mod allocate;
mod alternatives;
mod args;
mod catalogue;
mod check;
mod check_classes;
mod compare;
mod compare_growth;
mod console;
mod exit;
mod explain;
mod files;
mod findings;
mod generate;
mod init;
mod language;
mod marginal;
mod outcome;
mod pareto;
mod profiles;
mod progress;
mod recorded;
mod report;
mod sweep;
mod usage;
mod verify;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use chungtay::messages::Catalogue;

use args::{Call, Task};
use console::Console;
use exit::{Exit, Failure};

/// Runs the command that this process was started with.
pub(crate) fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let catalogue = Catalogue::new(language::choose(&words));
    let call = match args::parse(&catalogue, words) {
        Ok(call) => call,
        Err(error) => return usage::report(&catalogue, &error).into(),
    };
    let console = Console::new(catalogue, call.voice);
    // A defect of the program ends as exit code 1 with a sentence, not as a bare abort.
    let end = catch_unwind(AssertUnwindSafe(|| run(&console, &call)));
    match end.unwrap_or_else(|_| Err(Failure::new(Exit::Unexpected, "say-defect"))) {
        Ok(exit) => exit.into(),
        Err(failure) => console.fail(&failure).into(),
    }
}

fn run(console: &Console, call: &Call) -> Result<Exit, Failure> {
    match &call.task {
        Task::Init(task) => init::run(console, task),
        Task::Check(task) => check::run(console, task),
        Task::Allocate(task) => allocate::run(console, task),
        Task::Alternatives(task) => alternatives::run(console, task),
        Task::Pareto(task) => pareto::run(console, task),
        Task::Sweep(task) => sweep::run(console, task),
        Task::Compare(task) => compare::run(console, task),
        Task::Catalogue(task) => catalogue::run(console, task),
        Task::Marginal(task) => marginal::run(console, task),
        Task::Explain(task) => explain::run(console, task),
        Task::Verify(task) => verify::run(console, task),
        Task::Report(task) => report::run(console, task),
        Task::Generate(task) => generate::run(console, task),
    }
}
