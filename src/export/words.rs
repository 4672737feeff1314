//! Whole numbers in Vietnamese words ("Bằng chữ"), as signed tables must carry them. Knows no money but its name.

use crate::units::Vnd;

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

/// An amount in words: `tám tỷ hai trăm sáu mươi tám triệu đồng`.
pub fn dong(amount: Vnd) -> String {
    let mut words = Vec::new();
    if amount < Vnd::ZERO {
        words.push("âm");
    }
    match amount.dong().unsigned_abs() {
        0 => words.push(digit(0)),
        number => push_number(&mut words, number, Lead::First),
    }
    words.push("đồng");
    words.join(" ")
}

/// Whether words stand before a part: then its leading zeros are spoken ("không trăm linh năm").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    First,
    Later,
}

/// Speaks a number above zero; above 999 tỷ the part before "tỷ" is a number of its own ("một nghìn tỷ").
fn push_number(words: &mut Vec<&'static str>, number: u64, lead: Lead) {
    let mut lead = lead;
    let (billions, rest) = (number.div_euclid(1_000_000_000), number.rem_euclid(1_000_000_000));
    if billions > 0 {
        push_number(words, billions, lead);
        words.push("tỷ");
        lead = Lead::Later;
    }
    let (millions, thousands) = (rest.div_euclid(1_000_000), rest.div_euclid(1000).rem_euclid(1000));
    for (group, name) in [(millions, Some("triệu")), (thousands, Some("nghìn")), (rest.rem_euclid(1000), None)] {
        if group > 0 {
            push_group(words, group, lead);
            words.extend(name);
            lead = Lead::Later;
        }
    }
}

/// Speaks a group of three digits above zero.
fn push_group(words: &mut Vec<&'static str>, group: u64, lead: Lead) {
    let (hundreds, tens, ones) = (group.div_euclid(100), group.div_euclid(10).rem_euclid(10), group.rem_euclid(10));
    let says_hundreds = hundreds > 0 || lead == Lead::Later;
    if says_hundreds {
        words.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && says_hundreds => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(ones)),
    }
}

