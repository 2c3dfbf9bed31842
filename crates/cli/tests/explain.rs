//! `mimamori explain`: the answer and its reasons as a person reads them.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

fn explain(args: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_mimamori")).arg("explain").args(args).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[test]
fn a_dual_post_says_what_is_no_ground() {
    let office = ["--works-at", "ひばり", "--client-uses", "ひばり"];
    let (status, text) = explain(&[&["neutrality"][..], &office, &["--client-wishes", "true"]].concat());
    assert_eq!(status, 0);
    assert!(text.starts_with("【認められません・行いません】\n利用者の希望だけでは"), "{text}");
    assert!(
        text.contains(
            "次のどれかなら行えます: 地域にほかの相談支援事業所がない、新規の支給決定か変更から概ね3か月以内である"
        ),
        "{text}"
    );
    let (_, text) = explain(&[&["neutrality"][..], &office, &["--months-since-decision", "3"]].concat());
    assert!(
        text.starts_with("【決まりました】") && text.contains("3か月（平成24年4月1日から、公的資料で確認）"),
        "{text}"
    );
    assert_eq!(explain(&["neutrality", "--task", "plan"]).0, 1);
}

#[test]
fn who_is_covered_is_told_with_the_age_that_decides() {
    let (status, text) = explain(&["eligibility", "--service", "53", "--birth", "H20.5.10", "--as-of", "R8.4.20"]);
    assert_eq!(status, 0);
    assert!(text.contains("地域移行支援（地域相談支援）の対象は障害者で") && text.contains("18歳（"), "{text}");
}

#[test]
fn a_window_is_told_with_the_line_that_is_always_open() {
    let known = ["abuse-window", "--municipality", "川崎市", "--abuser", "caregiver", "--ward", "大師支所"];
    let (status, text) = explain(&[&known[..], &["--disability", "mental"]].concat());
    assert_eq!(status, 0);
    assert!(text.contains("川崎区役所障害者支援担当部署に通報します") && text.contains("044-200-0193"), "{text}");
    let (_, asked) = explain(&known);
    assert!(asked.starts_with("【分からないことがあります】") && asked.contains("044-200-0193"), "{asked}");
}
