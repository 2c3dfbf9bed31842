//! 計画案 in the demo: one that is being written, one that waits for the consent, one that was agreed to and handed over.

use app::{Staff, planning};
use calendar::{Date, YearMonth};
use domain::{
    client::Client,
    id::{CaseId, PlanRowId},
    monitoring::m4_consent::SignerRelation,
    planning::{
        p2_draft::{GoalPrompts, GoalStep, NeedRow, PlanDraft, ServiceRow},
        p2_draft_consent::DraftConsent,
        p2_interval::IntervalProposal,
        p2_week_plan::{Day, EntryKind, Every, WeekEntry, WeekPlan},
    },
};

use super::{
    plans::{entry, put},
    teller::Teller,
};

/// Writes a draft; `finished` with its week and its interval.
pub fn propose(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
    finished: bool,
) -> anyhow::Result<()> {
    if !finished {
        let text = PlanDraft { written_on: None, services: Vec::new(), ..draft(teller, client, day) };
        return put(teller, client, actor, (case, day), (text, false));
    }
    // A renewal's draft begins with what was looked back on.
    let begun = teller.on(day, actor, &client.name, |cx| planning::text_view::<PlanDraft>(cx, case))?.start();
    let PlanDraft { effect, unchanged_reason, .. } = begun;
    let text = PlanDraft { effect, unchanged_reason, ..draft(teller, client, day) };
    put(teller, client, actor, (case, day), (text, true))?;
    put(teller, client, actor, (case, day), (week(client, day), true))?;
    let place = entry(teller, actor, case)?;
    teller.on(day, actor, &client.name, |cx| {
        // What the case knows of 勘案事項 stands there from the start.
        let view = planning::text_view::<IntervalProposal>(cx, case)?;
        let proposal = IntervalProposal {
            interval_months: Some(3),
            use_from: Some(YearMonth::of(day).next().first_day()),
            marked_change: Some(false),
            reason: "新しい日中活動に慣れるまで、様子をこまめに確かめるため。".to_owned(),
            ..view.start()
        };
        planning::finish_text(cx, place, view.version(), proposal)
    })?;
    Ok(())
}

/// The person agrees and gets the draft.
pub fn agree(
    teller: &mut Teller<'_>,
    client: &Client,
    actor: &Staff,
    (case, day): (CaseId, Date),
) -> anyhow::Result<()> {
    let place = entry(teller, actor, case)?;
    let (signer, relation, relation_note) = signer(client);
    teller.on(day, actor, &client.name, |cx| {
        let texts = planning::case_view(cx, case)?.case.consentable();
        let consent = DraftConsent { agreed_on: day, signer, relation, relation_note, handed_on: Some(day), texts };
        planning::record_draft_consent(cx, place, consent)
    })?;
    Ok(())
}

/// Who signs for the client: the guardian with how they belong together, else the client.
pub(super) fn signer(client: &Client) -> (String, SignerRelation, String) {
    match &client.guardian {
        Some(guardian) => (guardian.name.clone(), SignerRelation::Deputy, guardian.relation.clone()),
        None => (client.name.clone(), SignerRelation::Client, String::new()),
    }
}

fn draft(teller: &Teller<'_>, client: &Client, day: Date) -> PlanDraft {
    let (going, outing) = (PlanRowId((teller.outside.new_id)()), PlanRowId((teller.outside.new_id)()));
    PlanDraft {
        written_on: Some(day),
        wishes: "好きなことを仕事にして、自分のお金で旅行に行きたい。".to_owned(),
        family_wishes: "体調をくずさずに、長く続けられる場がほしい。".to_owned(),
        policy: "花の知識を生かせる活動から始め、一人でできることを少しずつ増やす。".to_owned(),
        prompts: GoalPrompts {
            wish_is_far: true,
            steps: vec![
                step("来月末", "本人と相談支援専門員", "園芸の作業を見学する"),
                step("半年後", "本人", "週3日通う"),
            ],
            like: "朝起きて、自分で決めて出かけられるようになりたい。".to_owned(),
            why: "きょうだいが働き始めたから。".to_owned(),
            dream: "花に関わる仕事をして、海の見える町へ旅行する。".to_owned(),
            now: "毎朝の水やりを続ける。".to_owned(),
        },
        long_goal: "花に関わる場で、週に4日活動する。".to_owned(),
        long_goal_term: "1年".to_owned(),
        short_goal: "体験を終えて、週に2日から通い始める。".to_owned(),
        short_goal_term: "3か月".to_owned(),
        needs: vec![
            need(
                (going, "休まず通えているか、疲れていないか"),
                ("日中に通う場がなく、家で過ごす時間が長い。", "花の名前なら負けない。"),
                "自分に合う場を見つけて通う。",
                ("3か月後", "前の日に持ち物をそろえる。疲れた日は、自分から伝える。", "人の多い時間帯を避けて始める。"),
            ),
            need(
                (outing, "行き先を自分で決めているか"),
                ("外出は家族といっしょで、行き先が限られる。", "一人でバスに乗れた。"),
                "月に2回、好きな所へ出かける。",
                ("6か月後", "行き先を自分で決める。", "大きな音が苦手。"),
            ),
        ],
        services: services(client, going, outing),
        ..PlanDraft::default()
    }
}

