//! `report.html` in a real browser: it draws, filters, leads from commune to transfer, switches language, fits a phone,
//! prints, complains of nothing and asks for nothing. Without Chromium on the machine the tests say that they did not
//! look (`.ci/run` brings it).

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chungtay::export::page::{Block, Page, Said, Section, Speaker, Table};
use chungtay::messages::Language;
use serde_json::json;

use crate::support::browser::Browser;
use crate::support::{Patched, chungtay, root};

/// A browser, or loud words: the harness hides what a passing test prints with `println!`.
fn browser() -> Option<Browser> {
    let browser = Browser::start();
    if browser.is_none() {
        let told =
            "NOT CHECKED: no Chromium on this machine, so no page was looked at (scripts/browser.sh brings it).\n";
        std::io::stderr().write_all(told.as_bytes()).unwrap();
    }
    browser
}

/// A run of the scenario with rules; shapes for two of its three communes if asked for.
fn run(shapes: bool) -> (Patched, PathBuf) {
    let scenario = Patched::copy(&root().join("scenarios/rules"));
    if shapes {
        let square = |code: &str, at: f64| {
            let corners = json!([[[at, 21.0], [at + 0.123_456_78, 21.0], [at + 0.1, 21.1], [at, 21.1], [at, 21.0]]]);
            json!({"type": "Feature", "properties": {"code": code},
                "geometry": {"type": "Polygon", "coordinates": corners}})
        };
        let shapes = json!({"type": "FeatureCollection", "features": [square("99021", 103.0), square("99022", 103.2)]});
        fs::write(scenario.file("areas.geojson"), shapes.to_string()).unwrap();
    }
    let run = scenario.file("run");
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    (scenario, run)
}

fn open(browser: &mut Browser, path: &Path) {
    browser.open(path);
    assert_eq!(browser.complaints(), Vec::<&serde_json::Value>::new());
    let asked = browser.requests();
    assert!(asked.len() == 1 && asked.first().unwrap().starts_with("file://"), "the page asks for {asked:?}");
}

#[test]
fn a_report_draws_filters_leads_on_and_speaks_both_languages() {
    let Some(mut browser) = browser() else { return };
    let (_scenario, run) = run(false);
    open(&mut browser, &run.join("report.html"));
    let drawn = "[...document.querySelectorAll('.chart')].filter((chart) => chart.querySelector('svg path')).length";
    assert_eq!(browser.value(drawn), browser.value("CHARTS.length"));
    assert_eq!(browser.value("CHARTS.length"), 3);
    assert_eq!(browser.value("document.querySelectorAll('.tile').length"), 3);
    assert_eq!(browser.value("VIEWS.get('households').rows.shown().length"), 12);
    // Without accents, and only what holds every word.
    browser.value(
        "{ const search = document.querySelector('#table-households input'); search.value = 'xa mot chua'; \
         search.dispatchEvent(new Event('input')); }",
    );
    assert_eq!(browser.value("document.querySelectorAll('#table-households tbody tr:not(.room)').length"), 4);
    assert_eq!(
        browser.value("document.querySelector('#table-households .count').textContent"),
        "Đang hiện 4 trong 12 dòng"
    );
    // Sorted by what a head says, downwards at the second press.
    let last_head = "document.querySelector('#table-communes th:nth-child(6) button').click()";
    browser.value(&format!("{last_head}; {last_head}"));
    let asked = "[...document.querySelectorAll('#table-communes tbody tr')].map((row) => row.children[5].textContent)";
    assert_eq!(browser.value(asked), json!(["60.000.000", "30.000.000", "30.000.000"]));
    // Commune → households → awards and transfers, with the keyboard.
    browser.value("document.querySelector('#table-communes tbody tr button').focus()");
    browser.press("Enter", 13);
    assert_eq!(browser.value("VIEWS.get('households').rows.shown().length"), 6);
    browser.value("document.querySelector('#table-households tbody tr button').focus()");
    browser.press("Enter", 13);
    let transfers =
        "[...document.querySelectorAll('#table-transfers tbody tr td:nth-child(2)')].map((cell) => cell.textContent)";
    assert_eq!(browser.value(transfers), json!(["S01"]));
    // The other language, filters kept.
    browser.value("document.querySelector('#language').click()");
    assert_eq!(browser.value("document.documentElement.lang"), "en");
    assert_eq!(browser.value("document.querySelector('#tong-quan h2').textContent"), "Overview");
    assert_eq!(browser.value("document.querySelector('#table-transfers .count').textContent"), "Showing 1 of 6 rows");
    assert_eq!(browser.complaints(), Vec::<&serde_json::Value>::new());
}

