//! What is certain without a solver: commitments that break a cap by themselves are named, line by line; floors beyond
//! everything asked, or beyond all that their sources have, say what can be reached.

use std::fs;

use chungtay::domain::{Pairings, RuleBound};
use chungtay::units::Vnd;
use chungtay::{eligibility, network, pipeline, severity, stages};
use serde_json::Value;

use super::support::{Patched, chungtay, folder_of, root};

/// The facts of each E487 under one more rule: row of the line, asked, reached, lines, đồng.
fn named(rule: &str) -> Vec<[String; 5]> {
    let folder = Patched::copy(&root().join("scenarios/commitments"));
    let toml = folder.read("scenario.toml");
    fs::write(folder.file("scenario.toml"), format!("{toml}\n[[rule]]\nname = \"r\"\n{rule}\n")).unwrap();
    let ended = chungtay().args(["allocate", "--format", "json", "-q"]).arg(folder.path()).output().unwrap();
    let told: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let Some(certain) = told.get("certain").and_then(Value::as_array) else { return Vec::new() };
    assert_eq!(ended.status.code(), Some(4));
    let fact = |finding: &Value, name: &str| finding["facts"][name].as_str().unwrap_or_default().to_owned();
    let row = |finding: &Value| finding["row"].to_string();
    let mine = certain.iter().filter(|finding| finding["code"] == "E487");
    mine.map(|it| [row(it), fact(it, "asked"), fact(it, "reached"), fact(it, "lines"), fact(it, "amount")]).collect()
}

#[test]
fn lines_that_break_a_cap_by_themselves_are_named() {
    let line = |row: &str, asked: &str, reached: &str, lines: &str, amount: &str| {
        [row, asked, reached, lines, amount].map(str::to_owned)
    };
    // The first line begins a house of 60 million.
    let all = "measure = \"amount\"\nat_most = ";
    let both = [("2", "40000000"), ("3", "10000000")];
    let expected = both.map(|(row, amount)| line(row, "40000000", "70000000", "2", amount));
    assert_eq!(named(&format!("{all}\"40 triệu\"")), expected);
    assert_eq!(named(&format!("{all}\"70 triệu\"")), [[""; 5]; 0]);
    assert_eq!(named(&format!("{all}\"1 triệu\"\nsoft = 1.0")), [[""; 5]; 0]);
    // Outside help counts in units too; the lines of the most đồng come first.
    let three = [("2", "40000000"), ("4", "25000000"), ("3", "10000000")];
    let expected = three.map(|(row, amount)| line(row, "1", "3", "3", amount));
    assert_eq!(named("measure = \"units\"\nat_most = 1"), expected);
    // Of one source only its own line.
    let own = |most: &str| format!("{all}\"{most} triệu\"\nwhere = {{ sources = [\"AGENCY\"] }}");
    assert_eq!(named(&own("9")), [line("3", "9000000", "10000000", "1", "10000000")]);
    assert_eq!(named(&own("10")), [[""; 5]; 0]);
}

/// Code and facts of what is certain in a scenario of ours whose rule `position` asks for at least `least`.
fn certain(name: &str, position: usize, least: RuleBound) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let mut scenario = pipeline::load(&root().join("scenarios").join(name)).scenario.unwrap();
    scenario.rules = vec![scenario.rules[position].clone()];
    (scenario.rules[0].at_least, scenario.rules[0].soft) = (Some(least), None);
    let eligibility = eligibility::find(&scenario, &Pairings::default());
    let network = network::build(&scenario, &severity::weigh(&scenario), &eligibility);
    let found = stages::certain(&scenario, &network);
    found.as_slice().iter().map(|finding| (finding.code, finding.facts.clone())).collect()
}

