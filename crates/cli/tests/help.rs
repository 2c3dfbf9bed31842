//! What the help of a command says, and what it keeps to itself.

use std::process::Command;

#[test]
fn the_help_prints_no_password_of_the_environment() {
    let url = "postgres://u:GEHEIM@db.example.jp/mimamori";
    for command in [
        "serve", "migrate", "backup", "restore", "move", "verify", "rebuild", "import", "export", "claims", "papers",
        "head", "unlock", "copy-key",
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_mimamori"))
            .args([command, "--help"])
            .envs(["MIMAMORI_DATABASE", "MIMAMORI_MOVE_FROM", "MIMAMORI_MOVE_TO"].map(|name| (name, url)))
            .envs(["MIMAMORI_MAIL_PASSWORD", "MIMAMORI_MAIL_USER"].map(|name| (name, "GEHEIM")))
            .output()
            .unwrap();
        let told = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{command}: {told}");
        assert!(!told.contains("GEHEIM"), "{command}: {told}");
    }
}
