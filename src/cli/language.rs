//! Which language to speak. It must be known before the words are parsed, since help and errors need it: `--lang`,
//! else `CHUNGTAY_LANG`, else the locale, else Vietnamese.

use std::ffi::OsString;

use chungtay::messages::Language;

/// Chooses the language for a command line.
pub(crate) fn choose(words: &[OsString]) -> Language {
    asked(words)
        .or_else(|| std::env::var("CHUNGTAY_LANG").ok().and_then(|tag| parse(&tag)))
        .or_else(|| sys_locale::get_locale().and_then(|tag| parse(&tag)))
        .unwrap_or(Language::Vi)
}

/// The value of the last `--lang` before `--`, if it is a language; the parser refuses others later.
fn asked(words: &[OsString]) -> Option<Language> {
    let mut found = None;
    let mut words = words.iter().skip(1).map(|word| word.to_string_lossy()).take_while(|word| word != "--");
    while let Some(word) = words.next() {
        if word == "--lang" {
            found = words.next().and_then(|tag| parse(&tag)).or(found);
        } else if let Some(tag) = word.strip_prefix("--lang=") {
            found = parse(tag).or(found);
        }
    }
    found
}

/// `vi`, `vi-VN`, `en_US.UTF-8` …
pub(crate) fn parse(tag: &str) -> Option<Language> {
    let language = tag.split(['-', '_', '.']).next().unwrap_or_default();
    match language.to_ascii_lowercase().as_str() {
        "vi" => Some(Language::Vi),
        "en" => Some(Language::En),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_word_on_the_command_line_decides() {
        assert_eq!(asked(&words("chungtay check --lang en .")), Some(Language::En));
        assert_eq!(asked(&words("chungtay --lang=vi check")), Some(Language::Vi));
        assert_eq!(asked(&words("chungtay --lang de check")), None);
        assert_eq!(asked(&words("chungtay check -- --lang en")), None);
    }

    #[test]
    fn locales_are_read_by_their_language() {
        assert_eq!(parse("vi-VN"), Some(Language::Vi));
        assert_eq!(parse("en_US.UTF-8"), Some(Language::En));
        assert_eq!(parse("C"), None);
        assert_eq!(parse(""), None);
    }
}