#[test]
fn a_value_that_a_table_lacks_shows_no_row() {
    let Some(mut browser) = browser() else { return };
    let (_scenario, run) = run(false);
    open(&mut browser, &run.join("report.html"));
    // S03 gets nothing: among the transfers there is no such household, and no other may stand for it.
    browser.value("openTables(['awards', 'transfers', 'unserved'], [['beneficiary', 'S03']])");
    let counts = "['awards', 'transfers', 'unserved'].map((table) => VIEWS.get(table).rows.shown().length)";
    assert_eq!(browser.value(counts), json!([0, 0, 1]));
    assert!(
        browser.value("document.querySelector('#table-awards .chip').textContent").as_str().unwrap().contains("S03")
    );
}

#[test]
fn shapes_make_a_map_and_a_phone_is_wide_enough() {
    let Some(mut browser) = browser() else { return };
    let (_scenario, run) = run(true);
    browser.size(390, 844);
    open(&mut browser, &run.join("report.html"));
    assert_eq!(browser.value("CHARTS.length"), 4);
    assert_eq!(browser.value("document.querySelectorAll('.tile').length"), 0);
    assert_eq!(browser.value("echarts.getMap('areas').geoJSON.features.length"), 2);
    assert_eq!(browser.value("document.documentElement.scrollWidth"), 390);
    assert!(browser.print().starts_with("JVBERi0"), "a PDF begins with %PDF-");
    assert_eq!(browser.complaints(), Vec::<&serde_json::Value>::new());
}

#[test]
fn thirty_thousand_rows_are_some_dozen_elements() {
    let Some(mut browser) = browser() else { return };
    let ids: Vec<String> = (0..30_000).map(|number| format!("H{number:05}")).collect();
    let table = Table::new("long", Said::data("long"))
        .texts("id", Said::data("id"), ids.iter().map(String::as_str))
        .whole("place", Said::data("place"), (0..30_000).map(|number| Some(30_000 - number)))
        .opening(&["nowhere"], &["id"]);
    let section = Section { id: "s", heading: Said::data("s"), blocks: vec![Block::Table(table)] };
    let (title, subtitle) = (Said::data("t"), Said::data("<b>t</b>"));
    let page = Page { title, subtitle, language: Language::En, sections: vec![section] };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.html");
    fs::write(&path, page.html(&Speaker::default()).unwrap()).unwrap();
    open(&mut browser, &path);
    let rows = "document.querySelectorAll('#table-long tbody tr').length";
    assert!(browser.value(rows).as_u64().unwrap() < 100);
    let scrolled = "new Promise((done) => { const area = document.querySelector('.table-scroll'); \
        area.scrollTop = area.scrollHeight; requestAnimationFrame(() => requestAnimationFrame(() => \
        done([...document.querySelectorAll('#table-long tbody td:first-child')].pop().textContent))); })";
    assert_eq!(browser.value(scrolled), "H29999");
    assert!(browser.value(rows).as_u64().unwrap() < 100);
    browser.value("VIEWS.get('long').sortBy('place')");
    assert_eq!(browser.value("document.querySelector('#table-long tbody td').textContent"), "H29999");
    let openers = "document.querySelectorAll('#table-long .opener').length";
    assert_eq!(browser.value(openers), 0, "what is not on the page cannot be opened");
    assert_eq!(browser.value("document.querySelector('.subtitle').textContent"), "<b>t</b>");
}

#[test]
fn the_public_report_draws_and_withholds() {
    let Some(mut browser) = browser() else { return };
    let scenario = Patched::copy(&root().join("scenarios/relief"));
    let run = scenario.file("run");
    chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    open(&mut browser, &run.join("cong-khai/report.html"));
    let list = fs::read_to_string(run.join("cong-khai/danh-sach-ho.csv")).unwrap();
    assert_eq!(browser.value("VIEWS.get('danh-sach-ho').rows.shown().length"), list.lines().count() - 1);
    let sums = fs::read_to_string(run.join("cong-khai/theo-xa.csv")).unwrap();
    let withheld = sums.lines().filter(|line| line.ends_with(",*")).count();
    assert!(withheld > 0, "{sums}");
    let marks = "[...document.querySelectorAll('#table-theo-xa td:last-child')].filter((cell) => cell.textContent === '*').length";
    assert_eq!(browser.value(marks), withheld);
}
