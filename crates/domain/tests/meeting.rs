//! サービス担当者会議: what makes it held, who has to be asked, how long it has been needed, and what an invitation may not say.

use domain::{
    monitoring::{Checking, Lamp, Problem},
    planning::{
        CaseFact, CaseFactKind, CaseText, PlanStep, PlanningCase, done_on, lacking, lamps,
        p4_conference::{Attendance, Attendee, Conference, OpenItem},
        p4_invitation::{Invitation, Invited},
    },
};
use testkit::{
    TODAY, client, day,
    meeting::{absent, conference, invitation, present},
    planning::{CaseBuilder, case_of, end},
    proposal::draft,
};

const WITH: Checking = Checking { today: TODAY, support_ended_on: None, born: None };

fn drafted() -> CaseBuilder {
    case_of(&client("川崎 花子").build(), 1).with(CaseFact::Draft(draft("2026-11-18")))
}

fn wrong<T: CaseText>(text: &T) -> Vec<String> {
    told(text.check(&drafted().build(), &WITH, true))
}

fn told(problems: Vec<Problem>) -> Vec<String> {
    problems.into_iter().map(|one| one.field).collect()
}

fn missing(case: &PlanningCase) -> Vec<String> {
    lacking(case, PlanStep::Conference).into_iter().map(|one| one.0).collect()
}

#[test]
fn a_meeting_with_everything_is_held_on_its_day() {
    let held = conference("2026-11-20");
    assert_eq!(wrong(&held), Vec::<String>::new());
    let case = drafted().with(CaseFact::Conference(held)).build();
    assert_eq!(missing(&case), Vec::<String>::new());
    assert_eq!(done_on(&case, PlanStep::Conference), Some(day("2026-11-20")));
    assert!(matches!(lamps(&case)[3], Lamp::Done(_)));
    let invited = drafted().with(CaseFact::Conference(conference("2026-11-10")));
    let invited = invited.with(CaseFact::Invitation(invitation("2026-11-08"))).build();
    assert_eq!(
        done_on(&invited, PlanStep::Conference),
        Some(day("2026-11-10")),
        "the day of the meeting, whenever it was invited to"
    );
}

#[test]
fn it_needs_people_who_came_or_opinions() {
    let nobody = Conference { attendees: Vec::new(), ..conference("2026-11-20") };
    let sentences = nobody.check(&drafted().build(), &WITH, true);
    assert_eq!(sentences[0].sentence, "出席した人、または意見を聞いた人を1行以上書いてください");
    // Asked alone, without a meeting: the day is that of the answer.
    let asked = Conference {
        held_on: None,
        begins: None,
        ends: None,
        place: String::new(),
        attendees: vec![absent("さくら", "2026-11-19")],
        ..conference("2026-11-20")
    };
    assert_eq!(wrong(&asked), Vec::<String>::new());
    assert_eq!(asked.day(), Some(day("2026-11-19")));
    let unanswered = Attendee { answered_on: None, opinion: String::new(), ..absent("さくら", "2026-11-19") };
    let silent = Conference { attendees: vec![unanswered], ..asked };
    assert_eq!(wrong(&silent), ["attendee_opinion_0"]);
    let case = drafted().with(CaseFact::Conference(silent)).build();
    assert_eq!(missing(&case), ["会議の出席者、または意見の照会"]);
}

#[test]
fn whoever_could_not_come_is_asked_and_the_answer_is_waited_for() {
    let unasked =
        Attendee { attendance: Some(Attendance::Absent), affiliation: "さくら".to_owned(), ..Attendee::default() };
    let of = |one: Attendee| Conference {
        attendees: vec![present("工房あおば", "青葉 一郎"), one],
        ..conference("2026-11-20")
    };
    assert_eq!(wrong(&of(unasked)), ["attendee_reason_1", "attendee_asked_on_1"]);
    let asked = Attendee { answered_on: None, opinion: String::new(), ..absent("さくら", "2026-11-20") };
    assert_eq!(wrong(&of(asked.clone())), Vec::<String>::new());
    let case = drafted().with(CaseFact::Conference(of(asked))).build();
    assert_eq!(missing(&case), ["欠席した人の意見"]);
    let early = Attendee { answered_on: Some(day("2026-11-19")), ..absent("さくら", "2026-11-20") };
    assert_eq!(wrong(&of(early)), ["attendee_answered_on_1"]);
    let undated = Attendee { answered_on: None, ..absent("さくら", "2026-11-20") };
    assert_eq!(wrong(&of(undated)), ["attendee_answered_on_1"]);
}

#[test]
fn a_meeting_tells_when_where_and_whether_the_person_came() {
    let bare = Conference { attendees: vec![present("工房あおば", "青葉 一郎")], ..Conference::default() };
    let fields = [
        "written_on",
        "held_on",
        "begins",
        "ends",
        "place",
        "person_came",
        "may_share",
        "agenda",
        "discussion",
        "conclusion",
    ];
    assert_eq!(wrong(&bare), fields);
    assert_eq!(told(bare.check(&drafted().build(), &WITH, false)), Vec::<String>::new(), "while it is being written");
    let away = Conference { person_came: Some(false), family_who: String::new(), ..conference("2026-11-20") };
    assert_eq!(wrong(&away), ["person_note", "family_who"]);
    let backwards = Conference { begins: "15:00".parse().ok(), ends: "14:00".parse().ok(), ..conference("2026-11-20") };
    assert_eq!(wrong(&backwards), ["ends"]);
    let unnamed = Conference { attendees: vec![present("工房あおば", "")], ..conference("2026-11-20") };
    assert_eq!(wrong(&unnamed), ["attendee_name_0"]);
    let unsaid = Attendee { attendance: None, ..present("工房あおば", "青葉 一郎") };
    let unsaid = Conference { attendees: vec![unsaid], ..conference("2026-11-20") };
    assert_eq!(wrong(&unsaid), ["attendee_attendance_0"]);
    let open = OpenItem { what: "送り迎え".to_owned(), ..OpenItem::default() };
    assert_eq!(
        wrong(&Conference { open_items: vec![open], ..conference("2026-11-20") }),
        ["open_owner_0", "open_due_0"]
    );
}

