//! The words of the command line, and the call that they mean. Every help text comes from the catalogue, so that
//! `--help` speaks the chosen language.

mod examples;
mod tasks;

use std::ffi::OsString;
use std::path::PathBuf;

use chungtay::domain::{Profile, StageName};
use chungtay::generate::{PROFILES, Scale};
use chungtay::messages::Catalogue;
use chungtay::sweep::Shard;
use chungtay::units::Share;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::console::{Format, Voice, Volume};
use super::exit::Exit;

pub(crate) use tasks::{
    AllocateTask, AlternativesTask, CheckTask, CompareTask, GenerateTask, InitTask, ParetoTask, ReportTask, SweepTask,
    Task, VerifyTask,
};

use examples::EXAMPLES;

/// What was asked.
#[derive(Debug)]
pub(crate) struct Call {
    /// How to speak.
    pub(crate) voice: Voice,
    /// What to do.
    pub(crate) task: Task,
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
        "compare" => Task::Compare(CompareTask {
            runs: words.get_many::<PathBuf>("run").into_iter().flatten().cloned().collect(),
            xlsx: path("xlsx"),
            html: path("html"),
        }),
        "verify" => Task::Verify(VerifyTask { run: required("run"), scenario: path("scenario") }),
        "report" => Task::Report(ReportTask { run: required("run"), scenario: path("scenario") }),
        _ => Task::Generate(GenerateTask {
            profile: text(words, "profile").unwrap_or_default().to_owned(),
            seed: words.get_one::<u64>("seed").copied().unwrap_or(1),
            scale: words.get_one::<Scale>("scale").copied().unwrap_or(Scale::WHOLE),
            out: required("out"),
        }),
    }
}

/// Reads `shortfall,objective`: stages that whole units decide.
fn stages(word: &str) -> Option<[StageName; 2]> {
    let stage = |word: &str| match word.trim() {
        "beyond_one_package" => Some(StageName::BeyondOnePackage),
        "shortfall" => Some(StageName::Shortfall),
        "objective" => Some(StageName::Objective),
        _ => None,
    };
    let (one, other) = word.split_once(',')?;
    Some([stage(one)?, stage(other)?]).filter(|[one, other]| one != other)
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

/// Builds commands and arguments whose texts come from the catalogue.
struct Words<'a>(&'a Catalogue);

