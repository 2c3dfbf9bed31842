//! What kind of thing was looked at, or tried. The words in the database stay as they were first written.

/// Every kind once: name, word in the database, Japanese label.
macro_rules! kinds {
    ($($name:ident, $word:literal, $label:literal;)*) => {
        /// 閲覧の種類.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum LookKind {
            $(#[doc = $label] $name,)*
        }

        domain::words!(LookKind { $($name, $word, $label;)* });
    };
}

kinds! {
    Client, "client", "利用者のページ";
    About, "about", "利用者についての記録";
    Contacts, "contacts", "相談の記録";
    Certificate, "certificate", "受給者証";
    Attachment, "attachment", "書類の写し";
    Monitoring, "monitoring", "モニタリング";
    Planning, "planning", "計画";
    Paper, "paper", "書類（PDF・Excel）";
    Billing, "billing", "請求";
    ClaimFile, "claim-file", "請求ファイル";
    Board, "board", "今月の仕事";
    List, "list", "一覧";
    Search, "search", "検索";
    Draft, "draft", "下書き";
    Intake, "intake", "つながりにくい人の相談";
    Import, "import", "取り込み";
    Log, "log", "閲覧の記録";
    Other, "other", "そのほかの画面";
    Denied, "denied", "開けなかった画面";
    SignInFailed, "sign-in-failed", "ログインに失敗";
    SignInUnknown, "sign-in-unknown", "登録のないログインIDで失敗";
    Command, "command", "コマンド";
    Late, "late", "あとから書いた閲覧";
    Lost, "lost", "書けなかった閲覧";
}
