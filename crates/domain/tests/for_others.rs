//! 知らせない: what of a client stands on what leaves the office.

use domain::client::{ClientForOthers, Emergency, EmergencyContact, NOT_TOLD};
use testkit::client;

fn marked() -> Emergency {
    let hidden = EmergencyContact { phone: "090-0000-0001".to_owned(), hidden: true, ..EmergencyContact::default() };
    let told = EmergencyContact { phone: "090-0000-0002".to_owned(), ..EmergencyContact::default() };
    Emergency { address_hidden: true, phone_hidden: true, people: vec![hidden, told] }
}

#[test]
fn a_guardian_with_the_number_of_the_client_is_not_told_either() {
    let mut child = client("川崎 花子").child_of("川崎 母", "2018-06-01").build();
    child.phone = "044-000-0009".to_owned();
    child.guardian.as_mut().unwrap().phone = "0440000009".to_owned();
    let told = ClientForOthers::new(child.clone(), &marked());
    assert_eq!(told.guardian.as_ref().unwrap().phone, NOT_TOLD);
    child.guardian.as_mut().unwrap().phone = "044-000-0010".to_owned();
    let told = ClientForOthers::new(child, &marked());
    assert_eq!(told.guardian.as_ref().unwrap().phone, "044-000-0010");
}

#[test]
fn what_is_marked_is_found_in_words_with_and_without_hyphens() {
    let mut hanako = client("川崎 花子").build();
    (hanako.address, hanako.phone) = ("川崎区宮本町1-2-3".to_owned(), "044-000-0009".to_owned());
    let told = ClientForOthers::new(hanako.clone(), &marked());
    assert_eq!(
        told.without("川崎区宮本町1-2-3、0440000009、090-0000-0002"),
        format!("{NOT_TOLD}、{NOT_TOLD}、090-0000-0002")
    );
    assert!(told.is_told_by("電話 090-0000-0001") && !told.is_told_by("川崎区役所"));
    let open = ClientForOthers::new(hanako.clone(), &Emergency::default());
    assert!(!open.hides_anything() && open.into_client() == hanako);
}

#[test]
fn a_short_address_is_no_word_to_look_for() {
    let mut hanako = client("川崎 花子").build();
    hanako.address = "川崎市".to_owned();
    let told = ClientForOthers::new(hanako, &marked());
    assert_eq!(told.address, NOT_TOLD);
    assert!(!told.is_told_by("川崎市に住む"));
}
