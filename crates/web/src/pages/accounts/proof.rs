//! `/proof`: 本人の確認, by password, code or passkey; then on to what was asked for.

use app::{
    Acts as _, Member, Refusal,
    accounts::{self, Asking, Ceremonies, PasskeyFault, Proof},
};
use askama::Template;
use axum::{Extension, extract::State, http::HeaderMap};
use domain::id::OrganisationId;
use uuid::Uuid;

use super::{code::WAITS, passkey};
use crate::{
    AppState, Form, Layout, PageError, PageResult, Session,
    hosts::Here,
    proof::{Kept, ProofPage},
    show, show_again, show_crowded, way_back,
};

#[derive(Template)]
#[template(path = "accounts/go_on.html")]
struct GoOnPage {
    layout: Layout,
    kept: Kept,
}

/// `GET /proof`.
pub async fn open(State(state): State<AppState>, session: Session<Member>, here: Here) -> PageResult {
    Ok(show(&ProofPage::new(&state, &session, &here, Form::blank(&state), None).await?))
}

/// `POST /proof`.
pub async fn send(
    State(state): State<AppState>,
    session: Session<Member>,
    (here, Extension(ceremonies)): (Here, Extension<Ceremonies>),
    headers: HeaderMap,
    form: Form,
) -> PageResult {
    let kept = Kept::of(&form, |route| route.asks_proof);
    let (password, code) = (form.value("proof_password").to_owned(), form.text("proof_code"));
    let passkey = form.value("proof_passkey").to_owned();
    // What is kept has its own number; the page of the proof is another form.
    let mut form = Form::blank(&state);
    if [&password, &code, &passkey].iter().all(|it| it.is_empty()) {
        form.error("proof_password", "パスワードを入力してください");
        return Ok(show_again(&ProofPage::new(&state, &session, &here, form, kept).await?));
    }
    let (user, nobody, now) = (session.actor().user(), OrganisationId(Uuid::nil()), (state.outside.now)());
    if state.db.write_in(nobody, move |tx| accounts::count_proof(tx, user, &now)).await? {
        form.error("", WAITS);
        return Ok(show_again(&ProofPage::new(&state, &session, &here, form, kept).await?));
    }
    let proved = if passkey.is_empty() {
        let proof = match of_typed(&state, &session, password, code).await {
            Ok(proof) => proof,
            Err(error) => {
                form.refuse_crowded(error)?;
                return Ok(show_crowded(&ProofPage::new(&state, &session, &here, form, kept).await?));
            }
        };
        let hash = session.token_hash().to_owned();
        let proved = state.write_own(&session, move |cx| accounts::prove_again(cx, &proof, &hash)).await;
        proved.map(|right| {
            if right {
                Ok(())
            } else {
                Err("パスワードか数字が違います。もう一度入力してください")
            }
        })
    } else {
        by_passkey(&state, &session, (&here, &ceremonies), &passkey).await
    };
    match proved {
        Ok(Ok(())) => {
            state.db.write_in(nobody, move |tx| accounts::forget_proofs(tx, user)).await?;
            return Ok(match kept {
                Some(kept) => {
                    show(&GoOnPage { layout: Layout::new(&session, "本人の確認ができました"), kept })
                }
                None => way_back::follow(&headers),
            });
        }
        Ok(Err(sentence)) => form.error("", sentence),
        Err(refusal) => form.refuse(refusal)?,
    }
    Ok(show_again(&ProofPage::new(&state, &session, &here, form, kept).await?))
}

/// By what a device answered; the sentence that says why not.
async fn by_passkey(
    state: &AppState,
    session: &Session<Member>,
    (here, ceremonies): (&Here, &Ceremonies),
    typed: &str,
) -> Result<Result<(), &'static str>, Refusal> {
    let hash = session.token_hash().to_owned();
    let answer = match passkey::answer(state, &hash, here, (ceremonies, Asking::ToProve), typed) {
        Ok(answer) => answer,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let proved = state.write_own(session, move |cx| accounts::prove_again_by_passkey(cx, answer, &hash)).await?;
    Ok(proved.map_err(PasskeyFault::sentence))
}

/// `POST /proof/options`.
pub async fn ask_to_prove(
    State(state): State<AppState>,
    session: Session<Member>,
    here: Here,
    Extension(ceremonies): Extension<Ceremonies>,
) -> PageResult {
    let of = (session.actor().user(), session.token_hash());
    passkey::ask(&state, of, &here, (&ceremonies, Asking::ToProve)).await
}

async fn of_typed(
    state: &AppState,
    session: &Session<Member>,
    password: String,
    code: String,
) -> Result<Proof, PageError> {
    if password.is_empty() {
        return Ok(Proof::Code(code));
    }
    let own = state.read(session, accounts::own_password).await?;
    Ok(Proof::Password(state.hashing.run(move || accounts::verify_password(&password, &own.hash)).await?))
}
