//! `--forms DIR`: what a sheet from outside may do and may not, and that a paper keeps the sheet it was printed with.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::plans;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use plans::{folder, papers, told};

/// A file of the program's own forms.
fn own(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/forms").join(path)).unwrap()
}

/// A folder of forms in which 国の参考様式 has this in its sheet, before everything else.
fn forms(at: &Path, before: &str) -> PathBuf {
    let folder = at.join("forms");
    fs::create_dir_all(folder.join("plan-national")).unwrap();
    fs::write(folder.join("plan-national/form.toml"), own("plan-national/form.toml")).unwrap();
    fs::write(folder.join("plan-national/sheet.typ"), format!("{before}\n{}", own("plan-national/sheet.typ"))).unwrap();
    folder
}

const NATIONAL: [&str; 4] = ["--layout", "national", "--forms", "forms"];

/// Prints one plan with this in its sheet; what was said, and how long it took.
fn printed(before: &str) -> (Option<i32>, String, Duration) {
    let folder = folder(1);
    forms(folder.path(), before);
    let begun = Instant::now();
    let done = papers(folder.path(), "out", &NATIONAL);
    assert!(!folder.path().join("out/R8-001.pdf").exists() || done.status.success());
    assert!(!told(&done).contains("花子"), "nobody is named: {}", told(&done));
    (done.status.code(), told(&done), begun.elapsed())
}

#[test]
fn a_paper_comes_out_with_the_sheet_it_was_printed_with_first() {
    let folder = folder(1);
    let read = |out: &str| fs::read(folder.path().join(out).join("R8-001.pdf")).unwrap();
    let print = |out: &str, more: &[&str]| {
        let done = papers(folder.path(), out, more);
        assert_eq!(done.status.code(), Some(0), "{}", told(&done));
        read(out)
    };
    // A paper from the program's own sheet keeps nothing: the municipality's layout is another paper.
    print("seed", &["--layout", "seed"]);
    forms(folder.path(), "#set text(fill: rgb(\"#333333\"))");
    let first = print("first", &NATIONAL);
    assert_eq!(print("again", &NATIONAL), first, "the same bytes");
    forms(folder.path(), "#set text(fill: rgb(\"#000055\"))");
    assert_eq!(print("newer", &NATIONAL), first, "another sheet came into its place");
    assert_eq!(print("without", &["--layout", "national"]), first, "no sheet from outside is there any more");
    let other = plans::folder(1);
    forms(other.path(), "#set text(fill: rgb(\"#000055\"))");
    assert_eq!(papers(other.path(), "out", &NATIONAL).status.code(), Some(0));
    assert_ne!(
        fs::read(other.path().join("out/R8-001.pdf")).unwrap(),
        first,
        "who never printed it gets the newer sheet"
    );
}

#[test]
fn an_endless_sheet_is_ended_after_ten_seconds() {
    let (status, told, took) = printed("#for a in range(1000000) { for b in range(100000) { } }");
    assert_eq!(status, Some(1), "{told}");
    assert!(told.contains("plan-national") && told.contains("10秒で終わらなかったので、止めました"), "{told}");
    assert!((9..60).contains(&took.as_secs()), "{took:?}");
}

#[test]
fn a_sheet_that_takes_too_much_memory_is_ended() {
    let (status, told, _) = printed("#let all = range(200000000).map(it => (it, str(it)))");
    assert_eq!(status, Some(1), "{told}");
    assert!(told.contains("512メガバイト"), "{told}");
}

#[test]
fn a_sheet_reads_no_file_and_no_package() {
    for before in
        ["#read(\"/etc/passwd\")", "#image(\"../../data/mimamori.sqlite\")", "#import \"@preview/cetz:0.3.0\": *"]
    {
        let (status, told, _) = printed(before);
        assert_eq!(status, Some(1), "{told}");
        assert!(told.contains("外の様式「plan-national」で印刷できません"), "{told}");
        assert!(told.contains("plan-national/sheet.typ:1: ほかのファイルは読めません"), "{told}");
    }
}

#[test]
fn what_a_sheet_says_of_the_paper_is_not_told_but_the_place_is() {
    let (status, told, _) = printed("#import \"/common.typ\": *\n#panic(value(\"client-name\"))");
    assert_eq!(status, Some(1), "{told}");
    assert!(told.contains("plan-national/sheet.typ:2"), "{told}");
    let (_, told, _) = printed("#nothing");
    assert!(told.contains("plan-national/sheet.typ:1: unknown variable: nothing"), "{told}");
}

#[test]
fn a_folder_of_forms_that_do_not_fit_is_refused_before_anything_is_done() {
    let folder = folder(1);
    let refused = |why: &str| {
        let done = papers(folder.path(), "out", &NATIONAL);
        assert_eq!(done.status.code(), Some(1), "{}", told(&done));
        assert!(
            told(&done).contains("様式のフォルダー forms を使えません") && told(&done).contains(why),
            "{}",
            told(&done)
        );
        assert!(!folder.path().join("out").exists());
    };
    refused("フォルダーがありません");
    let place = forms(folder.path(), "");
    let toml = place.join("plan-national/form.toml");
    let change = |from: &str, to: &str| fs::write(&toml, own("plan-national/form.toml").replace(from, to)).unwrap();
    change("id = \"plan-national\"", "id = \"plan\"");
    refused("id は「plan-national」にします");
    change("source = \"client.grade\"", "source = \"client.blood\"");
    refused("「client.blood」 は項目にありません");
    change("source = \"client.grade\"", "source = \"client.name\"");
    refused("[[field]] にも [[not_printed]] にもない項目があります: client.grade");
    change("id = ", "id := ");
    refused("plan-national/form.toml");
    fs::remove_file(&toml).unwrap();
    refused("plan-national/form.toml がありません");
    fs::rename(place.join("plan-national"), place.join("our-own")).unwrap();
    fs::write(place.join("our-own/form.toml"), own("plan-national/form.toml")).unwrap();
    refused("この名前の様式はありません");
    let serve = Command::new(env!("CARGO_BIN_EXE_mimamori"))
        .current_dir(folder.path())
        .args(["serve", "--forms", "forms", "--listen", "127.0.0.1:0"])
        .env_remove("MIMAMORI_DATABASE")
        .output()
        .unwrap();
    assert_eq!(serve.status.code(), Some(1), "{}", told(&serve));
    assert!(told(&serve).contains("この名前の様式はありません"), "{}", told(&serve));
}
