//! 標準期間 as it is asked for, of a certificate and of a proposal alike: one feeder for the one judge. What a form says stands before what
//! is recorded of the person as of the day of the plan, and where the law leaves it to the municipality, its own interval stands.

use calendar::Date;
use domain::{
    client::{AboutClient, Client, Decision, Grounds, IntensiveGround, MonthlyStart, ShorterGround, UseChange},
    monitoring::standard::{Afterwards, Age, NewOrChanged, StandardFacts, StandardPeriod, standard_period},
    office::{AgedTest, MunicipalitySettings},
};
use law::{LawBook, ServiceSet, SettingKey, Verdict};

/// What a form says.
#[derive(Clone, Debug)]
pub(crate) struct StandardAsked {
    /// 計画作成日, or the day that stands in for it.
    pub(crate) plan_date: Date,
    /// The services granted or proposed.
    pub(crate) services: ServiceSet,
    /// 新規・著しい変更.
    pub(crate) new_or_changed: Option<NewOrChanged>,
    /// The first day of use.
    pub(crate) service_start: Option<Date>,
    /// Whether the first three months begin in the month of the first use or in the next.
    pub(crate) monthly_start: MonthlyStart,
    /// 介護保険のケアマネジメント, where the form asks for it.
    pub(crate) care_management: Option<bool>,
    /// イロハ.
    pub(crate) intensive: Vec<IntensiveGround>,
    /// Grounds for a shorter interval.
    pub(crate) shorter_grounds: Vec<ShorterGround>,
}

impl StandardAsked {
    /// The facts of the table for this person under this municipality's settings.
    pub(crate) fn facts(
        self,
        (client, about): (&Client, &AboutClient),
        settings: &MunicipalitySettings,
    ) -> StandardFacts {
        let grounds = about.grounds_on(self.plan_date);
        StandardFacts {
            new_or_changed: self.new_or_changed,
            service_start: self.service_start,
            monthly_start: self.monthly_start,
            age: Some(Age::Born(client.birth)),
            care_management: care_management(self.care_management, client, grounds, settings),
            intensive: self.intensive,
            shorter_grounds: self.shorter_grounds,
            self_plan: client.self_plans.contains(self.plan_date),
            ..StandardFacts::new(self.plan_date, self.services)
        }
    }
}

/// 介護保険のケアマネジメント as this municipality's test of 65 takes it. Where any service of 介護保険 counts, care
/// management counts, too; without it nothing is known yet, and it is asked for.
fn care_management(
    answered: Option<bool>,
    client: &Client,
    grounds: Option<&Grounds>,
    settings: &MunicipalitySettings,
) -> Option<bool> {
    // What is recorded as of the day stands before the registration, which says how it is today.
    let managed = grounds.and_then(|it| it.care_management).or(client.care_management);
    let known = match settings.aged_test {
        AgedTest::CareManagement => managed,
        AgedTest::AnyCareService => {
            managed.filter(|has_it| *has_it).or_else(|| grounds.and_then(|it| it.care_services))
        }
    };
    answered.or(known)
}

/// 新規・著しい変更 of a decision, with what was answered or recorded of its use: a change that is not marked is none, and a renewal may
/// bring a marked one. Of a change nothing is known of, the first three months are watched.
pub(crate) fn new_or_changed(decision: Decision, change: Option<UseChange>) -> Option<NewOrChanged> {
    match (decision, change) {
        (Decision::New, _) => Some(NewOrChanged::New),
        (Decision::Change, Some(UseChange::Slight)) => None,
        (Decision::Change, _) | (Decision::Renewal, Some(UseChange::Marked)) => Some(NewOrChanged::Changed),
        (Decision::Renewal, _) => None,
    }
}

/// The standard, with this municipality's interval where the law leaves it to the municipality.
pub(crate) fn standard_here(
    law: &LawBook,
    facts: &StandardFacts,
    settings: &MunicipalitySettings,
) -> Verdict<StandardPeriod> {
    let standard = standard_period(law, facts);
    let Verdict::MunicipalityDecides { usual: Some(usual), setting, why } = standard else { return standard };
    let months = match setting {
        SettingKey("work_choice_interval") => settings.work_choice_interval,
        SettingKey("transition_aged_interval") => settings.transition_aged_interval,
        _ => usual.lasting_months(),
    };
    let why = why.fact(format!("{}の決まり", settings.called()), format!("{months}か月ごと"));
    Verdict::MunicipalityDecides { usual: Some(with_lasting(usual, months)), setting, why }
}

/// The same with another interval after the first three months, or where there are none, from the start.
fn with_lasting(standard: StandardPeriod, months: u32) -> StandardPeriod {
    match (standard.afterwards, standard.window) {
        (Some(after), _) => {
            StandardPeriod { afterwards: Some(Afterwards { interval_months: months, ..after }), ..standard }
        }
        (None, None) => StandardPeriod { interval_months: months, ..standard },
        // The first three months are monthly whatever follows.
        (None, Some(_)) => standard,
    }
}
