//! Ids, tags and purposes in `scenario.toml` and in lists, spelt as keyboards and spreadsheets spell them, beside their
//! clean twins.

use chungtay::domain::Scenario;
use chungtay::pipeline;
use unicode_normalization::UnicodeNormalization;

use crate::support::{Patched, folder_of};

const SETTINGS: &str = "title = 'Quy tắc'\nyear = 2026\n[severity.tags]\n'neo đơn hoà' = 1.5\n\
    [[rule]]\nname = 'sàn'\nmeasure = 'amount'\nat_least = 0\n\
    where = { areas = ['03595'], packages = ['nhà-hòa'], sources = ['007'], tags = ['neo đơn hoà'], purposes = ['nhà hòa'] }\n";

fn folder(settings: &str, purpose: &str, tags: &str) -> Patched {
    let sources = format!("id,name,kind,amount,purposes,tags\n007,Quỹ,fund,1 tỷ,{purpose},{tags}\n");
    folder_of(&[
        ("scenario.toml", settings),
        (
            "areas.csv",
            "code,name,level,parent,households,poor_households\n12,Tỉnh Lai Châu,province,,,\n\
             03595,Xã Than Uyên,commune,12,10,2\n03618,Xã Mường Than,commune,12,10,2\n",
        ),
        ("households.csv", "id,area,class,tags\nH1,03595,poor,neo đơn hoà\nH2,03618,poor,\n"),
        ("packages.csv", "id,name,purpose,unit_cost\nnhà-hòa,Nhà,nhà hòa,60tr\n"),
        ("needs.csv", "beneficiary,package\nH1,nhà-hòa\nH2,nhà-hòa\n"),
        ("sources.csv", &sources),
    ])
}

fn scenario(folder: &Patched) -> Scenario {
    let loaded = pipeline::load(folder.path());
    loaded.scenario.unwrap_or_else(|| panic!("{:?}", loaded.findings))
}

fn found(folder: &Patched) -> Vec<String> {
    let loaded = pipeline::load(folder.path());
    let line = |finding: &chungtay::findings::Finding| {
        let column = finding.place.column.as_deref().unwrap_or_default();
        format!("{} {} {column}", finding.code, finding.place.file)
    };
    loaded.findings.sorted().as_slice().iter().map(line).collect()
}

#[test]
fn ids_and_words_of_rules_are_read_as_those_of_tables() {
    let clean = folder(SETTINGS, "nhà hòa", "neo đơn hoà");
    assert_eq!(found(&clean), [""; 0]);
    let messy = SETTINGS
        .replace("'03595'", "'3595.0'")
        .replace("'007'", "7")
        .replace("'nhà-hòa'", "'nhà-hoà'")
        .replace("'neo đơn hoà' = ", &format!("'{}' = ", "neo đơn hòa".nfd()))
        .replace("tags = ['neo đơn hoà']", "tags = ['neo đơn hòa']")
        .replace("['nhà hòa']", &format!("'{}'", "nhà hoà".nfd()));
    let messy = folder(&messy, "nhà hoà", "neo đơn hòa");
    let (clean, read) = (scenario(&clean), scenario(&messy));
    assert_eq!(read.rules, clean.rules);
    assert_eq!((&read.sources, &read.settings.severity), (&clean.sources, &clean.settings.severity));
    let expected = [
        "W221 scenario.toml [[rule]] sàn where.areas",
        "W221 scenario.toml [[rule]] sàn where.sources",
        "W223 scenario.toml [[rule]] sàn where.packages",
        "W223 sources.csv purposes",
        "W223 sources.csv tags",
    ];
    assert_eq!(found(&messy), expected);
    // Other accents are other words.
    let other = folder(SETTINGS, "nhà hỏa", "neo đơn hoà");
    assert_eq!(found(&other), ["W311 sources.csv purposes", "W450 sources.csv "]);
}

#[test]
fn a_rule_about_a_former_commune_means_the_one_of_today_or_asks() {
    let settings = |id: &str| SETTINGS.replace("'03595'", id);
    let read = scenario(&folder(&settings("3619"), "nhà hòa", ""));
    assert_eq!(read.rules, scenario(&folder(SETTINGS, "nhà hòa", "")).rules);
    let by_name = folder(&settings("'Xã Mường Than'"), "nhà hòa", "");
    assert_eq!(found(&by_name), ["E316 scenario.toml [[rule]] sàn where.areas"]);
    let unknown = folder(&settings("'Xã Mường Thang'"), "nhà hòa", "");
    assert_eq!(found(&unknown), ["E465 scenario.toml "]);
}
