//! 受給者証: register, correct (訂正), change from a day on (変更), with a live preview of the months.

pub mod change;
mod fields;
pub mod new;
mod of_case;
pub mod preview;
mod preview_view;
pub mod show;

use app::certificates::preview_certificate;
use askama::Template;
use calendar::Date;
use domain::{client::Client, id::CertificateId, office::Right};

use crate::{AppState, Form, Layout, PageError, Session, at};
use fields::{Choices, GrantRow, PhaseRow};
use of_case::KnownField;
pub(crate) use preview_view::period_words;
use preview_view::{PreviewView, Questions};

/// What the form does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    /// 登録.
    New,
    /// 訂正: it was wrong from the start.
    Correct(CertificateId),
    /// 変更: the municipality decided anew, from a day on.
    Change(CertificateId),
}

/// The form with its preview: one template for a new certificate and for one that is there.
#[derive(Template)]
#[template(path = "certificates/certificate.html")]
struct FormPage {
    layout: Layout,
    form: Form,
    client: Client,
    act: Act,
    choices: Choices,
    grants: Vec<GrantRow>,
    phases: Vec<PhaseRow>,
    preview: PreviewView,
    questions: Questions,
    may_edit: bool,
    /// 変更済み: the day from which a newer decision holds in its place.
    changed_from: Option<Date>,
    /// That it ends soon, and what is not known yet of its months.
    notes: Vec<String>,
    /// Fields that are as a planning case filled them, with where that is from.
    known: Vec<KnownField>,
    /// The plan is still to be agreed to: its day is not asked for.
    plan_to_come: bool,
}

impl FormPage {
    fn action(&self) -> String {
        match self.act {
            Act::New => format!("/clients/{}/certificates", self.client.id),
            Act::Correct(id) => at::certificate(id),
            Act::Change(id) => at::certificate_change(id),
        }
    }

    /// The certificate that the form is about, where there is one.
    fn certificate(&self) -> Option<CertificateId> {
        match self.act {
            Act::New => None,
            Act::Correct(id) | Act::Change(id) => Some(id),
        }
    }

    fn lead(&self) -> &'static str {
        match self.act {
            Act::New => "受給者証のとおりに入力してください。入力にあわせて、モニタリングの実施月がすぐに出ます。",
            Act::Correct(_) => {
                "はじめからの入力まちがいを訂正します。まちがいだけで予定されていた月は、記録がなければ予定から消えます。締めた請求は変わらず、ちがいは「確かめること」に出ます。"
            }
            Act::Change(_) => {
                "市町村の決定が変わったときに使います。有効期間の開始日に、変更後の決定が有効になる日を入力してください。その日より前と、始まった月の予定は変わりません。"
            }
        }
    }

    fn button(&self) -> &'static str {
        match self.act {
            Act::New => "登録する",
            Act::Correct(_) => "訂正を記録する",
            Act::Change(_) => "変更を登録する",
        }
    }
}

/// The page for a form, typed or stored.
async fn page(
    state: &AppState,
    session: &Session,
    form: Form,
    client: Client,
    act: Act,
) -> Result<FormPage, PageError> {
    let typed = fields::typed(&form);
    let of = client.id;
    let asked = typed.clone();
    let typed_for = of_case::typed_for(&form, act);
    let preview = state.read(session, move |cx| preview_certificate(cx, of, typed_for, &asked)).await?;
    let providers = state.read(session, app::providers::provider_choices).await?;
    let choices = Choices::new(app::law_book()?, &providers);
    let known = of_case::known(state, session, &form, (client.id, act)).await?;
    let title = match act {
        Act::New => "受給者証の登録",
        Act::Correct(_) => "受給者証",
        Act::Change(_) => "受給者証の変更",
    };
    Ok(FormPage {
        layout: Layout::new(session, title),
        questions: Questions::new(&preview, &form, &choices, client.id),
        choices,
        grants: GrantRow::rows(&form),
        phases: PhaseRow::rows(&form),
        plan_to_come: preview.plan_to_come,
        preview: PreviewView::new(&preview)?,
        may_edit: session.may(Right::EditClients),
        changed_from: None,
        notes: Vec::new(),
        known,
        form,
        client,
        act,
    })
}
