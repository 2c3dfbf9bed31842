//! パスワード: what is taken as one, and how it is kept (Argon2id). Length counts, not kinds of characters; none ever runs out.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use unicode_normalization::UnicodeNormalization;

use super::random_code;
use crate::{Outside, Reason};

/// Fewest characters of a password.
pub const MIN_LENGTH: usize = 15;
/// Most characters of a password.
pub const MAX_LENGTH: usize = 128;

/// Passwords of everybody, as far as they could be long enough once repeated or filled up.
const COMMON: [&str; 30] = [
    "password",
    "passw0rd",
    "qwerty",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "iloveyou",
    "welcome",
    "letmein",
    "admin",
    "administrator",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "dragon",
    "monkey",
    "master",
    "abc",
    "1q2w3e4r",
    "1qaz2wsx",
    "sakura",
    "doraemon",
    "pokemon",
    "arigatou",
    "konnichiwa",
    "mimamori",
    "soudan",
    "nihon",
    "aaaa",
];

/// A password that may be kept.
pub struct NewPassword(String);

impl NewPassword {
    /// Checks what was typed twice. `known` are words that must not make it up: login and name.
    pub fn check(typed: &str, repeated: &str, known: &[&str]) -> Result<Self, Vec<Reason>> {
        let password = normal(typed);
        let length = password.chars().count();
        if length < MIN_LENGTH {
            let sentence = format!(
                "パスワードは{MIN_LENGTH}文字以上にしてください（いまは{length}文字）。関係のない言葉を3つ以上つなげると、長くて覚えやすくなります"
            );
            return Err(vec![Reason::at("password", sentence)]);
        }
        if length > MAX_LENGTH {
            return Err(vec![Reason::at("password", format!("パスワードは{MAX_LENGTH}文字までにしてください"))]);
        }
        if is_guessable(&password, known) {
            let sentence = "推測されやすいパスワードです。ログインID・名前・よく使われる言葉や、同じ文字・並んだ文字のくり返しは使えません";
            return Err(vec![Reason::at("password", sentence)]);
        }
        if password != normal(repeated) {
            return Err(vec![Reason::at("password_again", "2回のパスワードが違います。もう一度入力してください")]);
        }
        Ok(Self(password))
    }
}

/// A password that the program makes up, to be changed at the first sign-in, and its hash. Slow on purpose.
pub fn one_time_password(outside: &Outside) -> Result<(String, String), String> {
    let password = random_code((outside.random)());
    let hash = hash_text(&password, (outside.random)())?;
    Ok((password, hash))
}

/// The hash to keep (PHC string). Slow on purpose: never inside of a transaction.
pub fn hash_password(password: &NewPassword, salt: [u8; 32]) -> Result<String, String> {
    hash_text(&password.0, salt)
}

fn hash_text(password: &str, salt: [u8; 32]) -> Result<String, String> {
    let salt = salt.get(..16).unwrap_or(&salt);
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .map(|hash| hash.to_string())
        .map_err(|error| format!("argon2: {error}"))
}

/// Whether the password is the one that was hashed. Slow on purpose: never inside of a transaction.
pub fn verify_password(typed: &str, hash: &str) -> bool {
    Argon2::default().verify_password(normal(typed).as_bytes(), hash).is_ok()
}

/// The same password whatever keyboard it was typed on.
fn normal(typed: &str) -> String {
    typed.nfkc().collect()
}

/// Whether little is left once known words, runs and repetitions are taken out.
fn is_guessable(password: &str, known: &[&str]) -> bool {
    let mut rest = password.to_lowercase();
    let known =
        known.iter().flat_map(|text| text.split_whitespace()).map(str::to_lowercase).filter(|w| w.chars().count() > 2);
    let mut words: Vec<String> = COMMON.iter().map(|word| (*word).to_owned()).chain(known).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in &words {
        rest = rest.replace(word.as_str(), "");
    }
    surprising(&rest) < 7
}

/// Characters that neither repeat the one before nor follow it in the alphabet or on the row of digits.
fn surprising(text: &str) -> usize {
    let codes: Vec<u32> = text.chars().map(u32::from).collect();
    let steps = codes.windows(2).filter(|pair| matches!(pair, [a, b] if a.abs_diff(*b) > 1)).count();
    let mut kinds = codes;
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len().min(steps + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(typed: &str) -> Option<String> {
        let reasons = NewPassword::check(typed, typed, &["hanako", "川崎 花子"]).err()?;
        reasons.first().map(|reason| reason.sentence.clone())
    }

    #[test]
    fn a_long_phrase_of_unrelated_words_is_taken() {
        assert_eq!(sentence("midori-kaeru-densha-7"), None);
        assert_eq!(sentence("みどりのカエルと電車にのるどようび"), None);
    }

    #[test]
    fn short_common_and_repeated_ones_are_refused() {
        for typed in [
            "short",
            "passwordpassword1",
            "aaaaaaaaaaaaaaaaaa",
            "123456789012345678",
            "hanakohanakohanako1",
            "abcdefghijklmnopqr",
        ] {
            assert!(sentence(typed).is_some(), "{typed}");
        }
    }

    #[test]
    fn full_width_typing_gives_the_same_password() {
        let hash = hash_text("midori-kaeru-7", [7; 32]).unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify_password("ｍｉｄｏｒｉ－ｋａｅｒｕ－７", &hash));
        assert!(!verify_password("midori-kaeru-8", &hash));
    }
}
