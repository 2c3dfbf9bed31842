//! パスワード: what is taken as one, and how it is kept (Argon2id). Length counts, not kinds of characters; none ever runs out.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use unicode_normalization::UnicodeNormalization;

use super::random_code;
use crate::{Outside, Reason};

/// Fewest characters of a password.
pub const MIN_LENGTH: usize = 15;
/// Most characters of a password.
pub const MAX_LENGTH: usize = 128;

/// The word that everybody here types first.
const OWN_NAME: &str = "mimamori";

/// Guesses (as a power of ten) that a password must take somebody who knows the lists of common passwords, names and words
/// (zxcvbn: 30,000 passwords among them), the keyboard, dates and repetitions.
const GUESSES: f64 = 13.0;

/// A password that may be kept.
pub struct NewPassword(String);

impl NewPassword {
    /// Checks what was typed twice. `known` are words that must not stand in it: login, name and the office's name. Takes
    /// up to a tenth of a second: never inside of a transaction.
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
        if holds_known(&password, known) {
            let sentence =
                "ログインID・氏名・事業所名の入ったパスワードは使えません。関係のない言葉を組み合わせてください";
            return Err(vec![Reason::at("password", sentence)]);
        }
        if zxcvbn::zxcvbn(&password, &[OWN_NAME]).guesses_log10() < GUESSES {
            let sentence = "推測されやすいパスワードです。よく使われるパスワードや日付、同じ文字・並んだ文字のくり返しを避け、関係のない言葉を3つ以上つなげてください";
            return Err(vec![Reason::at("password", sentence)]);
        }
        if password != normal(repeated) {
            return Err(vec![Reason::at("password_again", "2回のパスワードが違います。もう一度入力してください")]);
        }
        Ok(Self(password))
    }

    /// Whether it is the one that was hashed. Slow on purpose: never inside of a transaction.
    pub fn is_of(&self, hash: &str) -> bool {
        verify_password(&self.0, hash)
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

/// Whether a known word of some length stands in it.
fn holds_known(password: &str, known: &[&str]) -> bool {
    let password = password.to_lowercase();
    let words = known.iter().flat_map(|text| text.split_whitespace()).map(|word| normal(word).to_lowercase());
    // Two letters of the alphabet stand in many a word; two of a Japanese name are the name.
    let long = |word: &String| word.chars().count() > if word.is_ascii() { 2 } else { 1 };
    words.filter(long).any(|word| password.contains(&word))
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
            "P@ssw0rdP@ssw0rd",
            "trustno1trustno1",
            "zaq12wsxcde34rfv",
            "iloveyousomuch123",
            "Kawasaki20261129",
            "yamadataro19800401",
            "qwerty-dragon-monkey",
            "mimamorimimamori2026",
        ] {
            assert!(sentence(typed).is_some(), "{typed}");
        }
    }

    #[test]
    fn the_list_of_common_passwords_holds_thirty_thousand() {
        let guesses = |password| zxcvbn::zxcvbn(password, &[]).guesses();
        assert_eq!(guesses("123456"), 2, "the first of the list");
        assert!((29_000..=30_001).contains(&guesses("geekboy")), "the last: {}", guesses("geekboy"));
    }

    #[test]
    fn login_and_name_never_stand_inside_and_a_letter_or_two_may() {
        for typed in ["midori-Hanako-densha-7", "みどりの花子と電車にのるどようび", "みどりの川崎と電車にのるどようび"]
        {
            assert!(sentence(typed).is_some_and(|it| it.contains("入ったパスワード")), "{typed}");
        }
        assert!(NewPassword::check("midori-kaeru-densha-7", "midori-kaeru-densha-7", &["ri", "子"]).is_ok());
    }

    #[test]
    fn full_width_typing_gives_the_same_password() {
        let hash = hash_text("midori-kaeru-7", [7; 32]).unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(verify_password("ｍｉｄｏｒｉ－ｋａｅｒｕ－７", &hash));
        assert!(!verify_password("midori-kaeru-8", &hash));
    }
}
