//! `catalogue`: what a run leaves unpaid, line by line, and nobody left out or pointed at where sponsors read it.

use std::collections::BTreeMap;
use std::fs;

use chungtay::catalogue::{self, Offer, Reader};
use chungtay::domain::{Beneficiary, BeneficiaryKind, Level, Scenario};
use serde_json::{Value, json};

use super::support::random::{self, Size};
use super::support::{Patched, chungtay, folder_of, seeds, table_of};

const AREAS: &str = "code,name,level,parent,households,poor_households\n1,Tỉnh,province,,,\nA,Xã A,commune,1,90,30\n\
                     B,Xã B,commune,1,50,10\nC,Xã C,commune,1,50,10\n";

/// Six households in A, three in B, two in C ask for a house; X has a repair instead; A asks for a road; B for two more
/// houses whose households it will name; outside help has built the house of A6.
fn files() -> Patched {
    let homes = [("A", 6), ("B", 3), ("C", 2)];
    let ids: Vec<(String, &str)> =
        homes.iter().flat_map(|(area, count)| (1..=*count).map(move |n| (format!("{area}{n}"), *area))).collect();
    let households: String = ids.iter().map(|(id, area)| [id, ",", area, ",poor\n"].concat()).collect();
    let asked: String = ids.iter().map(|(id, _)| [id, ",house,,\n"].concat()).collect();
    folder_of(&[
        ("areas.csv", AREAS),
        ("households.csv", &format!("id,area,class\n{households}X,A,poor\n")),
        (
            "packages.csv",
            "id,name,purpose,unit_cost,beneficiary,exclusive_group,priority\nhouse,Nhà,housing,60000000,,home,1\n\
             repair,Sửa nhà,housing,30000000,,home,9\nroad,Đường,public_work,100000000,commune,,1\n",
        ),
        (
            "needs.csv",
            &format!(
                "beneficiary,package,quantity,unit_cost\n{asked}X,house,,\nX,repair,,\nA,road,,\nB,house,2,70 triệu\n"
            ),
        ),
        ("sources.csv", "id,name,kind,amount\nfund,Quỹ,fund,30000000\n"),
        (
            "commitments.csv",
            "source,beneficiary,package,units,amount,status\nfund,X,repair,1,30000000,promised\n,A6,house,1,60000000,outside\n",
        ),
        ("scenario.toml", "title = \"Kêu gọi\"\nyear = 2026\n"),
    ])
}

fn offers(scenario: &Patched, words: &[&str]) -> Vec<Value> {
    let run = scenario.file("run");
    if !run.exists() {
        chungtay().arg("allocate").arg(scenario.path()).arg("--out").arg(&run).assert().success();
    }
    let output = chungtay().arg("catalogue").arg(&run).args(["--format", "json"]).args(words).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    told["offers"].as_array().unwrap().clone()
}

fn brief(offers: &[Value]) -> Vec<Value> {
    let key = |offer: &Value| {
        let open = (&offer["units"], &offer["amount"], &offer["households"]);
        json!([offer["area"], offer["is_pooled"], offer["package"], offer["unit_price"], open.0, open.1, open.2])
    };
    let mut lines: Vec<Value> = offers.iter().map(key).collect();
    lines.sort_by_key(ToString::to_string);
    lines
}

#[test]
fn the_office_sees_every_commune() {
    let told = brief(&offers(&files(), &["--profile", "internal"]));
    // X may have no house beside its repair, and the house of A6 stands.
    let expected = [
        json!(["A", false, "house", 60_000_000, 5.0, 300_000_000, 5]),
        json!(["A", false, "road", 100_000_000, 1.0, 100_000_000, 0]),
        json!(["B", false, "house", 60_000_000, 3.0, 180_000_000, 3]),
        json!(["B", false, "house", 70_000_000, 2.0, 140_000_000, 2]),
        json!(["C", false, "house", 60_000_000, 2.0, 120_000_000, 2]),
    ];
    assert_eq!(told, expected);
}

