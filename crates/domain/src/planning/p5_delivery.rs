//! p5 計画の交付: to the client, to each provider, to the municipality (指定計画相談支援の基準 15条2項12号).

use calendar::Date;
use serde::{Deserialize, Serialize};

use super::{CaseFact, PlanningCase, p2_draft::PlanDraft, p5_plan::Plan};
use crate::{
    id::FactId,
    monitoring::check::{Checker, Checking, Problem, limit},
    text::say,
};

/// One handing over: on one day, in one way, to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// 交付した日.
    pub delivered_on: Date,
    /// 方法.
    pub means: DeliveryMeans,
    /// Who handed it over.
    pub by: String,
    /// To the client.
    pub to_client: bool,
    /// To these providers of the plan, by name.
    pub providers: Vec<String>,
    /// To the municipality.
    pub to_municipality: bool,
    /// 備考.
    pub note: String,
    /// The version of the plan.
    pub plan: FactId,
}

/// 交付の方法.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryMeans {
    /// 手渡し.
    Hand,
    /// 郵送.
    Post,
    /// メール.
    Mail,
    /// FAX.
    Fax,
}

words!(DeliveryMeans { Hand, "hand", "手渡し"; Post, "post", "郵送"; Mail, "mail", "メール"; Fax, "fax", "FAX"; });

impl Delivery {
    /// What is wrong with it as typed: what is handed over is the plan that was agreed to, not before that day.
    pub fn check(&self, case: &PlanningCase, with: &Checking) -> Vec<Problem> {
        let mut check = Checker::new(with);
        let (Some((plan, text)), Some((_, consent))) = (case.text::<Plan>(), case.standing_consent()) else {
            let sentence = "計画への同意がまだ記録されていません。同意を得た計画を交付します";
            check.refuse("delivered_on", sentence.to_owned());
            return check.problems;
        };
        if self.plan != plan.id {
            check.refuse("delivered_on", "計画が直されています。画面を開き直してください".to_owned());
        }
        check.day("delivered_on", "交付した日", Some(self.delivered_on));
        let agreed = ("計画への同意の日", Some(consent.agreed_on));
        check.order("delivered_on", agreed, ("交付した日", Some(self.delivered_on)));
        if !self.to_client && self.providers.is_empty() && !self.to_municipality {
            check.refuse("to", say::missing("交付した相手"));
        }
        let known = text.text.providers();
        if self.providers.iter().any(|name| !known.contains(name)) {
            check.refuse("to", "計画にない事業所があります。画面を開き直してください".to_owned());
        }
        check.text("by", "交付した人", &self.by, limit::SHORT, true);
        check.text("note", "備考", &self.note, limit::LONG, false);
        check.problems
    }
}

impl PlanningCase {
    /// Every handing over that stands, the oldest first; none of a plan that was taken back.
    pub fn deliveries(&self) -> impl Iterator<Item = &Delivery> {
        self.facts.standing().filter_map(|fact| match &fact.body {
            CaseFact::Delivery(delivery) if self.facts.standing_for(delivery.plan).is_some() => Some(delivery),
            _ => None,
        })
    }

    /// The providers of the plan as it stands that have not got it yet.
    pub fn undelivered_providers(&self) -> Vec<String> {
        let Some((fact, plan)) = self.text::<Plan>() else { return Vec::new() };
        let got = |name: &String| self.deliveries().any(|it| it.plan == fact.id && it.providers.contains(name));
        plan.text.providers().into_iter().filter(|name| !got(name)).collect()
    }

    /// Whether the client has the plan as it stands.
    pub fn client_has_plan(&self) -> bool {
        let standing = self.text::<Plan>().map(|(fact, _)| fact.id);
        self.deliveries().any(|delivery| delivery.to_client && Some(delivery.plan) == standing)
    }

    /// Whether client and providers of a plan got it, in whatever version.
    pub(super) fn is_delivered_to_all(&self, plan: &PlanDraft) -> bool {
        let got = |name: &String| self.deliveries().any(|delivery| delivery.providers.contains(name));
        self.deliveries().any(|delivery| delivery.to_client) && plan.providers().iter().all(got)
    }
}