impl Words<'_> {
    fn command(&self, name: &'static str, values: &str) -> Command {
        let usage = self.0.plain("help-usage");
        let options = self.0.plain("help-options-word");
        let values = values.replace("COMMAND", &self.0.plain("help-command-word"));
        let line = if name == "chungtay" { name.to_owned() } else { format!("chungtay {name}") };
        Command::new(name)
            .help_template(format!("{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}\n"))
            .override_usage(format!("{line} {values} [{options}]"))
            .disable_help_flag(true)
    }

    fn subcommand(&self, name: &'static str) -> Command {
        let (values, args) = match name {
            "allocate" => (
                "<DIR> [--out RUN] [--jobs N] [--keep RUN] [--near RUN] [--relax] [--profile PROFILE]",
                vec![
                    self.path("dir"),
                    self.option("out", "RUN"),
                    self.jobs(),
                    self.option("keep", "RUN"),
                    self.option("near", "RUN"),
                    self.switch("relax"),
                    self.option("profile", "PROFILE")
                        .value_parser(PossibleValuesParser::new(Profile::WORDS))
                        .hide_possible_values(true),
                ],
            ),
            "check" => (
                "<DIR> [--write-clean DIR] [--profile]",
                vec![self.path("dir"), self.option("write-clean", "DIR"), self.switch("profile")],
            ),
            "sweep" => (
                "<DIR> [--out RUNS] [--jobs N] [--resume] [--shard I/N] [--merge RUNS]…",
                vec![
                    self.path("dir"),
                    self.option("out", "RUNS"),
                    self.jobs(),
                    self.switch("resume"),
                    self.shard(),
                    self.option("merge", "RUNS").action(ArgAction::Append).conflicts_with_all(["resume", "shard"]),
                ],
            ),
            "alternatives" | "pareto" => self.of_many_plans(name),
            "compare" => (
                "<RUN> <RUN>… [--xlsx FILE] [--html FILE]",
                vec![self.path("run").num_args(2..), self.option("xlsx", "FILE"), self.option("html", "FILE")],
            ),
            "verify" | "report" => ("<RUN> [--scenario DIR]", vec![self.path("run"), self.option("scenario", "DIR")]),
            "generate" => (
                "<PROFILE> --seed N --out DIR [--scale S]",
                vec![self.profile(), self.seed(), self.scale(), self.option("out", "DIR").required(true)],
            ),
            _ => ("<DIR> [--workbook]", vec![self.path("dir"), self.switch("workbook")]),
        };
        let mut command = self.command(name, values).about(self.0.plain(&format!("cmd-{name}")));
        for arg in args {
            let id = format!("arg-{name}-{}", arg.get_id());
            command = command.arg(arg.help(self.0.plain(&id)));
        }
        command.after_help(self.examples(name))
    }

    /// Arguments of the commands that find many plans of one scenario.
    fn of_many_plans(&self, name: &str) -> (&'static str, Vec<Arg>) {
        match name {
            "alternatives" => (
                "<DIR> [K] [--loss SHARE] [--out FOLDER] [--jobs N]",
                vec![
                    self.path("dir"),
                    self.path("k").required(false).value_parser(value_parser!(u16).range(2..=100)),
                    self.loss(),
                    self.option("out", "FOLDER"),
                    self.jobs(),
                ],
            ),
            _ => (
                "<DIR> [--between A,B] [--points N] [--out FOLDER] [--jobs N]",
                vec![
                    self.path("dir"),
                    self.between(),
                    self.option("points", "N").value_parser(value_parser!(u16).range(2..=1000)),
                    self.option("out", "FOLDER"),
                    self.jobs(),
                ],
            ),
        }
    }

    fn path(&self, id: &'static str) -> Arg {
        let heading = self.0.plain("help-arguments");
        Arg::new(id)
            .value_name(id.to_uppercase())
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help_heading(heading)
    }

    fn option(&self, id: &'static str, value: &'static str) -> Arg {
        let heading = self.0.plain("help-options");
        Arg::new(id).long(id).value_name(value).value_parser(value_parser!(PathBuf)).help_heading(heading)
    }

    fn switch(&self, id: &'static str) -> Arg {
        Arg::new(id).long(id).action(ArgAction::SetTrue).help_heading(self.0.plain("help-options"))
    }

    fn jobs(&self) -> Arg {
        self.option("jobs", "N").value_parser(value_parser!(u16).range(1..=1024))
    }

    /// A part such as 2/8 (`usage` tells of any other word).
    fn shard(&self) -> Arg {
        let parse = |word: &str| word.parse::<Shard>().map_err(|_| String::new());
        self.option("shard", "I/N").value_parser(parse)
    }

    /// A share such as 1% or 0.01 (`usage` tells of any other word).
    fn loss(&self) -> Arg {
        let parse = |word: &str| Share::parse(word).map_err(|_| String::new());
        self.option("loss", "SHARE").value_parser(parse)
    }

    /// Two different stages with a comma between them (`usage` tells of any other word).
    fn between(&self) -> Arg {
        self.option("between", "A,B").value_parser(|word: &str| stages(word).ok_or_else(String::new))
    }

    fn seed(&self) -> Arg {
        self.option("seed", "N").value_parser(value_parser!(u64)).default_value("1").hide_default_value(true)
    }

    /// A share such as 0.05 (`usage` tells of any other word, without the parser's own reason).
    fn scale(&self) -> Arg {
        let parse = |word: &str| word.parse().ok().and_then(Scale::new).ok_or_else(String::new);
        self.option("scale", "S").value_parser(parse)
    }

    fn profile(&self) -> Arg {
        self.path("profile").value_parser(PossibleValuesParser::new(PROFILES)).hide_possible_values(true)
    }

    fn flag(&self, id: &'static str, short: char) -> Arg {
        let help = self.0.plain(&format!("arg-{id}"));
        Arg::new(id).long(id).short(short).help(help).help_heading(self.0.plain("help-options"))
    }

    fn choice(&self, id: &'static str, values: [&'static str; 2]) -> Arg {
        Arg::new(id)
            .long(id)
            .value_name(values.join("|"))
            .value_parser(PossibleValuesParser::new(values))
            .hide_possible_values(true)
            .help(self.0.plain(&format!("arg-{id}")))
            .help_heading(self.0.plain("help-options"))
    }

    fn globals(&self) -> [Arg; 5] {
        [
            self.choice("lang", ["vi", "en"]),
            self.choice("format", ["text", "json"]),
            self.flag("quiet", 'q').action(ArgAction::SetTrue).conflicts_with("verbose"),
            self.flag("verbose", 'v').action(ArgAction::SetTrue),
            self.flag("help", 'h').action(ArgAction::Help),
        ]
    }

    fn examples(&self, name: &str) -> String {
        let lines = EXAMPLES.iter().find(|(command, _)| *command == name).map_or(&[][..], |(_, lines)| lines);
        let mut text = self.0.plain("help-examples");
        for (number, line) in lines.iter().enumerate() {
            let sentence = self.0.plain(&format!("example-{name}-{}", number + 1));
            text = format!("{text}\n  {line}\n      {sentence}");
        }
        text
    }

    fn exit_codes(&self) -> String {
        let mut text = self.0.plain("help-exit-codes");
        for exit in Exit::ALL {
            let code = exit.code();
            text = format!("{text}\n  {code}  {}", self.0.plain(&format!("exit-{code}")));
        }
        format!("{text}\n\n{}\n  {}", self.0.plain("help-more"), self.0.plain("help-more-command"))
    }
}

#[cfg(test)]
mod tests {
    use chungtay::messages::Language;

    use super::*;

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
