//! A text → a count or a decimal. NaN and infinity are no numbers here.

use crate::input::fold;

/// The digits of a whole number in scientific notation (`6E+7`, `1,5e3`).
pub(super) fn plain(text: &str) -> Option<String> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = text.split_once(['E', 'e'])?;
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    if exponent.len() > 2 || ![whole, fraction, exponent].into_iter().all(is_digits) {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let zeros = exponent.parse::<usize>().ok()?.checked_sub(fraction.len())?;
    let digits = format!("{whole}{fraction}{}", "0".repeat(zeros));
    let significant = digits.trim_start_matches('0');
    Some(if significant.is_empty() { "0".to_owned() } else { significant.to_owned() })
}

/// A count without the word for what is counted (`120 hộ`, `4 người`) and without the `.0` of a machine.
fn bare(text: &str) -> &str {
    let end = text.find(char::is_alphabetic).unwrap_or(text.len());
    let (number, word) = text.split_at(end);
    let is_thing = matches!(fold(word).as_str(), "ho" | "nguoi" | "khau" | "nhankhau" | "hogiadinh");
    let number = if is_thing { number.trim_end() } else { text };
    let is_digits = |whole: &&str| whole.bytes().all(|byte| byte.is_ascii_digit());
    number.strip_suffix(".0").filter(is_digits).unwrap_or(number)
}

/// Reads a whole number: plain digits, thousands grouped by `.`, `,` or spaces (`20.961`), or scientific notation.
pub(super) fn count(text: &str) -> Option<u32> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(text) {
        return text.parse().ok();
    }
    if let Some(digits) = plain(text) {
        return digits.parse().ok();
    }
    let text = bare(text);
    if is_digits(text) {
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
            ("120 hộ", Some(120)),
            ("1.200 hộ", Some(1_200)),
            ("4người", Some(4)),
            ("5 nhân khẩu", Some(5)),
            ("5.0", Some(5)),
            ("1e3", Some(1_000)),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
        for text in
            ["-1", "1.5", "1.5e0", "NaN", "12a", "4294967296", "1.23", "0.123", ".", "5 con", "hộ", ".0", "1 200.0"]
        {
            assert_eq!(count(text), None, "{text}");
        }
    }

    #[test]
    fn scientific_notation_is_read_where_it_is_whole() {
        for (text, digits) in
            [("6E+7", "60000000"), ("6e7", "60000000"), ("1,5E+03", "1500"), ("1.2345E+4", "12345"), ("0.0E+1", "0")]
        {
            assert_eq!(plain(text).as_deref(), Some(digits), "{text}");
        }
        for text in ["1.2345E+3", "6", "E7", "6E", "6E-1", "1E+100", "x", "6Ex", "1.2.3E+9"] {
            assert_eq!(plain(text), None, "{text}");
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
