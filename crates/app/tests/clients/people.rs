//! What these tests start from.

use app::clients::{ClientText, create_client};
use domain::{id::ClientId, office::Role};
use testkit::TestApp;

/// 川崎 花子 as typed.
pub fn hanako() -> ClientText {
    ClientText {
        name: "川崎　花子".to_owned(),
        kana: "かわさき　はなこ".to_owned(),
        birth: "S60/3/1".to_owned(),
        sex: "female".to_owned(),
        postal_code: "２１０－０００７".to_owned(),
        address: "神奈川県川崎市みまもり区１－２－３".to_owned(),
        phone: "044-200-0000".to_owned(),
        fax: "０４４－２００－０００１".to_owned(),
        residence: "home".to_owned(),
        tenure: "借家".to_owned(),
        grade: "three".to_owned(),
        specialist: testkit::SATO.to_string(),
        ..ClientText::default()
    }
}

/// Registers somebody as a clerk.
pub fn registered(app: &TestApp, typed: ClientText) -> ClientId {
    app.write(Role::Clerk, move |cx| create_client(cx, &typed, false)).unwrap().id
}
