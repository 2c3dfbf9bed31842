//! What an entry of the 記録 says was done. The words in the database stay as they were first written: a row of the log
//! is never rewritten, so a word is mapped where it is read.

/// Every action once: name, word in the database, Japanese label.
macro_rules! actions {
    ($($name:ident, $word:literal, $label:literal;)*) => {
        /// 操作: what was done.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum AuditAction {
            $(#[doc = $label] $name,)*
        }

        domain::words!(AuditAction { $($name, $word, $label;)* });
    };
}

actions! {
    SetUp, "accounts.set-up", "はじめての設定";
    SignIn, "accounts.sign-in", "ログイン";
    SignInFailed, "accounts.sign-in-failed", "ログインに失敗";
    SignOut, "accounts.sign-out", "ログアウト";
    EnterOrganisation, "accounts.enter-organisation", "この組織に切り替え";
    LeaveOrganisation, "accounts.leave-organisation", "ほかの組織に切り替え";
    AddUser, "accounts.add-user", "ログインする人を追加";
    RemoveUser, "accounts.remove-user", "ログインする人の所属を外す";
    EditUser, "accounts.edit-user", "ログインする人を変更";
    DecideSections, "accounts.sections", "見られる項目を変更";
    SaveAsksReason, "accounts.save-asks-reason", "担当外の閲覧の決まりを変更";
    OpenClient, "client.open", "担当外の閲覧（理由を入力）";
    ResetPassword, "accounts.reset-password", "仮パスワードを発行";
    ChangePassword, "accounts.change-password", "パスワードを変更";
    EndSessions, "accounts.end-sessions", "ほかの端末をログアウト";
    EnrolFactor, "accounts.enrol-factor", "二段階認証を設定";
    AddPasskey, "accounts.add-passkey", "パスキーを登録";
    RemovePasskey, "accounts.remove-passkey", "パスキーを削除";
    PasskeyCopied, "accounts.passkey-copied", "複製されたおそれのあるパスキーを拒否";
    RenewCodes, "accounts.renew-codes", "復旧コードを作り直し";
    UsePrintedCode, "accounts.use-printed-code", "復旧コードでログイン";
    ResetFactor, "accounts.reset-factor", "二段階認証を解除";
    SaveAccountMail, "accounts.save-mail", "お知らせのメールアドレスを変更";
    Unlock, "accounts.unlock", "ログインの待ち時間を解除";
    Restore, "data.restore", "控えからデータを戻した";
    DeclareBreach, "breach.declare", "漏えい等のおそれを宣言";
    SaveBreachReport, "breach.save-report", "漏えい等の報告書を保存";
    EndBreach, "breach.end", "漏えい等のおそれの止めを解除";
    TakeSnapshot, "breach.take-snapshot", "漏えい等のおそれの記録の写しを保存";
    AcceptClock, "data.accept-clock", "記録より前の時計で起動";
    KeepCopyKey, "copies.key", "控えの鍵を作成";
    DrillCopy, "copies.drill", "控えから戻す練習を記録";
    MoveData, "data.move", "データを別のデータベースに移した";
    ProofFailed, "accounts.proof-failed", "本人の確認に失敗";
    SaveIdleTime, "accounts.save-idle-time", "使わないときのログアウトの時間を変更";
    CreateClient, "client.create", "利用者を登録";
    ReadClient, "client.read", "利用者を閲覧";
    ReadUnrecorded, "client.read-unrecorded", "記録できなかった閲覧の数";
    UpdateClient, "client.update", "利用者を変更";
    EndClient, "client.end", "利用者の支援を終了";
    ProposeDeletion, "deletion.propose", "利用者の削除を提案";
    WithdrawDeletion, "deletion.withdraw", "利用者の削除の提案を取り下げ";
    ConfirmDeletion, "deletion.confirm", "利用者を削除（2人目の確認）";
    DeleteAgain, "deletion.again", "戻した控えで、利用者の削除をやり直し";
    RecordContact, "client.record_contact", "相談を記録";
    WithdrawContact, "client.withdraw_contact", "相談の記録を取り消し";
    RestoreContact, "client.restore_contact", "相談の記録の取り消しを元に戻す";
    CheckNeutrality, "client.check-neutrality", "担当の兼務を確認";
    RecordAbout, "client.record-about", "利用者についての記録";
    WithdrawAbout, "client.withdraw-about", "利用者についての記録を取り消し";
    RecordIncident, "client.record-incident", "苦情・事故・通知を記録";
    SettleIncident, "client.settle-incident", "苦情・事故・通知の対応を記録";
    TurnSelfPlan, "client.turn-self-plan", "セルフプランへの切りかえを記録";
    AddProvider, "provider.add", "サービス提供事業所を登録";
    SaveProvider, "provider.save", "サービス提供事業所を変更";
    OpenIntake, "intake.open", "つながりにくい人の相談を記録";
    CorrectIntake, "intake.correct", "つながりにくい人の相談を訂正";
    FollowIntake, "intake.follow", "つながりにくい人についてしたことを記録";
    WithdrawIntakeFact, "intake.withdraw_fact", "つながりにくい人の記録を取り消し";
    RestoreIntakeFact, "intake.restore_fact", "つながりにくい人の記録の取り消しを元に戻す";
    CreateCertificate, "certificate.create", "受給者証を登録";
    ChangeCertificate, "certificate.change", "受給者証を変更";
    CorrectCertificate, "certificate.update", "受給者証を訂正";
    AttachFile, "attachment.add", "ファイルを添付";
    OpenFile, "attachment.open", "添付したファイルを閲覧";
    WithdrawFile, "attachment.withdraw", "添付を取り消し";
    KeepSheet, "paper.keep-sheet", "外の様式で印刷";
    FinishTask, "task.finish", "確かめることを済みに";
    Hold, "billing.hold", "請求を見送り";
    Release, "billing.release", "見送りを取りやめ";
    Close, "billing.close", "請求を締め";
    Download, "billing.download", "請求ファイルを保存";
    AnswerPlan, "billing.answer-plan", "計画についての質問に回答";
    Mark, "billing.mark", "請求の結果を記録";
    RecordServiceCheck, "monitoring.record_service_check", "サービス提供状況の確認を記録";
    RecordHomeVisit, "monitoring.record_home_visit", "訪問を記録";
    SaveReport, "monitoring.save_report", "報告書を保存";
    SaveWorkingReport, "monitoring.save_working_report", "報告書を下書きとして保存";
    DiscardWorkingReport, "monitoring.discard_working_report", "報告書の作業版を破棄";
    RecordConsent, "monitoring.record_consent", "同意を記録";
    RecordSubmission, "monitoring.record_submission", "写しの提出を記録";
    RecordVisitPlan, "monitoring.record_visit_plan", "訪問の予定や会えなかったことを記録";
    RecordNextStep, "monitoring.record_next_step", "申請の勧奨・連絡調整を記録";
    MarkMissed, "monitoring.mark_missed", "実施できなかったことを記録";
    CarryOver, "monitoring.carry_over", "翌月への繰越を記録";
    CopyLastReport, "monitoring.copy_last_report", "前回の報告書を写す";
    WithdrawFact, "monitoring.withdraw_fact", "記録を取り消し";
    RestoreFact, "monitoring.restore_fact", "取り消しを元に戻す";
    OpenRound, "monitoring.open_round", "回を開く";
    OpenCase, "planning.open_case", "計画の経過を開始";
    ImportCase, "planning.import_case", "ほかで作った計画を取り込み";
    UndoImport, "planning.undo_import", "取り込んだ計画を取り消し";
    RecordCoverage, "planning.record_coverage", "計画の対象の確認を記録";
    RecordInterview, "planning.record_interview", "計画のための面接を記録";
    RecordWardConsultation, "planning.record_ward_consultation", "区役所・支所への相談を記録";
    SaveWorkingText, "planning.save_working_text", "計画の書きかけを保存";
    DiscardWorkingText, "planning.discard_working_text", "計画の書きかけを破棄";
    FinishText, "planning.finish_text", "計画の書類を仕上げ";
    RecordDraftConsent, "planning.record_draft_consent", "計画案への同意を記録";
    RecordHandIn, "planning.record_hand_in", "計画案の提出を記録";
    RecordDecision, "planning.record_decision", "支給決定を記録";
    RecordCoordination, "planning.record_coordination", "支給決定のあとの連絡調整を記録";
    RecordPlanConsent, "planning.record_plan_consent", "計画への同意を記録";
    RecordDelivery, "planning.record_delivery", "計画の交付を記録";
    RecordProviderPlan, "planning.record_provider_plan", "個別支援計画を記録";
    AcceptException, "planning.accept_exception", "兼務のやむを得ない場合を記録";
    EndCase, "planning.end_case", "計画の経過を取りやめ";
    WithdrawCaseFact, "planning.withdraw_fact", "計画の記録を取り消し";
    RestoreCaseFact, "planning.restore_fact", "計画の記録の取り消しを元に戻す";
    RecordUsedAmounts, "client.record-used-amounts", "支給量の利用実績を記録";
    RecordLifeEvent, "client.record-life-event", "生活の変化を記録";
    AnswerLifeEvent, "client.answer-life-event", "生活の変化についての問いに回答";
    MarkPapers, "paper.mark", "書類に印を付ける";
    PrintPapers, "paper.print", "書類をまとめて印刷";
    WithdrawPaperMarks, "paper.withdraw_marks", "書類の印を元に戻す";
    SaveOffice, "office.save", "事業所の設定を変更";
    AddSpecialist, "office.add-specialist", "相談支援専門員を追加";
    SaveSpecialist, "office.save-specialist", "相談支援専門員を変更";
    RecordOfficeFact, "office.record-fact", "事業所の届出を記録";
    WithdrawOfficeFact, "office.withdraw-fact", "事業所の届出の記録を取り消し";
    ImportHolidays, "office.import-holidays", "祝日の表を取り込み";
    AddMunicipality, "office.add-municipality", "市町村を登録";
    SaveTown, "office.save-town", "市町村の名前・区役所を変更";
    SaveMunicipality, "office.save-municipality", "市町村の決まりを変更";
    SaveNoticeAddress, "outbox.save-address", "お知らせの宛先を変更";
    SendTestMail, "outbox.test-mail", "テストメールを送る";
    SendAgain, "outbox.send-again", "送れなかったメールをもう一度送る";
    ReviewLooks, "looks.review", "閲覧の記録を確認";
    Import, "transfer.import", "表から取り込み";
    Export, "transfer.export", "すべてのデータを書き出し";
    SealRows, "log.seal-rows", "プログラムが書いた行に印を付ける";
    OpenSeals, "log.open-seals", "それまでの行すべてに印を付ける";
    ResealRows, "log.reseal-rows", "新しい版に合わせた行に印を付け直す";
    KeepHeadKey, "log.head-key", "記録の末尾に署名する鍵を定める";
    ImportOffice, "transfer.import-office", "書き出したデータを丸ごと取り込み";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_that_of_one_action() {
        for action in AuditAction::ALL {
            assert_eq!(AuditAction::from_word(action.word()), Some(*action), "{}", action.word());
        }
        assert_eq!(AuditAction::from_word("client.unknown"), None);
    }
}
