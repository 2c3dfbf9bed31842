//! 市町村の決まり as they bear on a certificate that is being typed: what does not look as this municipality writes it. Saving is not held
//! up by any of it.

use calendar::{Date, YearMonth, wareki};
use domain::{
    client::{AboutClient, Client, ConsultationService, Grounds},
    office::{GrantEnd, IntervalForm, MunicipalitySettings, PlanWithCareInsurance, SelfPlanForm},
};
use law::LawBook;

use super::Draft;
use crate::Reason;

/// What does not look as this municipality writes it, each at its field.
pub(super) fn advice(
    law: &LawBook,
    draft: &Draft,
    (client, about): (&Client, &AboutClient),
    settings: &MunicipalitySettings,
    today: Date,
) -> Vec<Reason> {
    let found = [
        grant_end(draft, client, settings),
        interval_form(draft, settings),
        self_plan(draft, client, settings),
        with_care_insurance(law, draft, (client, about), settings, today),
    ];
    found.into_iter().flatten().collect()
}

/// 支給決定の終わり: a year from the start (with the rest of its month), or with the month of the birthday.
fn grant_end(draft: &Draft, client: &Client, settings: &MunicipalitySettings) -> Option<Reason> {
    let last = draft.grants.iter().enumerate().max_by_key(|(_, grant)| grant.end);
    let (place, grant) = last?;
    let field = format!("grant_end_{place}");
    let end = wareki::long(grant.end);
    match settings.grant_end {
        GrantEnd::BirthMonth if grant.end.month() != client.birth.month() => {
            let sentence = format!(
                "{}は支給決定の終わりを誕生月（{}月）にそろえていますが、有効期間は{end}までです。受給者証と見くらべてください。",
                settings.called(),
                client.birth.month()
            );
            Some(Reason::at(field, sentence))
        }
        GrantEnd::OneYear if grant.end < a_year_from(grant.start) => {
            let sentence = format!(
                "{}は支給決定の期間を1年（{}まで）としていますが、有効期間は{end}までです。受給者証と見くらべてください。",
                settings.called(),
                wareki::long(a_year_from(grant.start))
            );
            Some(Reason::at(field, sentence))
        }
        GrantEnd::BirthMonth | GrantEnd::OneYear => None,
    }
}

/// The last day of the twelfth month that begins with the month of the day.
fn a_year_from(start: Date) -> Date {
    YearMonth::of(start).plus(11).last_day()
}

/// モニタリング期間の書き方: an interval, or the months one by one.
fn interval_form(draft: &Draft, settings: &MunicipalitySettings) -> Option<Reason> {
    match settings.interval_form {
        IntervalForm::Months if draft.months.is_empty() && !draft.phases.is_empty() => {
            let sentence = format!(
                "{}の受給者証は、実施する月を並べて書きます。書いてある月も入力してください。",
                settings.called()
            );
            Some(Reason::at("months", sentence))
        }
        IntervalForm::Interval if draft.phases.is_empty() && !draft.months.is_empty() => {
            let sentence =
                format!("{}の受給者証は、何か月ごとと書きます。書いてある期間も入力してください。", settings.called());
            Some(Reason::at("phase_interval_0", sentence))
        }
        IntervalForm::Months | IntervalForm::Interval => None,
    }
}

/// セルフプラン: what the municipality wants of one.
fn self_plan(draft: &Draft, client: &Client, settings: &MunicipalitySettings) -> Option<Reason> {
    if !client.self_plans.contains(draft.starts_on()?) {
        return None;
    }
    let sentence = match settings.self_plan {
        SelfPlanForm::AnyForm => return None,
        SelfPlanForm::OwnForm => {
            format!("{}は、セルフプランを市町村の様式で出すことになっています。", settings.called())
        }
        SelfPlanForm::Conditions => {
            format!("{}がセルフプランを受け付けるには条件があります。窓口に確かめてください。", settings.called())
        }
    };
    Some(Reason::at("grant_start_0", sentence))
}

/// 介護保険と併せて使う人: whether the municipality asks for a plan beside the care plan. Where it has asked for this one,
/// that stands; where it may, the request is asked for.
fn with_care_insurance(
    law: &LawBook,
    draft: &Draft,
    (client, about): (&Client, &AboutClient),
    settings: &MunicipalitySettings,
    today: Date,
) -> Option<Reason> {
    let grounds = about.grounds_on(draft.plan_made_on.unwrap_or(today));
    let uses = grounds.and_then(Grounds::care_insurance);
    let insured = draft.care_management.or(uses).or(client.care_management) == Some(true);
    if !insured || draft.service != Some(ConsultationService::Plan) || draft.grants.is_empty() {
        return None;
    }
    let requested = about.plan_request().and_then(|request| request.requested);
    if requested == Some(true) {
        return None;
    }
    let peculiar = draft
        .grants
        .iter()
        .filter_map(|grant| law.services().find(&grant.service))
        .any(|kind| kind.only_in_disability_law);
    let sentence = match settings.plan_with_care_insurance {
        PlanWithCareInsurance::Always => return None,
        PlanWithCareInsurance::PeculiarServices if peculiar && requested.is_none() => {
            "介護保険のサービスも使う人です。市町村から計画案の提出を求められた日と相手を、利用者のページの「市町村の計画案提出依頼」に記録してください。"
                .to_owned()
        }
        PlanWithCareInsurance::PeculiarServices if peculiar => {
            "介護保険のサービスも使う人で、市町村は計画案を求めていないと記録されています。計画相談支援の対象かを確かめてください。"
                .to_owned()
        }
        PlanWithCareInsurance::PeculiarServices => format!(
            "介護保険のサービスも使う人です。{}は、障害福祉に固有のサービスで必要なときに計画案を求めますが、そのサービスがありません。計画相談支援の対象かを確かめてください。",
            settings.called()
        ),
        PlanWithCareInsurance::Never => format!(
            "介護保険のサービスも使う人です。{}は計画案を求めていません。計画相談支援の対象かを確かめてください。",
            settings.called()
        ),
    };
    Some(Reason::at("service", sentence))
}
