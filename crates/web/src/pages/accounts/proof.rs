//! `/proof`: 本人の確認, by password or second factor; then on to what was asked for.

use app::{
    Acts as _, Member,
    accounts::{self, Proof},
};
use askama::Template;
use axum::{extract::State, http::HeaderMap};
use domain::id::OrganisationId;
use uuid::Uuid;

use super::code::WAITS;
use crate::{
    AppState, Form, Layout, PageError, PageResult, Session,
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
pub async fn open(State(state): State<AppState>, session: Session<Member>) -> PageResult {
    Ok(show(&ProofPage::new(&state, &session, Form::blank(&state), None).await?))
}

/// `POST /proof`.
pub async fn send(
    State(state): State<AppState>,
    session: Session<Member>,
    headers: HeaderMap,
    form: Form,
) -> PageResult {
    let kept = Kept::of(&form, |route| route.asks_proof);
    let (password, code) = (form.value("proof_password").to_owned(), form.text("proof_code"));
    // What is kept has its own number; the page of the proof is another form.
    let mut form = Form::blank(&state);
    if password.is_empty() && code.is_empty() {
        form.error("proof_password", "パスワードを入力してください");
        return Ok(show_again(&ProofPage::new(&state, &session, form, kept).await?));
    }
    let (user, nobody, now) = (session.actor().user(), OrganisationId(Uuid::nil()), (state.outside.now)());
    if state.db.write_in(nobody, move |tx| accounts::count_proof(tx, user, &now)).await? {
        form.error("", WAITS);
        return Ok(show_again(&ProofPage::new(&state, &session, form, kept).await?));
    }
    let proof = match of_typed(&state, &session, password, code).await {
        Ok(proof) => proof,
        Err(error) => {
            form.refuse_crowded(error)?;
            return Ok(show_crowded(&ProofPage::new(&state, &session, form, kept).await?));
        }
    };
    let hash = session.token_hash().to_owned();
    match state.write_own(&session, move |cx| accounts::prove_again(cx, &proof, &hash)).await {
        Ok(true) => {
            state.db.write_in(nobody, move |tx| accounts::forget_proofs(tx, user)).await?;
            return Ok(match kept {
                Some(kept) => {
                    show(&GoOnPage { layout: Layout::new(&session, "本人の確認ができました"), kept })
                }
                None => way_back::follow(&headers),
            });
        }
        Ok(false) => form.error("", "パスワードか数字が違います。もう一度入力してください"),
        Err(refusal) => form.refuse(refusal)?,
    }
    Ok(show_again(&ProofPage::new(&state, &session, form, kept).await?))
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