fn fact(facts: &[(&'static str, String)], name: &str) -> String {
    facts.iter().find(|(known, _)| *known == name).unwrap().1.clone()
}

#[test]
fn a_drop_of_poverty_beyond_everything_asked_says_what_can_be_reached() {
    let told = certain("lao-cai", 0, RuleBound::Number(99.0));
    assert!(told.len() > 1 && told.iter().all(|(code, _)| *code == "E482"), "{told:?}");
    let possible = told.iter().map(|(_, facts)| fact(facts, "possible").parse::<f64>().unwrap());
    let least = possible.min_by(f64::total_cmp).unwrap();
    assert!(least > 0.0 && least < 99.0, "{least}");
    assert_eq!(certain("lao-cai", 0, RuleBound::Number(least - 1e-4)), []);
    assert_eq!(certain("lao-cai", 0, RuleBound::Number(least + 1e-3)).len(), 1);
}

#[test]
fn a_floor_beyond_what_a_source_has_names_the_source() {
    // The third rule is over sources: the fund has 40 million, donor X 60.
    let floor = |millions: i64| certain("source-rules", 2, RuleBound::Money(Vnd::new(millions * 1_000_000)));
    let told = floor(50);
    assert_eq!(told.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["E483"]);
    let facts = ["group", "money", "sources", "possible"].map(|name| fact(&told[0].1, name));
    assert_eq!(facts, ["FUND", "40000000", "FUND", "40000000"]);
    assert_eq!(floor(40), []);
    assert_eq!(floor(61).len(), 2);
}

/// Two communes with 10 million promised for a road each; each asks for houses too, and the fund has 60 million more.
const SHARES: [(&str, &str); 6] = [
    ("areas.csv", "code,name,level,parent,households\n1,Tỉnh,province,,\nA,Xã A,commune,1,50\nB,Xã B,commune,1,50\n"),
    (
        "packages.csv",
        "id,name,purpose,unit_cost,beneficiary\nroad,Đường,public_work,10000000,commune\nhall,Nhà văn hóa,public_work,10000000,commune\n",
    ),
    ("needs.csv", "beneficiary,package,quantity\nA,road,1\nB,road,1\nA,hall,7\nB,hall,7\n"),
    ("sources.csv", "id,name,kind,amount\nfund,Quỹ,fund,80000000\n"),
    (
        "commitments.csv",
        "source,beneficiary,package,amount,status\nfund,A,road,10000000,promised\nfund,B,road,10000000,promised\n",
    ),
    ("households.csv", "id,area,class\n"),
];

/// Code, group, what can be reached and what is missing of every certain finding under one rule; whether there is a plan.
fn told_of_share(rule: &str) -> (Vec<[String; 4]>, bool) {
    let settings = format!("title = \"Tỷ lệ\"\nyear = 2026\n[[rule]]\nname = \"r\"\nmeasure = \"amount\"\n{rule}\n");
    let mut files = SHARES.to_vec();
    files.push(("scenario.toml", &settings));
    let folder = folder_of(&files);
    let ended = chungtay().args(["allocate", "--format", "json", "-q"]).arg(folder.path()).output().unwrap();
    let told: Value = serde_json::from_slice(&ended.stdout).unwrap();
    let certain = told.get("certain").and_then(Value::as_array).cloned().unwrap_or_default();
    let fact = |finding: &Value, name: &str| finding["facts"][name].as_str().unwrap_or_default().to_owned();
    let code = |finding: &Value| finding["code"].as_str().unwrap().to_owned();
    let rows = certain.iter().map(|it| [code(it), fact(it, "group"), fact(it, "possible"), fact(it, "missing")]);
    (rows.collect(), ended.status.success())
}

#[test]
fn a_share_that_promises_elsewhere_put_out_of_reach_says_what_can_be_reached() {
    let row = |cells: [&str; 4]| vec![cells.map(str::to_owned)];
    // B has its road and may have 6 halls: 70 of 80 million.
    let of_total = |least: &str| format!("where = {{ areas = [\"B\"] }}\nat_least = \"{least}\"");
    assert_eq!(told_of_share(&of_total("87%")), (Vec::new(), true));
    assert_eq!(told_of_share(&of_total("88%")), (row(["E483", "all", "87.5%", ""]), false));
    // All that B asks, 80 million, beside A's road.
    assert_eq!(told_of_share(&of_total("89%")).0, row(["E482", "all", "88.8888%", ""]));
    // Halls at 80 % of each commune's money: 40 million each beside the road, and there are 60; 6 halls make 85.7 %.
    let of_group =
        |least: &str| format!("over = \"commune\"\nwhere = {{ packages = [\"hall\"] }}\nat_least = \"{least}\"");
    assert_eq!(told_of_share(&of_group("75%")), (Vec::new(), true));
    assert_eq!(told_of_share(&of_group("80%")), (row(["E484", "", "", "20000000"]), false));
    let (each, _) = told_of_share(&of_group("86%"));
    let expected = ["A", "B"].map(|group| ["E483", group, "85.7142%", ""].map(str::to_owned));
    assert_eq!(each, expected);
}
