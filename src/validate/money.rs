//! A text → whole đồng, in integers only: `60.000.000`, `60 triệu`, `2,1 tỷ`, `500k`. What could mean two amounts is
//! refused with both; nothing is rounded.

use crate::domain::settings::MoneyUnit;
use crate::input::fold;
use crate::units::Vnd;

/// The largest amount that one cell may hold: a million tỷ.
const CELL_LIMIT: i64 = 1_000_000_000_000_000;

/// Why a text is no amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotMoney {
    /// Not a number with a known unit.
    Unreadable,
    /// Below zero.
    Negative,
    /// Above what a cell may hold.
    TooLarge,
    /// Not whole đồng.
    Fraction,
    /// Could be either of two amounts.
    Ambiguous(Vnd, Vnd),
}

/// Reads an amount; a bare number is in `unit`.
pub(super) fn parse(text: &str, unit: MoneyUnit) -> Result<Vnd, NotMoney> {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(['-', '−', '–']) {
        // A readable amount below zero deserves that name; anything else is simply unreadable.
        return Err(match parse_unsigned(rest.trim_start(), unit) {
            Err(NotMoney::Unreadable) => NotMoney::Unreadable,
            _ => NotMoney::Negative,
        });
    }
    parse_unsigned(text, unit)
}

fn parse_unsigned(text: &str, unit: MoneyUnit) -> Result<Vnd, NotMoney> {
    let end = text.find(|letter: char| !is_of_number(letter)).unwrap_or(text.len());
    let (number, word) = text.split_at(end);
    let zeros = zeros_of(word, unit).ok_or(NotMoney::Unreadable)?;
    read_number(&without_spaces(number.trim()).ok_or(NotMoney::Unreadable)?, zeros)
}

fn is_of_number(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '.' | ',') || letter.is_whitespace()
}

/// Zeros that the word after a number stands for.
pub(super) fn zeros_of(word: &str, unit: MoneyUnit) -> Option<u32> {
    if word.is_empty() {
        return Some(match unit {
            MoneyUnit::Dong => 0,
            MoneyUnit::Thousand => 3,
            MoneyUnit::Million => 6,
        });
    }
    let is_word = |letter: char| letter.is_alphabetic() || letter.is_whitespace() || matches!(letter, '₫' | '.');
    if !word.chars().all(is_word) {
        return None;
    }
    let folded = fold(word);
    let folded = folded.strip_suffix("chan").unwrap_or(&folded);
    let scale = ["vnd", "dong", "d"].iter().find_map(|currency| folded.strip_suffix(currency)).unwrap_or(folded);
    match scale {
        "" => Some(0),
        "nghin" | "ngan" | "k" => Some(3),
        "trieu" | "tr" => Some(6),
        "ty" | "ti" => Some(9),
        "nghinty" | "nganty" => Some(12),
        _ => None,
    }
}

/// Spaces group thousands: after each but the first group stand three digits.
fn without_spaces(number: &str) -> Option<String> {
    let mut groups = number.split_whitespace();
    let mut joined = groups.next()?.to_owned();
    for group in groups {
        let whole = group.find(['.', ',']).unwrap_or(group.len());
        if whole != 3 || joined.contains(['.', ',']) {
            return None;
        }
        joined.push_str(group);
    }
    Some(joined)
}

/// A number with its separators, times ten to the power of `zeros`.
fn read_number(number: &str, zeros: u32) -> Result<Vnd, NotMoney> {
    let dots = number.matches('.').count();
    let commas = number.matches(',').count();
    match (dots, commas) {
        (0, 0) => scaled(number, "", zeros),
        (1, 0) | (0, 1) => {
            let parts = number.split_once(['.', ',']).filter(|(_, fraction)| !fraction.is_empty());
            let (whole, fraction) = parts.ok_or(NotMoney::Unreadable)?;
            read_one_separator(whole, fraction, zeros)
        }
        (_, 0) | (0, _) => scaled(&ungrouped(number).ok_or(NotMoney::Unreadable)?, "", zeros),
        _ => read_two_separators(number, zeros),
    }
}

/// `60.000` is sixty thousand đồng; `2,1` tỷ has a fraction; `1.500` triệu could be either.
fn read_one_separator(whole: &str, fraction: &str, zeros: u32) -> Result<Vnd, NotMoney> {
    let could_group = fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if !could_group {
        return scaled(whole, fraction, zeros);
    }
    let grouped = scaled(&format!("{whole}{fraction}"), "", zeros)?;
    if zeros == 0 {
        return Ok(grouped);
    }
    match scaled(whole, fraction, zeros) {
        Ok(decimal) => Err(NotMoney::Ambiguous(decimal, grouped)),
        Err(_) => Ok(grouped),
    }
}

/// `1.234,5`: the separator that comes last parts the fraction, the other groups thousands.
fn read_two_separators(number: &str, zeros: u32) -> Result<Vnd, NotMoney> {
    let (whole, fraction) = number.rsplit_once(['.', ',']).ok_or(NotMoney::Unreadable)?;
    let whole = ungrouped(whole).ok_or(NotMoney::Unreadable)?;
    if zeros == 0 && fraction.len() == 3 {
        // Thousands grouped with two different signs, or thousandths of a đồng: neither is said clearly.
        let all = scaled(&format!("{whole}{fraction}"), "", 0)?;
        return Err(NotMoney::Ambiguous(scaled(&whole, "", 0)?, all));
    }
    scaled(&whole, fraction, zeros)
}

