//! A text → a year or a day: `1965`, `5/3/1965`, `tháng 5/1965`, `00/00/1965`, `1965-03-05`, the number of a day as
//! spreadsheets count. The day stands before the month, as is the habit; two digits are no year.

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::input::fold;

/// Years that a list may hold.
const YEARS: std::ops::RangeInclusive<u32> = 1850..=2200;

/// Numbers of days that are taken for dates: 1927 to 2064.
const SERIALS: std::ops::RangeInclusive<u32> = 10_001..=59_999;

/// What a text says, and whether that had to be assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Told<T> {
    /// What it says.
    pub(super) value: T,
    /// Whether the text says it in another way than plainly.
    pub(super) is_assumed: bool,
}

/// Why a text is no year or no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotADate {
    /// Nothing known.
    Unreadable,
    /// The year has two digits.
    TwoDigits,
    /// Two days, by the century.
    Centuries(Date, Date),
    /// A day only where the month stands first.
    MonthFirst(Date),
}

/// The numbers of a text, with how many digits each has, between words such as `ngày`, `tháng`, `năm`.
fn numbers(text: &str) -> Option<Vec<(u32, usize)>> {
    let time = |letter: char| letter.is_ascii_digit() || matches!(letter, ':' | '.');
    let is_time = |rest: &str| rest.contains(':') && rest.chars().all(time);
    let day = text.split_once(['T', ' ']).filter(|(_, rest)| is_time(rest)).map_or(text, |(day, _)| day);
    let day = day.strip_suffix(".0").filter(|day| day.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(day);
    let parts = day.split(['/', '-', '.', ',', ' ']).filter(|part| !part.is_empty());
    let is_word = |part: &&str| !matches!(fold(part).as_str(), "ngay" | "thang" | "nam" | "sinh");
    let number = |part: &str| {
        let is_number = part.len() <= 5 && part.bytes().all(|byte| byte.is_ascii_digit());
        Some((part.parse().ok().filter(|_| is_number)?, part.len()))
    };
    parts.filter(is_word).map(number).collect()
}

/// The year that a date of birth says.
pub(super) fn year(text: &str) -> Result<Told<u32>, NotADate> {
    if let Some(value) = text.parse().ok().filter(|year| text.len() == 4 && YEARS.contains(year)) {
        return Ok(Told { value, is_assumed: false });
    }
    let numbers = numbers(text).ok_or(NotADate::Unreadable)?;
    let told = |value: u32| {
        let value = Some(value).filter(|year| YEARS.contains(year)).ok_or(NotADate::Unreadable)?;
        Ok(Told { value, is_assumed: text != value.to_string() })
    };
    let is_month = |month: u32| month <= 12;
    let is_pair = |one: u32, other: u32| one <= 31 && other <= 31 && (is_month(one) || is_month(other));
    match *numbers.as_slice() {
        [(serial, 5)] if SERIALS.contains(&serial) => {
            Ok(Told { value: u32::from(of_serial(serial)?.year().unsigned_abs()), is_assumed: true })
        }
        [(year, 4)] => told(year),
        [(month, 1 | 2), (year, 4)] | [(year, 4), (month, 1 | 2)] if is_month(month) => told(year),
        [(one, 1 | 2), (other, 1 | 2), (year, 4)] | [(year, 4), (one, 1 | 2), (other, 1 | 2)]
            if is_pair(one, other) =>
        {
            told(year)
        }
        [(_, 2)] => Err(NotADate::TwoDigits),
        [(month, 1 | 2), (_, 2)] if is_month(month) => Err(NotADate::TwoDigits),
        [(one, 1 | 2), (other, 1 | 2), (_, 2)] if is_pair(one, other) => Err(NotADate::TwoDigits),
        _ => Err(NotADate::Unreadable),
    }
}

/// The day that a date says.
pub(super) fn day(text: &str) -> Result<Told<Date>, NotADate> {
    let numbers = numbers(text).ok_or(NotADate::Unreadable)?;
    match *numbers.as_slice() {
        [(serial, 5)] if SERIALS.contains(&serial) => Ok(Told { value: of_serial(serial)?, is_assumed: true }),
        [(year, 4), (month, 1 | 2), (day, 1 | 2)] => {
            let value = civil(year, month, day).ok_or(NotADate::Unreadable)?;
            Ok(Told { value, is_assumed: false })
        }
        [(day, 1 | 2), (month, 1 | 2), (year, 4)] => match (civil(year, month, day), civil(year, day, month)) {
            (Some(value), other) => Ok(Told { value, is_assumed: other.is_some_and(|other| other != value) }),
            (None, Some(other)) => Err(NotADate::MonthFirst(other)),
            (None, None) => Err(NotADate::Unreadable),
        },
        [(day, 1 | 2), (month, 1 | 2), (short, 2)] => {
            let readings = (civil(1900 + short, month, day), civil(2000 + short, month, day));
            let (Some(one), Some(other)) = readings else { return Err(NotADate::Unreadable) };
            Err(NotADate::Centuries(one, other))
        }
        _ => Err(NotADate::Unreadable),
    }
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|_| YEARS.contains(&year))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day with this number in a spreadsheet.
fn of_serial(serial: u32) -> Result<Date, NotADate> {
    date(1899, 12, 30).checked_add(i64::from(serial).days()).map_err(|_| NotADate::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_out_of_dates() {
        for (text, expected) in [
            ("1965", (1965, false)),
            ("1965.0", (1965, true)),
            ("05/03/1965", (1965, true)),
            ("5-3-1965", (1965, true)),
            ("5.3.1965", (1965, true)),
            ("1965-03-05", (1965, true)),
            ("1965-03-05T00:00:00", (1965, true)),
            ("1965-03-05 00:00:00", (1965, true)),
            ("00/00/1965", (1965, true)),
            ("12/25/1965", (1965, true)),
            ("tháng 5/1965", (1965, true)),
            ("ngày 5 tháng 3 năm 1965", (1965, true)),
            ("23806", (1965, true)),
        ] {
            let told = year(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            assert_eq!((told.value, told.is_assumed), expected, "{text}");
        }
        for text in ["65", "12/3/65", "3/65", "1/1/00"] {
            assert_eq!(year(text), Err(NotADate::TwoDigits), "{text}");
        }
        for text in ["không nhớ", "1", "196", "9999", "0065", "32/13/1965", "60000", "10000", "5/3/1965/1", "1965-1970"]
        {
            assert_eq!(year(text), Err(NotADate::Unreadable), "{text}");
        }
    }

    #[test]
    fn the_day_stands_before_the_month() {
        for (text, expected) in [
            ("2026-04-03", (date(2026, 4, 3), false)),
            ("2026-04-03T10:30:00", (date(2026, 4, 3), false)),
            ("03/04/2026", (date(2026, 4, 3), true)),
            ("4/4/2026", (date(2026, 4, 4), false)),
            ("25/12/2026", (date(2026, 12, 25), false)),
            ("46115", (date(2026, 4, 3), true)),
        ] {
            let told = day(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
            assert_eq!((told.value, told.is_assumed), expected, "{text}");
        }
        assert_eq!(day("12/25/2026"), Err(NotADate::MonthFirst(date(2026, 12, 25))));
        assert_eq!(day("3/4/26"), Err(NotADate::Centuries(date(1926, 4, 3), date(2026, 4, 3))));
        for text in ["00/00/2026", "30/2/2026", "4/2026", "2026", "mai"] {
            assert_eq!(day(text), Err(NotADate::Unreadable), "{text}");
        }
    }
}
