//! Whether a word could be a Vietnamese syllable: an onset and a rhyme, whatever its tone. Tells encodings apart, never
//! right from wrong names.

use unicode_normalization::UnicodeNormalization;

use super::text::is_tone;

/// Beginnings of syllables, longer ones before those that they begin with.
const ONSETS: &str = "ngh ng nh gh gi kh ph th tr ch qu b c d đ g h k l m n p r s t v x";

/// Rhymes without their tones.
const RHYMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et \
    ê êch êm ên ênh êng êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh \
    oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua uân uâng uât uây uc ue uê uêch uên uênh ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh \
    uyp uyt uyu ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yê yêm yên yêng yêt yêu ynh yt";

/// Whether `word` could be a syllable.
pub(super) fn is_syllable(word: &str) -> bool {
    let mut tones = 0;
    let bare: String = word
        .chars()
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|letter| {
            let is_mark = is_tone(*letter);
            tones += usize::from(is_mark);
            !is_mark
        })
        .nfc()
        .collect();
    let is_rhyme = |rhyme: &str| RHYMES.split_whitespace().any(|known| known == rhyme);
    let begins =
        |onset: &str| bare.strip_prefix(onset).is_some_and(|rest| is_rhyme(rest) || (onset == "gi" && rest.is_empty()));
    tones <= 1 && (is_rhyme(&bare) || ONSETS.split_whitespace().any(begins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_known_in_any_case_and_with_any_tone() {
        for word in
            ["Nguyễn", "MƯỜNG", "Tè", "nghèo", "gì", "quỹ", "khuỷu", "Lò", "Giàng", "xã", "hoà", "thuý", "đồng", "ương"]
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["NguyÔn", "ngheø", "x·", "®ång", "Ngyyễn", "hòá", "bcd", "ñoàng"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
