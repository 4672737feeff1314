//! The words of the command line, and the call that they mean. Every help text comes from the catalogue, so that
//! `--help` speaks the chosen language.

mod examples;
mod tasks;
mod words;

use std::ffi::OsString;
use std::path::PathBuf;

use chungtay::catalogue::Reader;
use chungtay::domain::{Profile, StageName};
use chungtay::generate::Scale;
use chungtay::messages::Catalogue;
use chungtay::sweep::Shard;
use chungtay::units::{Share, Vnd};
use clap::{ArgAction, ArgMatches, Command};

use super::console::{Format, Voice, Volume};
use examples::EXAMPLES;
pub(super) use tasks::{
    AllocateTask, AlternativesTask, CatalogueTask, CheckTask, CompareTask, ExplainTask, GenerateTask, InitTask,
    MarginalTask, ParetoTask, ReportTask, SweepTask, VerifyTask,
};
use words::Words;

/// What was asked.
#[derive(Debug)]
pub(crate) struct Call {
    /// How to speak.
    pub(crate) voice: Voice,
    /// What to do.
    pub(crate) task: Task,
}

/// The command with its words.
#[derive(Debug)]
pub(crate) enum Task {
    /// `init`
    Init(InitTask),
    /// `check`
    Check(CheckTask),
    /// `allocate`
    Allocate(AllocateTask),
    /// `sweep`
    Sweep(SweepTask),
    /// `alternatives`
    Alternatives(AlternativesTask),
    /// `pareto`
    Pareto(ParetoTask),
    /// `compare`
    Compare(CompareTask),
    /// `explain`
    Explain(ExplainTask),
    /// `catalogue`
    Catalogue(CatalogueTask),
    /// `marginal`
    Marginal(MarginalTask),
    /// `verify`
    Verify(VerifyTask),
    /// `report`
    Report(ReportTask),
    /// `generate`
    Generate(GenerateTask),
}

/// Reads the words.
pub(crate) fn parse(catalogue: &Catalogue, words: Vec<OsString>) -> Result<Call, clap::Error> {
    let matches = command(catalogue).try_get_matches_from(words)?;
    let voice = Voice {
        format: if text(&matches, "format") == Some("json") { Format::Json } else { Format::Text },
        volume: match (matches.get_flag("quiet"), matches.get_flag("verbose")) {
            (true, _) => Volume::Quiet,
            (false, true) => Volume::Verbose,
            (false, false) => Volume::Normal,
        },
    };
    let (name, words) = matches.subcommand().expect("the parser requires a command");
    Ok(Call { voice, task: task(name, words) })
}

fn task(name: &str, words: &ArgMatches) -> Task {
    let path = |id: &str| words.get_one::<PathBuf>(id).cloned();
    let required = |id: &str| path(id).expect("the parser requires this word");
    match name {
        "init" => Task::Init(InitTask { folder: required("dir"), workbook: words.get_flag("workbook") }),
        "check" => Task::Check(CheckTask {
            folder: required("dir"),
            write_clean: path("write-clean"),
            profile: words.get_flag("profile"),
        }),
        "allocate" => Task::Allocate(AllocateTask {
            folder: required("dir"),
            out: path("out"),
            jobs: words.get_one::<u16>("jobs").map(|&jobs| usize::from(jobs)),
            keep: path("keep"),
            near: path("near"),
            relax: words.get_flag("relax"),
            profile: text(words, "profile").and_then(Profile::of_word).unwrap_or_default(),
        }),
        "sweep" => Task::Sweep(SweepTask {
            folder: required("dir"),
            out: path("out"),
            jobs: words.get_one::<u16>("jobs").map(|&jobs| usize::from(jobs)),
            resume: words.get_flag("resume"),
            shard: words.get_one::<Shard>("shard").copied(),
            merge: words.get_many::<PathBuf>("merge").into_iter().flatten().cloned().collect(),
        }),
        "alternatives" => Task::Alternatives(AlternativesTask {
            folder: required("dir"),
            count: usize::from(words.get_one::<u16>("k").copied().unwrap_or(5)),
            loss: words.get_one::<Share>("loss").copied().unwrap_or_else(|| Share::of_millionths(10_000)),
            out: path("out"),
            jobs: words.get_one::<u16>("jobs").map(|&jobs| usize::from(jobs)),
        }),
        "pareto" => Task::Pareto(ParetoTask {
            folder: required("dir"),
            between: words.get_one("between").copied().unwrap_or([StageName::Shortfall, StageName::Objective]),
            points: usize::from(words.get_one::<u16>("points").copied().unwrap_or(9)),
            out: path("out"),
            jobs: words.get_one::<u16>("jobs").map(|&jobs| usize::from(jobs)),
        }),
        "catalogue" | "compare" | "explain" | "marginal" | "report" | "verify" => looking(name, words),
        _ => Task::Generate(GenerateTask {
            profile: text(words, "profile").unwrap_or_default().to_owned(),
            seed: words.get_one::<u64>("seed").copied().unwrap_or(1),
            scale: words.get_one::<Scale>("scale").copied().unwrap_or(Scale::WHOLE),
            out: required("out"),
        }),
    }
}

