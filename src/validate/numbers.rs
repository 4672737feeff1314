//! A text → a count or a decimal. Scientific notation, NaN and infinity are no numbers here.

/// Reads a whole number: plain digits, or thousands grouped by `.`, `,` or spaces (`20.961`).
pub(super) fn count(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok();
    }
    let is_separator = |letter: char| matches!(letter, '.' | ',') || letter.is_whitespace();
    let separator = text.chars().find(|&letter| is_separator(letter))?;
    let mut groups = text.split(separator);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()) && !first.starts_with('0'))?;
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// Reads a finite decimal with a point or a comma (`140,5`); no grouping.
pub(super) fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once(['.', ',']).unwrap_or((unsigned, "0"));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    text.replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite())
}

/// Whether a text is a year as people of a household list are born in.
pub(super) fn is_year(text: &str) -> bool {
    text.len() == 4 && count(text).is_some_and(|year| (1850..=2200).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_whole_and_may_be_grouped() {
        for (text, expected) in [
            ("0", Some(0)),
            ("12", Some(12)),
            ("20.961", Some(20_961)),
            ("1,258,997", Some(1_258_997)),
            ("10 053", Some(10_053)),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
        for text in ["-1", "1.5", "1e3", "NaN", "12a", "4294967296", "1.23", "0.123", "."] {
            assert_eq!(count(text), None, "{text}");
        }
    }

    #[test]
    fn decimals_are_finite() {
        assert_eq!(decimal("140,5"), Some(140.5));
        assert_eq!(decimal("-0.25"), Some(-0.25));
        assert_eq!(decimal("7"), Some(7.0));
        for text in ["NaN", "inf", "1e3", "1.2.3", ".5", "5.", "--1", "x", ""] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal(&"9".repeat(400)), None);
    }
}