/// Digits grouped in threes by one kind of separator.
fn ungrouped(number: &str) -> Option<String> {
    let separator = number.chars().find(|letter| !letter.is_ascii_digit())?;
    let mut groups = number.split(separator);
    let first = groups.next()?;
    let mut joined = first.to_owned();
    let mut is_grouped = (1..=3).contains(&first.len());
    for group in groups {
        is_grouped &= group.len() == 3;
        joined.push_str(group);
    }
    (is_grouped && joined.bytes().all(|byte| byte.is_ascii_digit())).then_some(joined)
}

/// `whole.fraction` × 10^zeros in whole đồng.
fn scaled(whole: &str, fraction: &str, zeros: u32) -> Result<Vnd, NotMoney> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return Err(NotMoney::Unreadable);
    }
    let fraction = fraction.trim_end_matches('0');
    let places = u32::try_from(fraction.len()).map_err(|_| NotMoney::Unreadable)?;
    if places > zeros {
        return Err(NotMoney::Fraction);
    }
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches('0');
    let mantissa: i64 = if significant.is_empty() { 0 } else { significant.parse().map_err(|_| NotMoney::TooLarge)? };
    let dong = mantissa.checked_mul(10_i64.pow(zeros - places)).ok_or(NotMoney::TooLarge)?;
    if dong > CELL_LIMIT { Err(NotMoney::TooLarge) } else { Ok(Vnd::new(dong)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dong(text: &str) -> Result<i64, NotMoney> {
        parse(text, MoneyUnit::Dong).map(Vnd::dong)
    }

    #[test]
    fn money_words_are_whole_dong() {
        for (text, expected) in [
            ("60000000", 60_000_000),
            ("60.000.000", 60_000_000),
            ("60,000,000", 60_000_000),
            ("60 000 000", 60_000_000),
            ("60\u{a0}000\u{a0}000", 60_000_000),
            ("60 triệu", 60_000_000),
            ("60tr", 60_000_000),
            ("60 TRIỆU", 60_000_000),
            ("2,1 tỷ", 2_100_000_000),
            ("2.1 tỷ", 2_100_000_000),
            ("2,1 tỉ đồng", 2_100_000_000),
            ("500 nghìn", 500_000),
            ("500 ngàn", 500_000),
            ("500k", 500_000),
            ("1,5 triệu đồng", 1_500_000),
            ("300.000 đ", 300_000),
            ("300.000đ", 300_000),
            ("300.000 VND", 300_000),
            ("300.000 VNĐ", 300_000),
            ("300.000₫", 300_000),
            ("1.500", 1_500),
            ("1,500", 1_500),
            ("60000000.0", 60_000_000),
            ("0", 0),
            ("0,25 tỷ", 250_000_000),
            ("0.125 tỷ", 125_000_000),
            ("1.234,5 triệu", 1_234_500_000),
            ("1 234,5 triệu", 1_234_500_000),
            ("1.000.000 tỷ", 1_000_000_000_000_000),
            ("12345,678 triệu", 12_345_678_000),
            ("60 triệu đồng chẵn", 60_000_000),
        ] {
            assert_eq!(dong(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_clearly_an_amount_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", NotMoney::Unreadable),
            ("sáu mươi", NotMoney::Unreadable),
            ("60 euro", NotMoney::Unreadable),
            ("NaN", NotMoney::Unreadable),
            ("inf", NotMoney::Unreadable),
            ("6e7", NotMoney::Unreadable),
            ("6E+7", NotMoney::Unreadable),
            ("1.23.456", NotMoney::Unreadable),
            ("60 00 000", NotMoney::Unreadable),
            (".5 triệu", NotMoney::Unreadable),
            ("5. triệu", NotMoney::Unreadable),
            ("1tr5", NotMoney::Unreadable),
            ("+5", NotMoney::Unreadable),
            ("-5 triệu", NotMoney::Negative),
            ("-1.500", NotMoney::Negative),
            ("1000001 tỷ", NotMoney::TooLarge),
            ("99999999999999999999", NotMoney::TooLarge),
            ("1,5", NotMoney::Fraction),
            ("1.500.000,5", NotMoney::Fraction),
            ("0.0000000001 tỷ", NotMoney::Fraction),
            ("1.500 triệu", NotMoney::Ambiguous(Vnd::new(1_500_000), Vnd::new(1_500_000_000))),
            ("1.500,000", NotMoney::Ambiguous(Vnd::new(1_500), Vnd::new(1_500_000))),
        ] {
            assert_eq!(dong(text), Err(reason), "{text}");
        }
    }

    #[test]
    fn a_declared_unit_multiplies_bare_numbers_only() {
        let million = |text| parse(text, MoneyUnit::Million).map(Vnd::dong);
        assert_eq!(million("2,1"), Ok(2_100_000));
        assert_eq!(million("60"), Ok(60_000_000));
        assert_eq!(million("60 tỷ"), Ok(60_000_000_000));
        assert_eq!(million("300.000 đ"), Ok(300_000));
        assert_eq!(million("1.500"), Err(NotMoney::Ambiguous(Vnd::new(1_500_000), Vnd::new(1_500_000_000))));
        assert_eq!(million("1.500.000"), Ok(1_500_000_000_000));
        assert_eq!(parse("1500", MoneyUnit::Thousand), Ok(Vnd::new(1_500_000)));
    }
}