#[test]
fn sponsors_see_no_place_of_fewer_than_five_households() {
    let scenario = files();
    let told = brief(&offers(&scenario, &[]));
    // B and C share a line; the two houses at another price have nobody to share one with.
    let expected = [
        json!(["1", true, "house", 60_000_000, 5.0, 300_000_000, 5]),
        json!(["1", true, "house", 70_000_000, null, null, null]),
        json!(["A", false, "house", 60_000_000, 5.0, 300_000_000, 5]),
        json!(["A", false, "road", 100_000_000, 1.0, 100_000_000, 0]),
    ];
    assert_eq!(told, expected);
    let text = chungtay().arg("catalogue").arg(scenario.file("run")).output().unwrap();
    let text = String::from_utf8(text.stderr).unwrap();
    for words in ["Tỉnh: gộp nhiều xã", "Tỉnh: dưới 5 hộ", "60.000.000"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn the_files_hold_what_is_told() {
    let scenario = files();
    let lines = offers(&scenario, &[]).len();
    let (book, page) = (scenario.file("keu-goi.xlsx"), scenario.file("keu-goi.html"));
    let mut command = chungtay();
    command.arg("catalogue").arg(scenario.file("run")).arg("--xlsx").arg(&book).arg("--html").arg(&page);
    command.assert().success();
    let mut sheets = calamine::open_workbook_auto(&book).unwrap();
    let sheet = calamine::Reader::worksheet_range(&mut sheets, "Kêu gọi tài trợ").unwrap();
    assert_eq!(sheet.height(), 3 + lines, "title, note, headings, a row a line");
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.contains("Tỉnh: gộp nhiều xã") && text.contains("Tỉnh: several communes together"));
    // What is there is never written over, and a scenario that has changed is not told as if it had not.
    command.assert().code(2);
    let scenario = scenario.with_row("needs.csv", "C,road,,");
    chungtay().arg("catalogue").arg(scenario.file("run")).assert().code(2);
}

/// An `unserved.csv` that leaves every need wholly unpaid.
fn all_open(scenario: &Scenario) -> String {
    let rows = scenario.needs().map(|(_, need)| {
        let (id, package) = (scenario.beneficiary_id(need.beneficiary), &scenario.package(need.package).id);
        format!("{id},{package},{0},1,{0}", need.open().dong())
    });
    let heading = "beneficiary,package,amount_missing,weight,needs".to_owned();
    std::iter::once(heading).chain(rows).collect::<Vec<_>>().join("\n")
}

/// By package, price and province: đồng and households of the lines that show them.
fn sums(scenario: &Scenario, offers: &[Offer]) -> BTreeMap<(String, i64, String), (i64, i64)> {
    let province = |code: &str| {
        let at = scenario.areas.iter().position(|area| area.code == code).unwrap();
        let root = scenario.lineage(chungtay::ids::AreaIndex::new(at)).last().unwrap();
        scenario.area(root).code.clone()
    };
    let mut sums = BTreeMap::new();
    for offer in offers {
        let key = (offer.package.clone(), offer.unit_price.dong(), province(&offer.area));
        let sum: &mut (i64, i64) = sums.entry(key).or_default();
        let open = offer.open.unwrap_or_default();
        *sum = (sum.0 + open.amount.dong(), sum.1 + open.households);
    }
    sums
}

#[test]
fn nobody_is_left_out_and_nobody_is_pointed_at() {
    seeds::all_hold(60, |seed| {
        let scenario = random::scenario(seed, Size { communes: 5, households: 40, sources: 2 });
        let run = tempfile::tempdir().unwrap();
        fs::write(run.path().join("unserved.csv"), all_open(&scenario)).unwrap();
        let [office, public] =
            [Reader::Office, Reader::Public].map(|reader| catalogue::of(&scenario, run.path(), reader).unwrap());
        if let Some(offer) =
            public.iter().find(|offer| offer.open.is_some_and(|open| (1..5).contains(&open.households)))
        {
            return Some(format!("shown: {offer:?}"));
        }
        let (all, shown) = (sums(&scenario, &office), sums(&scenario, &public));
        if all.keys().ne(shown.keys()) {
            return Some(format!("lines of {:?} instead of {:?}", shown.keys(), all.keys()));
        }
        let is_lost = |(key, sum): &(&(String, i64, String), &(i64, i64))| {
            shown[*key] != **sum && !(shown[*key] == (0, 0) && sum.1 < 5)
        };
        all.iter().find(is_lost).map(|(key, sum)| format!("{key:?}: {sum:?} became {:?}", shown[key]))
    });
}

#[test]
fn the_catalogue_of_a_province_adds_up() {
    let scenario = tempfile::tempdir().unwrap();
    let folder = scenario.path().join("lai-chau");
    let mut generate = chungtay();
    generate.args(["generate", "lai-chau", "--seed", "3", "--scale", "0.05", "--out"]).arg(&folder).assert().success();
    let run = scenario.path().join("run");
    chungtay().arg("allocate").arg(&folder).arg("--out").arg(&run).arg("--quiet").assert().success();
    let loaded = chungtay::pipeline::load(&folder).scenario.unwrap();
    let offers = catalogue::of(&loaded, &run, Reader::Office).unwrap();
    let missing = table_of(&run.join("unserved.csv")).into_iter().filter(|row| !row["needs"].is_empty());
    let missing: i64 = missing.map(|row| row["amount_missing"].parse::<i64>().unwrap()).sum();
    assert!(missing > 0);
    assert_eq!(offers.iter().filter_map(|offer| offer.open).map(|open| open.amount.dong()).sum::<i64>(), missing);
    assert!(
        offers
            .iter()
            .all(|offer| loaded.areas.iter().any(|area| area.code == offer.area && area.level == Level::Commune))
    );
    let named = loaded.needs().filter(|(_, need)| matches!(need.beneficiary, Beneficiary::Household(_))).count();
    let open: i64 = offers.iter().filter_map(|offer| offer.open).map(|open| open.households).sum();
    let asked = loaded.needs().filter(|(_, need)| {
        loaded.package(need.package).beneficiary == BeneficiaryKind::Household
            && matches!(need.beneficiary, Beneficiary::Commune(_))
    });
    let asked: i64 = asked.map(|(_, need)| i64::from(need.quantity)).sum();
    assert!(open <= i64::try_from(named).unwrap() + asked);
}
