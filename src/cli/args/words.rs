//! Commands and arguments whose texts come from the catalogue.

use std::path::PathBuf;

use chungtay::domain::{Profile, StageName};
use chungtay::generate::{PROFILES, Scale};
use chungtay::messages::Catalogue;
use chungtay::sweep::Shard;
use chungtay::units::{Share, Vnd};
use chungtay::validate;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

use super::examples::EXAMPLES;
use crate::cli::exit::Exit;

/// Builds commands and arguments whose texts come from the catalogue.
pub(super) struct Words<'a>(pub(super) &'a Catalogue);

impl Words<'_> {
    pub(super) fn command(&self, name: &'static str, values: &str) -> Command {
        let usage = self.0.plain("help-usage");
        let options = self.0.plain("help-options-word");
        let values = values.replace("COMMAND", &self.0.plain("help-command-word"));
        let line = if name == "chungtay" { name.to_owned() } else { format!("chungtay {name}") };
        Command::new(name)
            .help_template(format!("{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}\n"))
            .override_usage(format!("{line} {values} [{options}]"))
            .disable_help_flag(true)
    }

    pub(super) fn subcommand(&self, name: &'static str) -> Command {
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
            "catalogue" | "compare" | "explain" | "marginal" | "verify" | "report" => self.of_looking(name),
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

    /// Arguments of the commands that look at a scenario or a run without making a plan.
    fn of_looking(&self, name: &str) -> (&'static str, Vec<Arg>) {
        match name {
            "compare" => (
                "<RUN> <RUN>… [--xlsx FILE] [--html FILE]",
                vec![self.path("run").num_args(2..), self.option("xlsx", "FILE"), self.option("html", "FILE")],
            ),
            "explain" => ("<RUN> {<ID> [--solve] | --letters DIR} [--scenario DIR]", self.explained()),
            "catalogue" => (
                "<RUN> [--profile PROFILE] [--xlsx FILE] [--html FILE] [--scenario DIR]",
                vec![
                    self.path("run"),
                    self.option("profile", "PROFILE")
                        .value_parser(PossibleValuesParser::new(["public", "internal"]))
                        .hide_possible_values(true),
                    self.option("xlsx", "FILE"),
                    self.option("html", "FILE"),
                    self.option("scenario", "DIR"),
                ],
            ),
            "marginal" => (
                "<DIR> [--step AMOUNT] [--source ID]… [--xlsx FILE]",
                vec![
                    self.path("dir"),
                    self.amount("step"),
                    self.option("source", "ID").value_parser(value_parser!(String)).action(ArgAction::Append),
                    self.option("xlsx", "FILE"),
                ],
            ),
            _ => ("<RUN> [--scenario DIR]", vec![self.path("run"), self.option("scenario", "DIR")]),
        }
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

    /// An amount such as "10 triệu", above nothing (`usage` tells of any other word).
    fn amount(&self, id: &'static str) -> Arg {
        let parse = |word: &str| validate::amount(word).filter(|amount| *amount > Vnd::ZERO).ok_or_else(String::new);
        self.option(id, "AMOUNT").value_parser(parse)
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

    pub(super) fn flag(&self, id: &'static str, short: char) -> Arg {
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

    pub(super) fn globals(&self) -> [Arg; 5] {
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

    pub(super) fn exit_codes(&self) -> String {
        let mut text = self.0.plain("help-exit-codes");
        for exit in Exit::ALL {
            let code = exit.code();
            text = format!("{text}\n  {code}  {}", self.0.plain(&format!("exit-{code}")));
        }
        format!("{text}\n\n{}\n  {}", self.0.plain("help-more"), self.0.plain("help-more-command"))
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
