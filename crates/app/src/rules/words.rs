//! The words somebody searches the rules for.

use domain::text::search_key;

/// What was typed, folded; all words must be found.
pub(super) struct Words(Vec<String>);

impl Words {
    /// The words of a line.
    pub fn of(typed: &str) -> Self {
        Self(typed.split_whitespace().map(search_key).filter(|word| !word.is_empty()).collect())
    }

    /// Whether each word stands somewhere in these texts.
    pub fn are_in<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        if self.0.is_empty() {
            return true;
        }
        // A sign that no key holds keeps words from being found across two texts.
        let whole: Vec<String> = texts.into_iter().map(search_key).collect();
        let whole = whole.join("\n");
        self.0.iter().all(|word| whole.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_be_found_and_width_does_not_matter() {
        let words = Words::of("せいかつ　２０１９");
        assert!(!words.are_in(["生活介護", "2019-04"]), "kanji are not read");
        let words = Words::of("生活　２０１９");
        assert!(words.are_in(["生活介護", "2019-04"]));
        assert!(!words.are_in(["生活介護", "2018-04"]));
        assert!(!Words::of("護2019").are_in(["生活介護", "2019-04"]));
        assert!(Words::of(" ").are_in(["x"]));
    }
}