#[test]
fn nobody_meets_before_the_first_draft_or_in_the_future() {
    assert_eq!(wrong(&Conference { written_on: Some(day("2026-11-20")), ..conference("2026-11-17") }), ["held_on"]);
    assert_eq!(
        wrong(&conference("2026-11-23")),
        ["written_on", "held_on", "attendee_asked_on_1", "attendee_answered_on_1"]
    );
    // The draft may be corrected after the meeting.
    let mut case = drafted().build();
    let mut newer = testkit::planning::fact(9_999, CaseFact::Draft(draft("2026-11-21")));
    newer.corrects = case.facts.last().map(|fact| fact.id);
    case.facts.append(newer);
    assert_eq!(told(conference("2026-11-20").check(&case, &WITH, true)), Vec::<String>::new());
}

#[test]
fn it_is_known_how_long_the_meeting_has_been_needed() {
    let wait = |case: PlanningCase| case.conference_wait(TODAY);
    assert_eq!(wait(case_of(&client("川崎 花子").build(), 1).build()), None, "nothing to discuss yet");
    let waits = wait(drafted().build()).unwrap();
    assert_eq!((waits.since, waits.day, waits.days), (CaseFactKind::Draft, day("2026-11-18"), 4));
    assert_eq!(wait(drafted().with(CaseFact::Conference(conference("2026-11-20"))).build()), None);
    assert_eq!(wait(drafted().with(CaseFact::Ended(end("2026-11-20"))).build()), None);
    let later = drafted().build().conference_wait(day("2027-01-01")).unwrap();
    assert_eq!(later.days, 44, "counted in days, over the months");
}

#[test]
fn an_invitation_fills_the_meeting_and_the_draft_fills_the_invitation() {
    let begun = Invitation::default().prefilled(&drafted().build());
    assert_eq!(begun.invited.iter().map(|one| one.affiliation.as_str()).collect::<Vec<_>>(), ["さくら"]);
    let of_draft = Conference::default().prefilled(&drafted().build());
    assert_eq!((of_draft.attendees.len(), of_draft.held_on), (1, None));
    let invited = drafted().with(CaseFact::Invitation(invitation("2026-11-24"))).build();
    let filled = Conference::default().prefilled(&invited);
    assert_eq!((filled.held_on, filled.place.as_str()), (Some(day("2026-11-24")), "区役所 3階"));
    assert_eq!(filled.attendees[1].name, "青葉 一郎");
    assert!(filled.attendees.iter().all(|one| one.attendance.is_none()), "who came is said, never presumed");
    assert_eq!(missing(&invited), ["サービス担当者会議"], "an invitation is no meeting, and none is asked for");
    let next = conference("2026-11-20").carried_forward(day("2026-11-20"));
    assert_eq!((next.attendees.len(), next.agenda.as_str(), next.attendees[1].opinion.as_str()), (2, "", ""));
}

#[test]
fn an_invitation_tells_when_where_and_whom() {
    assert_eq!(wrong(&invitation("2026-11-24")), Vec::<String>::new());
    assert_eq!(wrong(&Invitation::default()), ["day", "begins", "ends", "place", "invited_affiliation_0"]);
    assert_eq!(wrong(&invitation("2026-11-21")), ["day"], "a meeting that is over is no longer invited to");
    let video =
        Invitation { place: String::new(), link: "https://video.example.jp/a".to_owned(), ..invitation("2026-11-24") };
    assert_eq!(wrong(&video), Vec::<String>::new());
    for link in ["http://a.example.jp", "javascript:alert(1)", "https://a b", "https://a\nb"] {
        assert_eq!(wrong(&Invitation { link: link.to_owned(), ..invitation("2026-11-24") }), ["link"], "{link:?}");
    }
    let nobody = Invitation {
        invited: vec![Invited { role: "看護師".to_owned(), ..Invited::default() }],
        ..invitation("2026-11-24")
    };
    assert_eq!(wrong(&nobody), ["invited_affiliation_0"]);
}

#[test]
fn no_invitation_names_the_client() {
    let hanako = client("川崎 花子").kana("カワサキ ハナコ").build();
    let at = |place: &str| Invitation { place: place.to_owned(), ..invitation("2026-11-24") }.names(&hanako);
    for place in ["川崎花子様のご自宅", "川崎　花子", "川崎様宅", "川崎さんの家", "カワサキ ハナコ"]
    {
        assert_eq!(at(place), Some("place"), "{place}");
    }
    for place in ["ご自宅", "川崎区役所", "川崎駅前ビル"] {
        assert_eq!(at(place), None, "{place}");
    }
    let link = Invitation { link: "https://v.example.jp/川崎花子".to_owned(), ..invitation("2026-11-24") };
    assert_eq!(link.names(&hanako), Some("link"));
}

#[test]
fn the_register_gives_an_address_only_where_none_was_typed() {
    let mut it = invitation("2026-11-24");
    it.invited[1].mail = "ichiro@example.jp".to_owned();
    let it = it.addressed(&|name| (name == "さくら").then(|| "sakura@example.jp".to_owned()));
    assert_eq!(
        it.invited.iter().map(|one| one.mail.as_str()).collect::<Vec<_>>(),
        ["sakura@example.jp", "ichiro@example.jp"]
    );
}
