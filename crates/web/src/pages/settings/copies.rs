//! `/settings/copies`: 控え, what the server copied and tried, the key on paper, and the drill with it.

use app::copies::{self, CopiesPage, CopyFault, CopyRun, MadeKey, RunKind, Warning};
use askama::Template;
use axum::extract::State;
use calendar::wareki;
use jiff::civil::DateTime;

use crate::{
    AppState, Flash, Form, Layout, PageError, PageResult, Session, components::QrCode, see_other_with, show, show_again,
};

const PLACE: &str = "/settings/copies";
/// Groups of four letters on a line of the sheet.
const GROUPS: usize = 5;

#[derive(Template)]
#[template(path = "settings/copies.html")]
struct Page {
    layout: Layout,
    form: Form,
    page: CopiesPage,
}

#[derive(Template)]
#[template(path = "settings/copy_key.html")]
struct KeyPage {
    layout: Layout,
    made_at: String,
    qr: Option<QrCode>,
    lines: Vec<String>,
    public: String,
}

impl Page {
    fn warned(warning: &Warning) -> String {
        match warning {
            Warning::NoKey => "控えの鍵がまだないので、控えを作れません。下の「控えの鍵」で、鍵の紙を作ってください。".to_owned(),
            Warning::NoCopy => {
                "控えがまだ一つもありません。サーバーを --copies を付けて動かすと、1時間ごとに控えができます（くわしくは、サーバーを管理する人向けの説明にあります）。"
                    .to_owned()
            }
            Warning::Old => {
                "最後の控えから1日より長くたっています。控えを置くフォルダー（USBメモリーなど）がつながっているか、サーバーが動いているかを確かめてください。"
                    .to_owned()
            }
            Warning::CopyFailed(fault) => format!("最後の控えを作れませんでした。{}。前の控えは残っています。", fault.label()),
            Warning::TestFailed(fault) => {
                format!("戻すテストに失敗しました。{}。サーバーを管理する人に、すぐ知らせてください。", fault.label())
            }
            Warning::DrillDue => {
                "控えの鍵の紙で控えを開く練習の時期です（半年に一度）。下の「戻す練習」の手順で行い、記録してください。".to_owned()
            }
        }
    }

    fn outcome(run: &CopyRun) -> String {
        let fault = CopyFault::from_word(&run.fault).unwrap_or(CopyFault::Other);
        match (run.fault.is_empty(), run.kind) {
            (true, RunKind::Copy) if run.findings > 0 => {
                format!("できました（壊れている添付ファイル {}個は入っていません）", run.findings)
            }
            (true, RunKind::Copy) => "できました".to_owned(),
            (true, RunKind::Test) => "戻せました。記録のつながりも中身も、異常はありません".to_owned(),
            (false, _) if fault == CopyFault::Findings => format!("{}（{}件）", fault.label(), run.findings),
            (false, _) => fault.label().to_owned(),
        }
    }

    fn is_grave(warning: &Warning) -> bool {
        !matches!(warning, Warning::DrillDue)
    }

    fn went_well(run: &CopyRun) -> bool {
        run.fault.is_empty()
    }

    /// 「R8.11.22 14:00」 of a time of Japan.
    fn told(at: &DateTime) -> String {
        format!("{} {:02}:{:02}", wareki::short(at.date()), at.hour(), at.minute())
    }

    /// 「12.3 MB」.
    fn size(bytes: i64) -> String {
        let tenths = |unit: i64| (bytes.saturating_mul(10) + unit / 2).checked_div(unit).unwrap_or_default();
        let (tenths, unit) = match bytes {
            ..1_000_000 => (tenths(1_000), "kB"),
            1_000_000..1_000_000_000 => (tenths(1_000_000), "MB"),
            _ => (tenths(1_000_000_000), "GB"),
        };
        format!("{}.{} {unit}", tenths / 10, tenths % 10)
    }
}

async fn page(state: &AppState, session: &Session, form: Form) -> Result<Page, PageError> {
    let page = state.read(session, copies::copies_page).await?;
    Ok(Page { layout: Layout::new(session, "控え"), form, page })
}

/// `GET /settings/copies`.
pub async fn open(State(state): State<AppState>, session: Session) -> PageResult {
    Ok(show(&page(&state, &session, Form::blank(&state)).await?))
}

/// `POST /settings/copies/key`: the answer is the sheet, which is shown once.
pub async fn make_key(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    match state.write(&session, form.operation(), copies::make_key).await {
        Ok(made) => Ok(show(&sheet(&state, &session, &made))),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, form).await?))
        }
    }
}

fn sheet(state: &AppState, session: &Session, made: &MadeKey) -> KeyPage {
    KeyPage {
        layout: Layout::new(session, "控えの鍵の紙"),
        made_at: crate::time::moment(&(state.outside.now)()),
        qr: QrCode::of(&made.secret),
        lines: made.groups().chunks(GROUPS).map(|line| line.join(" ")).collect(),
        public: made.public.clone(),
    }
}

/// `POST /settings/copies/drill`.
pub async fn record_drill(State(state): State<AppState>, session: Session, mut form: Form) -> PageResult {
    let typed = form.clone();
    match state.write(&session, form.operation(), move |cx| copies::record_drill(cx, &typed)).await {
        Ok(()) => Ok(see_other_with(Flash::Saved, PLACE)),
        Err(refusal) => {
            form.refuse(refusal)?;
            Ok(show_again(&page(&state, &session, form).await?))
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_size_is_told_in_the_unit_that_fits() {
        for (bytes, told) in [(0, "0.0 kB"), (1_234, "1.2 kB"), (12_345_678, "12.3 MB"), (2_000_000_000, "2.0 GB")] {
            assert_eq!(super::Page::size(bytes), told);
        }
    }
}
