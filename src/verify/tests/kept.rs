//! A run that keeps an earlier one: its promises are derived anew from `kept.csv`.

use super::fixture::{Folder, folder, scenario};

/// The earlier run paid h4's school in full from the fund: 2 million of that are a commitment of the scenario.
const KEPT: &str = "source,beneficiary,package,amount,units\nfund,h4,school,3000000,\n";

/// Its SHA-256.
const HASH: &str = "609c25a90420464e3dade31f408b24a40d5eb42bca777cd14baafddb7b3049ee";

const PROMISED: &str = "h4,200,school,education,0.5,2000000,4.5,promised,sure,committed\n\
h4,200,school,education,0.25,1000000,2.25,new,sure,floor\n";

/// The right folder where the fund's whole 3 million are promised.
fn keeping(kept: &str) -> Folder {
    let inputs = format!("\"inputs\": {{\"previous-run/transfers.csv\": \"{HASH}\"}}");
    let previous = "\"previous\": {\"use\": \"keep\", \"run\": \"r\", \"commitments\": 1, \"amount\": 1000000}";
    let award = "h4,200,school,education,0.75,3000000,6.75,promised,sure,committed\n";
    folder()
        .with("kept.csv", kept)
        .replace("summary.json", "\"inputs\": {}", &format!("{inputs}, {previous}"))
        .replace("summary.json", "\"awards\": 7", "\"awards\": 6")
        .replace("awards.csv", PROMISED, award)
}

#[test]
fn what_an_earlier_run_paid_above_the_commitments_is_promised() {
    assert_eq!(keeping(KEPT).opinion(&scenario()).violations, Vec::new());
}

#[test]
fn other_promises_than_those_recorded_are_seen() {
    let more = KEPT.replace("3000000", "3500000");
    assert!(keeping(&more).rules(&scenario()).contains(&"kept"), "neither the hash nor the sum is that recorded");
    assert!(keeping(&more).rules(&scenario()).contains(&"c6_commitments"), "half a million is not paid");
    let stranger = KEPT.replace("h4", "h9");
    assert!(keeping(&stranger).rules(&scenario()).contains(&"unknown"));
    let count = keeping(KEPT).replace("summary.json", "\"commitments\": 1", "\"commitments\": 2");
    assert_eq!(count.rules(&scenario()), ["kept"]);
}

#[test]
fn the_copy_stands_exactly_where_an_earlier_run_is_named() {
    assert!(keeping(KEPT).without("kept.csv").rules(&scenario()).contains(&"kept"));
    assert!(folder().with("kept.csv", KEPT).rules(&scenario()).contains(&"kept"));
}
