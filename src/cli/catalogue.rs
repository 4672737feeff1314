//! `catalogue`: what a run leaves unpaid, for sponsors, as a table, a workbook, a page, or JSON.

use chungtay::catalogue::{self, Offer};
use chungtay::export::page::Speaker;
use chungtay::units::Vnd;
use serde_json::json;

use super::args::CatalogueTask;
use super::console::Console;
use super::exit::{Exit, Failure};
use super::{files, findings, recorded};

/// Longer tables are cut on a terminal (the files and JSON have every row).
const ROWS_SHOWN: usize = 50;

/// Tells and writes the catalogue of a run.
pub(crate) fn run(console: &Console, task: &CatalogueTask) -> Result<Exit, Failure> {
    files::must_be_free(&[&task.xlsx, &task.html])?;
    let loaded = recorded::load_unchanged(&task.run, task.scenario.as_deref())?;
    let offers = match &loaded.scenario {
        Some(scenario) => catalogue::of(scenario, &task.run, task.reader),
        None => Err(loaded.findings),
    };
    let offers = match offers {
        Ok(offers) => offers,
        Err(found) => return Ok(findings::refuse(console, &found)),
    };
    tell(console, &offers);
    files::write(console, task.xlsx.as_deref(), || catalogue::workbook(&offers))?;
    files::write(console, task.html.as_deref(), || catalogue::html(&offers).map(String::into_bytes))?;
    console.json(&json!({ "exit_code": Exit::Done.code(), "run": task.run, "offers": offers }));
    Ok(Exit::Done)
}

fn tell(console: &Console, offers: &[Offer]) {
    if !console.tells() {
        return;
    }
    if offers.is_empty() {
        console.tell(&console.words.plain("catalogue-nothing"));
        return;
    }
    console.tell(&format!("\n{}", console.bold(&console.words.plain("catalogue-title"))));
    let (speaker, language) = (Speaker::default(), console.words.language());
    console.tell(catalogue::note(&speaker).of(language));
    let place = |offer: &Offer| catalogue::place(offer, &speaker).of(language).to_owned();
    let rows = offers.iter().take(ROWS_SHOWN).map(|offer| row(console, offer, place(offer)));
    let headings = [
        "catalogue-name",
        "catalogue-package",
        "catalogue-unit-price",
        "catalogue-units",
        "catalogue-amount",
        "catalogue-households",
    ];
    console.table(&headings, rows.collect(), 2);
    if offers.len() > ROWS_SHOWN {
        let rest = console.count(offers.len() - ROWS_SHOWN);
        console.tell(&console.words.text("catalogue-rest", &[("count", rest)]));
    }
}

fn row(console: &Console, offer: &Offer, place: String) -> Vec<String> {
    let money = |amount: Vnd| console.words.money(amount);
    let open = |told: &dyn Fn(catalogue::Open) -> String| offer.open.map_or_else(|| "–".to_owned(), told);
    vec![
        place,
        offer.package_name.clone(),
        money(offer.unit_price),
        open(&|open| console.decimal(open.units, if open.units.fract() == 0.0 { 0 } else { 2 })),
        open(&|open| money(open.amount)),
        open(&|open| open.households.to_string()),
    ]
}
