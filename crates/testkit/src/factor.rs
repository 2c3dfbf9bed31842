//! The app on somebody's telephone: the code that it makes of the secret a page shows.

use totp_rs::{Builder, Secret};

/// The code of the secret (base32, with or without blanks) at a time (UTC, RFC 3339), so many steps of 30 seconds later.
pub fn app_code(secret: &str, now: &str, steps: u64) -> String {
    let secret: String = secret.chars().filter(|letter| !letter.is_whitespace()).collect();
    let secret = Secret::try_from_base32(secret).expect("the secret is base32");
    let at: jiff::Timestamp = now.parse().expect("a time");
    let seconds = u64::try_from(at.as_second()).expect("after 1970") + 30 * steps;
    Builder::new().with_secret(secret).with_step_duration(30).build_noncompliant().generate(seconds).to_string()
}
