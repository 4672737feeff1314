//! Where words go: sentences for people to standard error, one JSON document to standard output if it was asked for.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use chungtay::messages::Catalogue;
use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};
use serde::Serialize;
use serde_json::json;

use super::exit::{Exit, Failure};

/// What results look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Sentences and tables on standard error.
    Text,
    /// JSON on standard output.
    Json,
}

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Volume {
    /// Errors only.
    Quiet,
    /// Results.
    Normal,
    /// Results and times.
    Verbose,
}

/// How to speak.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    /// Text or JSON.
    pub(crate) format: Format,
    /// Quiet or talkative.
    pub(crate) volume: Volume,
}

/// Speaks to people and machines.
pub(crate) struct Console {
    /// The sentences.
    pub(crate) words: Catalogue,
    voice: Voice,
    has_colour: bool,
}

impl Console {
    /// A console that speaks the catalogue's language.
    pub(crate) fn new(words: Catalogue, voice: Voice) -> Self {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let has_colour = io::stderr().is_terminal() && !is_set("NO_COLOR") && !is_dumb;
        Self { words, voice, has_colour }
    }

    /// Whether results are told to people.
    pub(crate) fn tells(&self) -> bool {
        self.voice.format == Format::Text && self.voice.volume > Volume::Quiet
    }

    /// Whether times are told too.
    pub(crate) fn is_verbose(&self) -> bool {
        self.voice.volume == Volume::Verbose
    }

    /// Whether findings are told to people even when quiet.
    pub(crate) fn is_text(&self) -> bool {
        self.voice.format == Format::Text
    }

    /// Whether progress may be drawn.
    pub(crate) fn shows_progress(&self) -> bool {
        self.voice.volume > Volume::Quiet && io::stderr().is_terminal()
    }

    /// A line of a result.
    pub(crate) fn tell(&self, line: &str) {
        if self.tells() {
            complain(line);
        }
    }

    /// A failure as a sentence, and as JSON if that was asked for.
    pub(crate) fn fail(&self, failure: &Failure) -> Exit {
        let sentence = self.words.text(failure.id, &failure.facts);
        complain(&format!("{} {sentence}", self.red(&self.words.plain("say-error"))));
        self.json(&json!({ "exit_code": failure.exit.code(), "error": sentence }));
        failure.exit
    }

    /// The machine's document.
    pub(crate) fn json(&self, value: &impl Serialize) {
        if self.voice.format == Format::Json {
            let text = serde_json::to_string_pretty(value).expect("results have text keys only");
            // A reader that has gone away is no failure of ours.
            let _ = writeln!(io::stdout(), "{text}");
        }
    }

    /// A table; columns after the first `text_columns` hold numbers.
    pub(crate) fn table(&self, headings: &[&str], rows: Vec<Vec<String>>, text_columns: usize) {
        let mut table = Table::new();
        table.load_style(table_style()).set_content_arrangement(ContentArrangement::Dynamic);
        table.set_header(headings.iter().map(|id| self.words.plain(id)));
        table.add_rows(rows);
        for column in table.column_iter_mut().skip(text_columns) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        self.tell(&table.to_string());
    }

    /// A path as a person would type it: in quotes where a shell would split it.
    pub(crate) fn typed(path: &Path) -> String {
        let text = path.display().to_string();
        if text.contains(char::is_whitespace) { format!("\"{text}\"") } else { text }
    }

    /// A number with so many decimals, as the language writes it.
    pub(crate) fn decimal(&self, number: f64, places: usize) -> String {
        self.words.decimal(number, places)
    }

    /// A share 0..1 as a percentage; a dash where there is none.
    pub(crate) fn percent(&self, share: Option<f64>) -> String {
        share.map_or_else(|| "–".to_owned(), |share| format!("{} %", self.decimal(share * 100.0, 1)))
    }

    /// The name of a purpose; the key itself where the catalogue has none.
    pub(crate) fn purpose(&self, purpose: &str) -> String {
        let id = format!("report-purpose-{}", purpose.replace('_', "-"));
        if self.words.has(&id) { self.words.plain(&id) } else { purpose.to_owned() }
    }

    /// A count as the language writes it.
    pub(crate) fn count(&self, count: usize) -> String {
        self.words.number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Emphasis.
    pub(crate) fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Errors.
    pub(crate) fn red(&self, text: &str) -> String {
        self.paint("1;31", text)
    }

    /// Warnings.
    pub(crate) fn yellow(&self, text: &str) -> String {
        self.paint("1;33", text)
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.has_colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Lines above, below and under the headings; none between rows, so that a province fits on a screen.
const fn table_style() -> TableStyle {
    let thin = LineStyle::none().fill('─').junction('─');
    TableStyle::new().top_border(thin).header_separator(LineStyle::none().fill('═').junction('═')).bottom_border(thin)
}

/// A line on standard error that is never held back; a closed one is nobody's fault.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use chungtay::messages::Language;

    use super::*;

    fn console(language: Language) -> Console {
        Console::new(Catalogue::new(language), Voice { format: Format::Text, volume: Volume::Normal })
    }

    #[test]
    fn decimals_follow_the_language() {
        assert_eq!(console(Language::Vi).decimal(1234.5, 2), "1.234,50");
        assert_eq!(console(Language::En).decimal(1234.5, 2), "1,234.50");
        assert_eq!(console(Language::Vi).decimal(-0.25, 2), "-0,25");
        assert_eq!(console(Language::Vi).percent(Some(0.875)), "87,5 %");
        assert_eq!(console(Language::En).percent(None), "–");
    }
}
