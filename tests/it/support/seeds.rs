//! Which seeds a random test tries: its own number of them, or what the environment says (`SEED` first, `SEEDS` many).

/// Every seed is judged before the test fails, so that one failure shows the whole picture.
pub(crate) fn all_hold(count: u64, fault: impl Fn(u64) -> Option<String>) {
    let faults: Vec<String> =
        seeds(count).filter_map(|seed| fault(seed).map(|what| format!("seed {seed}: {what}"))).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn seeds(count: u64) -> std::ops::Range<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let from = number("SEED").unwrap_or(0);
    from..from + number("SEEDS").unwrap_or(count)
}
