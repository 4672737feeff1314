//! What every page keeps: no request, no markup from the data, the library as its makers published it.

use serde_json::json;
use sha2::{Digest, Sha256};

use super::*;

fn page(title: &str) -> Page {
    let speaker = Speaker::default();
    let table = Table::new("t", speaker.plain("page-contents"))
        .texts("name", Said::data("name"), ["</script><b>", "", "b"])
        .share("share", Said::data("share"), [Some(0.5), None, Some(1.0)]);
    let option = json!({"series": [{"type": "bar", "name": speaker.plain("page-all")}]});
    let chart = Chart { caption: Said::data("c"), option, height: 100, map: None, opens: None, table };
    let section = Section { id: "s", heading: Said::data("s"), blocks: vec![Block::Chart(chart)] };
    let (title, subtitle) = (Said::data(title), Said::data(""));
    Page { title, subtitle, language: Language::Vi, sections: vec![section] }
}

#[test]
fn data_never_becomes_markup() {
    let html = page("</title><script>alert(1)</script>").html(&Speaker::default()).unwrap();
    let ours = html.replace(ECHARTS, "");
    assert!(!ours.contains("<b>") && !ours.contains("<script>alert"), "{ours}");
    assert_eq!(ours.matches("</script>").count(), 4);
    assert!(ours.contains(r"\u003c/script>\u003cb>"));
}

#[test]
fn words_stand_once_and_blanks_have_no_position() {
    let data = serde_json::to_value(page("x")).unwrap();
    let columns = data.pointer("/sections/0/blocks/0/table/columns").unwrap();
    assert_eq!(columns.pointer("/0/words"), Some(&json!(["</script><b>", "b"])));
    assert_eq!(columns.pointer("/0/at"), Some(&json!([0, null, 1])));
    assert_eq!(columns.pointer("/1/numbers"), Some(&json!([0.5, null, 1.0])));
    let name = data.pointer("/sections/0/blocks/0/option/series/0/name").unwrap();
    assert_eq!(name, &json!({"vi": "tất cả", "en": "all"}));
}

#[test]
fn the_shell_has_each_sentence_that_its_scripts_name() {
    let scripts = SCRIPTS.concat();
    let catalogue = crate::messages::Catalogue::new(Language::Vi);
    for name in SENTENCES {
        assert!(catalogue.has(&format!("page-{name}")), "{name}");
        assert!(scripts.contains(&format!("\"{name}\"")), "no script says {name}");
    }
    for named in scripts.split("sentence(\"").skip(1) {
        let name = named.split('"').next().unwrap();
        assert!(SENTENCES.contains(&name), "{name} is not handed to the scripts");
    }
}

#[test]
fn the_library_is_the_one_that_was_published() {
    let page = include_str!("../../../assets/echarts/README.md");
    let hash = Sha256::digest(ECHARTS).iter().fold(String::new(), |hash, byte| format!("{hash}{byte:02x}"));
    assert!(page.contains(&hash), "{hash}");
    assert!(!ECHARTS.contains("</script"));
}

#[test]
fn nothing_of_ours_asks_for_anything_outside() {
    let ours = [SCRIPTS.concat().as_str(), STYLE].concat();
    for word in ["http:", "https:", "//cdn", "fetch(", "XMLHttpRequest", "@import", "url(", "innerHTML", "eval("] {
        assert!(!ours.contains(word), "{word}");
    }
}
