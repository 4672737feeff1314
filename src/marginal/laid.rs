//! Margins as a plain table for a workbook.

use std::io;

use super::{Change, Margin};
use crate::export::laid::{self, Cells, Laid};
use crate::export::page::{Said, Speaker};
use crate::units::Vnd;

/// The margins as a workbook.
pub fn workbook(margins: &[Margin]) -> io::Result<Vec<u8>> {
    let speaker = Speaker::default();
    let table = Laid {
        id: "marginal",
        sheet: speaker.plain("marginal-sheet"),
        heading: speaker.plain("marginal-title"),
        columns: columns(margins, &speaker),
    };
    laid::workbook(&speaker.plain("marginal-title"), &speaker.plain("marginal-note"), &[table])
}

/// A figure of a change, where there is one.
type Figure = fn(&Margin) -> Option<&Change>;

fn columns(margins: &[Margin], speaker: &Speaker) -> Vec<(&'static str, Said, Cells)> {
    let text =
        |of: fn(&Margin) -> &String| Cells::Text(margins.iter().map(|margin| Some(Said::data(of(margin)))).collect());
    let money = |of: fn(&Margin) -> Vnd| Cells::Money(margins.iter().map(|margin| Some(of(margin))).collect());
    let changes: [(&str, &str, Figure); 3] = [
        ("more", "more_units", |margin| Some(&margin.more)),
        ("less", "less_units", |margin| margin.less.as_ref()),
        ("lifted", "lifted_units", |margin| margin.lifted.as_ref()),
    ];
    let mut columns = vec![
        ("source", text(|margin| &margin.source)),
        ("name", text(|margin| &margin.name)),
        ("free", money(|margin| margin.free)),
        ("step", money(|margin| margin.step)),
    ];
    for (value, units, of) in changes {
        let values = margins.iter().map(|margin| of(margin).map(|change| change.value));
        columns.push((value, Cells::Number(values.collect())));
        let told = margins.iter().map(|margin| of(margin).map(|change| said(change, speaker)));
        columns.push((units, Cells::Text(told.collect())));
    }
    let headed = |(key, cells): (&'static str, Cells)| {
        (key, speaker.plain(&format!("marginal-{}", key.replace('_', "-"))), cells)
    };
    columns.into_iter().map(headed).collect()
}

/// `0,17 × NHA; 2,00 × HOC-BONG`
fn said(change: &Change, speaker: &Speaker) -> Said {
    let one = |(package, units): &(String, f64)| {
        speaker.text("marginal-units", |words| [("units", words.decimal(*units, 2)), ("package", package.clone())])
    };
    change.units.iter().map(one).reduce(|all, one| all.joined("; ", &one)).unwrap_or_else(|| Said::data(""))
}
