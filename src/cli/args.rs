//! The words of the command line, and the call that they mean. Every help text comes from the catalogue, so that
//! `--help` speaks the chosen language.

mod examples;

use std::ffi::OsString;
use std::path::PathBuf;

use chungtay::domain::Profile;
use chungtay::generate::{PROFILES, Scale};
use chungtay::messages::Catalogue;
use chungtay::sweep::Shard;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::console::{Format, Voice, Volume};
use super::exit::Exit;
use examples::EXAMPLES;

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
    /// `compare`
    Compare(CompareTask),
    /// `explain`
    Explain(ExplainTask),
    /// `verify`
    Verify(VerifyTask),
    /// `report`
    Report(ReportTask),
    /// `generate`
    Generate(GenerateTask),
}

/// `init DIR [--workbook]`
#[derive(Debug)]
pub(crate) struct InitTask {
    /// The folder to fill.
    pub(crate) folder: PathBuf,
    /// Whether the tables are sheets of one workbook.
    pub(crate) workbook: bool,
}

/// `check DIR [--write-clean DIR] [--profile]`
#[derive(Debug)]
pub(crate) struct CheckTask {
    /// The scenario folder.
    pub(crate) folder: PathBuf,
    /// Whether to say which columns and files go to which profile.
    pub(crate) profile: bool,
    /// The folder to write the clean tables into, if any.
    pub(crate) write_clean: Option<PathBuf>,
}

/// `allocate DIR [--out RUN] [--jobs N] [--keep RUN] [--near RUN] [--relax] [--profile PROFILE]`
#[derive(Debug)]
pub(crate) struct AllocateTask {
    /// The scenario folder.
    pub(crate) folder: PathBuf,
    /// The run folder, if not the default.
    pub(crate) out: Option<PathBuf>,
    /// Threads, if not one a core.
    pub(crate) jobs: Option<usize>,
    /// The earlier run whose awards are promised.
    pub(crate) keep: Option<PathBuf>,
    /// The earlier run whose awards change as little as they may.
    pub(crate) near: Option<PathBuf>,
    /// Whether hard rules that cannot hold together give way.
    pub(crate) relax: bool,
    /// Which files the run folder keeps.
    pub(crate) profile: Profile,
}

/// `sweep DIR [--out RUNS] [--jobs N] [--resume] [--shard I/N] [--merge RUNS]…`
#[derive(Debug)]
pub(crate) struct SweepTask {
    /// The scenario folder.
    pub(crate) folder: PathBuf,
    /// The folder of the sweep, if not the default.
    pub(crate) out: Option<PathBuf>,
    /// Cases at a time, if not one a core.
    pub(crate) jobs: Option<usize>,
    /// Whether to go on with the sweep that is there.
    pub(crate) resume: bool,
    /// The part of the cases to solve.
    pub(crate) shard: Option<Shard>,
    /// Folders of parts to join; none: solve.
    pub(crate) merge: Vec<PathBuf>,
}

/// `compare RUN RUN … [--xlsx FILE] [--html FILE]`
#[derive(Debug)]
pub(crate) struct CompareTask {
    /// The run folders, the base first.
    pub(crate) runs: Vec<PathBuf>,
    /// The workbook to write.
    pub(crate) xlsx: Option<PathBuf>,
    /// The page to write.
    pub(crate) html: Option<PathBuf>,
}

/// `explain RUN ID [--solve] [--scenario DIR]`, `explain RUN --letters DIR`
#[derive(Debug)]
pub(crate) struct ExplainTask {
    /// The run folder.
    pub(crate) run: PathBuf,
    /// Household, commune, source, or the name of a rule; absent where letters are asked for.
    pub(crate) id: Option<String>,
    /// The folder of letters to write.
    pub(crate) letters: Option<PathBuf>,
    /// Whether to solve again for what would serve the open needs.
    pub(crate) solve: bool,
    /// The scenario folder, if not the one found.
    pub(crate) scenario: Option<PathBuf>,
}

/// `verify RUN [--scenario DIR]`
#[derive(Debug)]
pub(crate) struct VerifyTask {
    /// The run folder.
    pub(crate) run: PathBuf,
    /// The scenario folder, if not the one found.
    pub(crate) scenario: Option<PathBuf>,
}

/// `report RUN [--scenario DIR]`
#[derive(Debug)]
pub(crate) struct ReportTask {
    /// The run folder.
    pub(crate) run: PathBuf,
    /// The scenario folder, if not the one found.
    pub(crate) scenario: Option<PathBuf>,
}

/// `generate PROFILE --seed N --scale S --out DIR`
#[derive(Debug)]
pub(crate) struct GenerateTask {
    /// The profile.
    pub(crate) profile: String,
    /// The seed.
    pub(crate) seed: u64,
    /// How large a cut.
    pub(crate) scale: Scale,
    /// The folder to make.
    pub(crate) out: PathBuf,
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
            "compare" => (
                "<RUN> <RUN>… [--xlsx FILE] [--html FILE]",
                vec![self.path("run").num_args(2..), self.option("xlsx", "FILE"), self.option("html", "FILE")],
            ),
            "explain" => ("<RUN> {<ID> [--solve] | --letters DIR} [--scenario DIR]", self.explained()),
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

    /// What may be explained.
    fn explained(&self) -> Vec<Arg> {
        vec![
            self.path("run"),
            self.path("id")
                .value_parser(value_parser!(String))
                .required(false)
                .required_unless_present("letters")
                .conflicts_with("letters"),
            self.switch("solve").conflicts_with("letters"),
            self.option("letters", "DIR"),
            self.option("scenario", "DIR"),
        ]
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
