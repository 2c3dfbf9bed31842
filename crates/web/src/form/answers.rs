//! Words of the choices that many forms have: 「はい」 and 「いいえ」, a tick, the choices beside one that stands where nothing is
//! chosen.

/// Word and label of a choice.
pub(crate) type Word = (&'static str, &'static str);

/// 「はい」 and 「いいえ」.
pub(crate) const YES_NO: [Word; 2] = [("yes", "はい"), ("no", "いいえ")];

/// 「はい」 or 「いいえ」.
pub(crate) fn yes(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// The word of 「はい」 or 「いいえ」.
pub(crate) fn yes_word(answer: bool) -> &'static str {
    if answer { "yes" } else { "no" }
}

/// What a check box holds.
pub(crate) fn tick(ticked: bool) -> &'static str {
    if ticked { "yes" } else { "" }
}

/// The word of what was chosen; nothing for what stands where nothing is chosen, so that an empty row stays empty.
pub(crate) fn chosen<T: Copy + Default + PartialEq>(value: T, word: fn(T) -> &'static str) -> &'static str {
    if value == T::default() { "" } else { word(value) }
}

/// What is offered beside it.
pub(crate) fn others<T: Copy + Default + PartialEq>(
    all: &[T],
    word: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Vec<Word> {
    all.iter().filter(|value| **value != T::default()).map(|value| (word(*value), label(*value))).collect()
}