fn digit(digit: u64) -> &'static str {
    usize::try_from(digit).ok().and_then(|digit| DIGITS.get(digit)).expect("a digit is below ten")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_spoken_as_vietnamese_does() {
        for (amount, words) in [
            (0, "không"),
            (4, "bốn"),
            (5, "năm"),
            (10, "mười"),
            (11, "mười một"),
            (14, "mười bốn"),
            (15, "mười lăm"),
            (20, "hai mươi"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (25, "hai mươi lăm"),
            (100, "một trăm"),
            (101, "một trăm linh một"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (115, "một trăm mười lăm"),
            (555, "năm trăm năm mươi lăm"),
            (1_000, "một nghìn"),
            (1_005, "một nghìn không trăm linh năm"),
            (1_015, "một nghìn không trăm mười lăm"),
            (10_000, "mười nghìn"),
            (800_000, "tám trăm nghìn"),
            (1_000_001, "một triệu không trăm linh một"),
            (1_050_000, "một triệu không trăm năm mươi nghìn"),
            (3_600_000_000, "ba tỷ sáu trăm triệu"),
            (8_268_000_000, "tám tỷ hai trăm sáu mươi tám triệu"),
            (1_000_050_000, "một tỷ không trăm năm mươi nghìn"),
            (13_260_000_000, "mười ba tỷ hai trăm sáu mươi triệu"),
            (21_000_000_000, "hai mươi mốt tỷ"),
            (1_000_000_000_000, "một nghìn tỷ"),
            (1_005_000_000_000, "một nghìn không trăm linh năm tỷ"),
            (1_000_000_500_000_000, "một triệu tỷ năm trăm triệu"),
            (2_000_000_000_001, "hai nghìn tỷ không trăm linh một"),
            (-5_000, "âm năm nghìn"),
        ] {
            assert_eq!(dong(Vnd::new(amount)), format!("{words} đồng"), "{amount}");
        }
    }
    /// What the first of some words are worth, and how many they are.
    type Taken = Option<(i64, usize)>;

    /// Reads a number below a thousand off the front of `words`, as people read it; it shares nothing with the speller.
    fn group(words: &mut &[&str]) -> Option<i64> {
        const ONES: &str = "không một hai ba bốn năm sáu bảy tám chín";
        let value = |word: &str| (0..).zip(ONES.split(' ')).find(|(_, one)| *one == word).map(|(value, _)| value);
        let mut take = |is_meant: &dyn Fn(&[&str]) -> Taken| {
            let (read, length) = is_meant(words)?;
            *words = &words[length..];
            Some(read)
        };
        let hundreds = take(&|words| match words {
            [digit, "trăm", ..] => Some((value(digit)? * 100, 2)),
            _ => None,
        });
        let tens = take(&|words| match words {
            ["linh", ..] if hundreds.is_some() => Some((0, 1)),
            ["mười", ..] => Some((10, 1)),
            [digit, "mươi", ..] => Some((value(digit)? * 10, 2)),
            _ => None,
        });
        let ones = take(&|words| match (words.first()?, tens) {
            (&"mốt", Some(20..)) => Some((1, 1)),
            (&"tư", Some(20..)) => Some((4, 1)),
            (&"lăm", Some(10..)) => Some((5, 1)),
            (&("một" | "bốn"), Some(20..)) | (&"năm", Some(10..)) => None,
            // After a hundred, a lone one would be read as a ten cut short ("hai trăm năm" is 250 to many).
            (_, None) if hundreds.is_some() => None,
            (word, _) => value(word).map(|value| (value, 1)),
        });
        let parts = [hundreds, tens, ones];
        parts.iter().any(Option::is_some).then(|| parts.iter().flatten().sum())
    }

    /// Reads a whole amount; every word must be used.
    fn read(text: &str) -> Option<i64> {
        let words: Vec<&str> = text.split(' ').collect();
        let (last, mut words) = words.split_last()?;
        let is_negative = words.first() == Some(&"âm");
        words = if is_negative { &words[1..] } else { words };
        // Below the last "tỷ" each name stands once, from large to small.
        let (mut above, mut part, mut limit) = (0_i64, 0_i64, 1_000_000_000_i64);
        while !words.is_empty() {
            let number = group(&mut words);
            let name = words.first().copied();
            let worth = match name {
                Some("tỷ") => {
                    above = above.checked_add(part)?.checked_add(number.unwrap_or(0))?.checked_mul(1_000_000_000)?;
                    (part, limit, words) = (0, 1_000_000_000, &words[1..]);
                    continue;
                }
                Some("triệu") => 1_000_000,
                Some("nghìn") => 1000,
                Some(_) => return None,
                None => 1,
            };
            words = words.get(1..).unwrap_or_default();
            part = Some(part + number? * worth).filter(|_| worth < limit)?;
            limit = worth;
        }
        let sum = above.checked_add(part)?;
        (*last == "đồng").then_some(if is_negative { -sum } else { sum })
    }

    #[test]
    fn no_group_of_three_digits_is_misread_at_any_place() {
        for group in 0..1000 {
            for place in [1, 1000, 1_000_000, 1_000_000_000, 1_000_000_000_000] {
                for rest in [0, 1, 50_000, 7_000_000] {
                    let amount = group * place + 3_000_000_000_000_000 * (rest % 2) + rest;
                    let words = dong(Vnd::new(amount));
                    assert_eq!(read(&words), Some(amount), "{words}");
                }
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn every_amount_reads_back(digits in 0..19_u32, number in proptest::num::i64::ANY) {
            let amount = number % 10_i64.pow(digits);
            let words = dong(Vnd::new(amount));
            proptest::prop_assert_eq!(read(&words), Some(amount), "{}", words);
        }
    }
}