/// What is asked of a scenario or a run without making a plan.
fn looking(name: &str, words: &ArgMatches) -> Task {
    let path = |id: &str| words.get_one::<PathBuf>(id).cloned();
    let required = |id: &str| path(id).expect("the parser requires this word");
    match name {
        "compare" => Task::Compare(CompareTask {
            runs: words.get_many::<PathBuf>("run").into_iter().flatten().cloned().collect(),
            xlsx: path("xlsx"),
            html: path("html"),
        }),
        "explain" => Task::Explain(ExplainTask {
            run: required("run"),
            id: text(words, "id").map(str::to_owned),
            letters: path("letters"),
            solve: words.get_flag("solve"),
            scenario: path("scenario"),
        }),
        "catalogue" => Task::Catalogue(CatalogueTask {
            run: required("run"),
            reader: if text(words, "profile") == Some("internal") { Reader::Office } else { Reader::Public },
            xlsx: path("xlsx"),
            html: path("html"),
            scenario: path("scenario"),
        }),
        "marginal" => Task::Marginal(MarginalTask {
            folder: required("dir"),
            step: words.get_one::<Vnd>("step").copied().unwrap_or(Vnd::new(10_000_000)),
            sources: words.get_many::<String>("source").into_iter().flatten().cloned().collect(),
            xlsx: path("xlsx"),
        }),
        "verify" => Task::Verify(VerifyTask { run: required("run"), scenario: path("scenario") }),
        _ => Task::Report(ReportTask { run: required("run"), scenario: path("scenario") }),
    }
}

fn text<'a>(words: &'a ArgMatches, id: &str) -> Option<&'a str> {
    words.get_one::<String>(id).map(String::as_str)
}

/// The whole command line in the catalogue's language.
pub(crate) fn command(catalogue: &Catalogue) -> Command {
    let words = Words(catalogue);
    let mut root = words.command("chungtay", "COMMAND").subcommand_required(true).disable_help_subcommand(true);
    root = root.about(catalogue.plain("cmd-chungtay")).after_help(words.exit_codes());
    root = root.subcommand_help_heading(catalogue.plain("help-commands")).version(env!("CARGO_PKG_VERSION"));
    let version = words.flag("version", 'V').action(ArgAction::Version).display_order(200);
    root = root.disable_version_flag(true).arg(version);
    for (position, arg) in words.globals().into_iter().enumerate() {
        // After the options of each command's own.
        root = root.arg(arg.global(true).display_order(100 + position));
    }
    for (name, _) in EXAMPLES {
        root = root.subcommand(words.subcommand(name));
    }
    root
}

#[cfg(test)]
mod tests {
    use chungtay::messages::Language;

    use super::*;
    use crate::cli::exit::Exit;

    /// Every text of a command and its arguments must be a sentence, not a message id or nothing.
    fn assert_texts(command: &Command, seen: &mut Vec<String>) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(about.contains(' '), "{} has no description: {about:?}", command.get_name());
        seen.push(about);
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(' '), "{} {} has no help: {help:?}", command.get_name(), arg.get_id());
            assert!(
                arg.get_help_heading().is_some(),
                "{} {} stands under clap's own heading",
                command.get_name(),
                arg.get_id()
            );
            seen.push(help);
        }
        for subcommand in command.get_subcommands() {
            assert_texts(subcommand, seen);
        }
    }

    #[test]
    fn every_command_and_argument_is_explained_in_both_languages() {
        let mut texts = Vec::new();
        for language in [Language::Vi, Language::En] {
            let mut seen = Vec::new();
            assert_texts(&command(&Catalogue::new(language)), &mut seen);
            texts.push(seen);
        }
        let pairs = texts.first().unwrap().iter().zip(texts.last().unwrap());
        for (vi, en) in pairs {
            assert_ne!(vi, en, "the same text in both languages");
        }
    }

    #[test]
    fn every_example_and_exit_code_has_a_sentence() {
        for language in [Language::Vi, Language::En] {
            let catalogue = Catalogue::new(language);
            for (name, lines) in EXAMPLES {
                for (number, line) in lines.iter().enumerate() {
                    assert!(catalogue.has(&format!("example-{name}-{}", number + 1)), "{line}");
                    let words = line.split(' ').map(OsString::from).collect();
                    assert!(parse(&catalogue, words).is_ok(), "the example does not parse: {line}");
                }
            }
            for exit in Exit::ALL {
                assert!(catalogue.has(&format!("exit-{}", exit.code())));
            }
        }
    }

    #[test]
    fn the_command_line_is_well_formed() {
        command(&Catalogue::new(Language::Vi)).debug_assert();
    }
}
