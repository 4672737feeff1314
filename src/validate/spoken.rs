//! Amounts as people say them: `1tr5` is 1,5 triệu, `2 tỷ 500 triệu` a sum. `1tr50` may be 1,5 or 1,05 triệu and is
//! refused with both.

use super::money::{NotMoney, parse as parse_one, zeros_of};
use crate::domain::settings::MoneyUnit;
use crate::units::Vnd;

/// Numbers with the words behind them.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let word = rest.find(char::is_alphabetic).unwrap_or(rest.len());
        let (number, after) = rest.split_at(word);
        let next = after.find(|letter: char| letter.is_ascii_digit()).unwrap_or(after.len());
        let (word, after) = after.split_at(next);
        parts.push((number.trim(), word.trim()));
        rest = after;
    }
    parts
}

/// Zeros of a word that is a unit of its own, not the bare đồng.
fn scale(word: &str) -> Option<u32> {
    zeros_of(word, MoneyUnit::Dong).filter(|_| !word.is_empty())
}

/// Whether an amount ends in a number whose unit is left out.
pub(super) fn is_short(text: &str) -> bool {
    matches!(parts(text).as_slice(), [(_, word), (number, "")] if !word.is_empty() && !number.is_empty())
}

/// Reads an amount of several parts; `None` where there is only one.
pub(super) fn parse(text: &str) -> Option<Result<Vnd, NotMoney>> {
    match parts(text).as_slice() {
        [] | [_] => None,
        [(whole, word), (rest, "")] => Some(short(whole, word, rest)),
        parts => Some(sum(parts)),
    }
}

/// `1tr5`: the number at the end counts tenths (one digit) or thousandths (three) of the unit.
fn short(whole: &str, word: &str, rest: &str) -> Result<Vnd, NotMoney> {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let zeros = scale(word).filter(|&zeros| zeros >= 3 && is_digits(whole) && is_digits(rest));
    let zeros = zeros.ok_or(NotMoney::Unreadable)?;
    let unit = parse_one(&format!("{whole}{}", "0".repeat(zeros as usize)), MoneyUnit::Dong)?;
    let part = |zeros: u32| {
        let text = format!("{rest}{}", "0".repeat(zeros as usize));
        Ok(Vnd::new(unit.dong() + parse_one(&text, MoneyUnit::Dong)?.dong()))
    };
    match rest.len() {
        1 => part(zeros - 1),
        2 => Err(NotMoney::Ambiguous(part(zeros - 2)?, part(zeros - 3)?)),
        3 => part(zeros - 3),
        _ => Err(NotMoney::Unreadable),
    }
}

/// `2 tỷ 500 triệu`: each unit smaller than the one before it, each number below a thousand but the first.
fn sum(parts: &[(&str, &str)]) -> Result<Vnd, NotMoney> {
    let mut total = 0_i64;
    let mut above: Option<u32> = None;
    for &(number, word) in parts {
        // Bare đồng at the end would be an amount of a few đồng: `1tr5 đồng` means something else.
        let zeros = scale(word).filter(|&zeros| zeros >= 3).ok_or(NotMoney::Unreadable)?;
        let amount = parse_one(&format!("{number} {word}"), MoneyUnit::Dong)?.dong();
        let fits = above.is_none_or(|above| zeros < above && amount < 10_i64.pow(above));
        total = total.checked_add(amount).filter(|_| fits).ok_or(NotMoney::Unreadable)?;
        above = Some(zeros);
    }
    Ok(Vnd::new(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_added_and_a_last_part_without_a_unit_is_tenths_or_thousandths() {
        for (text, expected) in [
            ("1tr5", 1_500_000),
            ("1 triệu 5", 1_500_000),
            ("1tr500", 1_500_000),
            ("2tỷ1", 2_100_000_000),
            ("12 tr 050", 12_050_000),
            ("2 tỷ 500 triệu", 2_500_000_000),
            ("1 triệu 200 nghìn đồng", 1_200_000),
            ("1 tỷ 2 triệu 300 nghìn", 1_002_300_000),
        ] {
            assert_eq!(parse(text), Some(Ok(Vnd::new(expected))), "{text}");
        }
        for text in ["60", "60 triệu", "1.500", "", "sáu mươi"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn what_can_be_said_in_two_ways_or_none_is_refused() {
        let both = NotMoney::Ambiguous(Vnd::new(1_500_000), Vnd::new(1_050_000));
        assert_eq!(parse("1tr50"), Some(Err(both)));
        for text in [
            "1tr5000",
            "500 triệu 2 tỷ",
            "1 tỷ 2000 triệu",
            "1,5tr5",
            "1 đồng 5",
            "3 con 2",
            "1tr5 đồng",
            "1tr5,5",
            "x1tr5",
        ] {
            assert_eq!(parse(text), Some(Err(NotMoney::Unreadable)), "{text}");
        }
        assert!(is_short("1tr5") && !is_short("2 tỷ 500 triệu") && !is_short("60 triệu"));
    }
}
