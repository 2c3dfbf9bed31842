//! What is said of a field as typed, in one wording for every form, file and rule.

/// 「…を入力してください。」: it may not be empty.
pub fn missing(label: &str) -> String {
    format!("{label}を入力してください。")
}

/// 「…を選んでください。」: one of the choices is needed.
pub fn choose(label: &str) -> String {
    format!("{label}を選んでください。")
}

/// A mark that nobody sees would turn a name round on a page, on paper and in the log.
pub fn hidden_mark(label: &str, mark: char) -> String {
    format!("{label}に、目に見えない記号（U+{:04X}）が入っています。消して、入力し直してください。", u32::from(mark))
}

/// It is longer than `most` letters.
pub fn too_long(label: &str, most: usize, length: usize) -> String {
    format!("{label}は{most}文字以内で入力してください（いま{length}文字）。")
}
