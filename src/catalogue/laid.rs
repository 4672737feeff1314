//! The catalogue as a plain table for a workbook and for a page.

use std::io;

use super::{Offer, Open};
use crate::domain::profiles::SMALLEST_GROUP;
use crate::export::laid::{self, Cells, Laid};
use crate::export::page::{Said, Speaker};
use crate::units::Vnd;

/// The catalogue as one page for a browser.
pub fn html(offers: &[Offer]) -> io::Result<String> {
    let speaker = Speaker::default();
    laid::page(&speaker.plain("catalogue-title"), &note(&speaker), &[table(offers, &speaker)], &speaker)
}

/// The catalogue as a workbook.
pub fn workbook(offers: &[Offer]) -> io::Result<Vec<u8>> {
    let speaker = Speaker::default();
    laid::workbook(&speaker.plain("catalogue-title"), &note(&speaker), &[table(offers, &speaker)])
}

/// What the reader must know before the lines.
pub fn note(speaker: &Speaker) -> Said {
    speaker.text("catalogue-note", |_| [("least", SMALLEST_GROUP.to_string())])
}

fn table(offers: &[Offer], speaker: &Speaker) -> Laid {
    let text = |of: &dyn Fn(&Offer) -> Said| Cells::Text(offers.iter().map(|offer| Some(of(offer))).collect());
    let money = |of: fn(&Offer) -> Option<Vnd>| Cells::Money(offers.iter().map(of).collect());
    let number = |of: fn(Open) -> f64| Cells::Number(offers.iter().map(|offer| offer.open.map(of)).collect());
    let columns = vec![
        ("area", text(&|offer| Said::data(&offer.area))),
        ("name", text(&|offer| place(offer, speaker))),
        ("purpose", text(&|offer| speaker.code("report-purpose", &offer.purpose))),
        ("package", text(&|offer| Said::data(&offer.package_name))),
        ("unit_price", money(|offer| Some(offer.unit_price))),
        ("units", number(|open| open.units)),
        ("amount", money(|offer| offer.open.map(|open| open.amount))),
        ("households", Cells::Number(offers.iter().map(households).collect())),
    ];
    let headed = |(key, cells): (&'static str, Cells)| {
        (key, speaker.plain(&format!("catalogue-{}", key.replace('_', "-"))), cells)
    };
    Laid {
        id: "catalogue",
        sheet: speaker.plain("catalogue-sheet"),
        heading: speaker.plain("catalogue-title"),
        columns: columns.into_iter().map(headed).collect(),
    }
}

/// Households of a line; none where it is about works of the commune itself.
fn households(offer: &Offer) -> Option<f64> {
    let count = offer.open.map(|open| open.households).filter(|count| *count > 0)?;
    i32::try_from(count).ok().map(f64::from)
}

/// The name of the commune, or what a line that sums up several is called.
pub fn place(offer: &Offer, speaker: &Speaker) -> Said {
    match (offer.is_pooled, offer.open) {
        (false, _) => Said::data(&offer.name),
        (true, Some(_)) => speaker.text("catalogue-pooled", |_| [("name", offer.name.clone())]),
        (true, None) => speaker
            .text("catalogue-withheld", |_| [("name", offer.name.clone()), ("least", SMALLEST_GROUP.to_string())]),
    }
}
