//! Wrong words, told in the chosen language: the parser's own sentences are English only.

use std::io::{self, Write};

use chungtay::messages::Catalogue;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::exit::Exit;

/// Tells what the parser found; help and version are no errors and go to standard output.
pub(crate) fn report(catalogue: &Catalogue, error: &clap::Error) -> Exit {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe (`--help | head`) is no failure of ours.
        let _ = error.print();
        return Exit::Done;
    }
    let mut text = format!("{} {}", catalogue.plain("say-error"), sentence(catalogue, error));
    if let Some(near) = suggestion(error) {
        text = format!("{text} {}", catalogue.text("usage-near", &[("near", near)]));
    }
    let _ = writeln!(io::stderr(), "{text}\n{}", catalogue.plain("usage-help"));
    Exit::Usage
}

fn sentence(catalogue: &Catalogue, error: &clap::Error) -> String {
    let fact = |kind| error.get(kind).map(show).unwrap_or_default();
    let word = fact(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => catalogue.text("usage-unknown-word", &[("word", word)]),
        ErrorKind::InvalidSubcommand => {
            catalogue.text("usage-unknown-command", &[("word", fact(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            catalogue.plain("usage-no-command")
        }
        ErrorKind::MissingRequiredArgument => catalogue.text("usage-missing", &[("word", word)]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::NoEquals => {
            let value = fact(ContextKind::InvalidValue);
            let possible = fact(ContextKind::ValidValue);
            let id = match (value.is_empty(), possible.is_empty()) {
                (true, _) => "usage-no-value",
                (false, true) => "usage-bad-value",
                (false, false) => "usage-value-not-among",
            };
            catalogue.text(id, &[("word", word), ("value", value), ("possible", possible)])
        }
        ErrorKind::TooFewValues => {
            let least = fact(ContextKind::MinValues);
            catalogue.text("usage-too-few", &[("word", word), ("least", least)])
        }
        ErrorKind::ArgumentConflict => {
            let prior = fact(ContextKind::PriorArg);
            catalogue.text("usage-conflict", &[("word", word), ("other", prior)])
        }
        _ => catalogue.text("usage-other", &[("word", word)]),
    }
}

/// The nearest word that the parser knows.
fn suggestion(error: &clap::Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    kinds.into_iter().find_map(|kind| error.get(kind)).map(show).filter(|near| !near.is_empty())
}

fn show(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
