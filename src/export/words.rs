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
}