/// Where the person spends the day: kind of service and provider.
fn day_service(client: &Client) -> (&'static str, &'static str) {
    match client.guardian {
        Some(_) => ("放課後等デイサービス", "ひだまり教室（架空）"),
        None => ("就労継続支援B型", "工房あおば（架空）"),
    }
}

fn services(client: &Client, going: PlanRowId, outing: PlanRowId) -> Vec<ServiceRow> {
    let (kind, provider) = day_service(client);
    vec![
        ServiceRow {
            of_need: Some(going),
            kind: kind.to_owned(),
            content: "園芸の作業と、作業の前後の声かけ".to_owned(),
            amount: "月の日数から8日を控除した日数".to_owned(),
            often: "週3回".to_owned(),
            provider: provider.to_owned(),
            unit_price: Some(6_500),
            times: Some(13),
            own_burden: Some(0),
            ..ServiceRow::default()
        },
        ServiceRow {
            of_need: Some(outing),
            kind: "行動援護".to_owned(),
            content: "買い物と趣味の外出".to_owned(),
            amount: "月20時間".to_owned(),
            often: "月2回".to_owned(),
            provider: "おでかけ支援 こだち（架空）".to_owned(),
            unit_price: Some(4_400),
            times: Some(20),
            own_burden: Some(0),
            ..ServiceRow::default()
        },
    ]
}

fn step(by_when: &str, who: &str, what: &str) -> GoalStep {
    GoalStep { by_when: by_when.to_owned(), who: who.to_owned(), what: what.to_owned() }
}

fn need(
    (id, item): (PlanRowId, &str),
    (need, strength): (&str, &str),
    goal: &str,
    (due, own_part, notes): (&str, &str, &str),
) -> NeedRow {
    NeedRow {
        id: Some(id),
        need: need.to_owned(),
        strength: strength.to_owned(),
        goal: goal.to_owned(),
        due: due.to_owned(),
        own_part: own_part.to_owned(),
        review: due.to_owned(),
        notes: notes.to_owned(),
        item: item.to_owned(),
        ..NeedRow::default()
    }
}

fn week(client: &Client, day: Date) -> WeekPlan {
    let (from, to) = if client.guardian.is_some() { ("15:00", "17:30") } else { ("09:30", "15:30") };
    let line = |days: &[Day], from: &str, to: &str, what: &str| WeekEntry {
        days: days.to_vec(),
        from: from.parse().ok(),
        to: to.parse().ok(),
        what: what.to_owned(),
        ..WeekEntry::default()
    };
    WeekPlan {
        written_on: Some(day),
        starts: Some(YearMonth::of(day).next()),
        entries: vec![
            line(&[Day::Monday, Day::Wednesday, Day::Friday], from, to, day_service(client).0),
            WeekEntry { every: Every::OtherWeek, ..line(&[Day::Saturday], "10:00", "15:00", "行動援護") },
            WeekEntry { kind: EntryKind::Activity, ..line(Day::ALL, "07:00", "07:30", "水やり") },
            WeekEntry { kind: EntryKind::Activity, ..line(&[Day::Tuesday], "14:00", "16:00", "通院") },
        ],
        daily_life: "朝の水やり、夕食の手伝い、寝る前に花の図鑑を見る。".to_owned(),
        outside_week: "月に1回、通院。".to_owned(),
        whole_life: "花の世話を軸に一週間のリズムができ、外出の楽しみが増える。".to_owned(),
        ..WeekPlan::default()
    }
}
