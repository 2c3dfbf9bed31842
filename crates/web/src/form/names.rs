//! The names of the fields of a form, as types: a page cannot read a field that its form does not have. A test holds each
//! name against the fields of the page.

/// Gives each form its fields and their names.
macro_rules! names {
    ($($(#[$doc:meta])* $form:ident { $($field:ident = $name:literal),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $form {
            $(#[doc = $name] $field,)*
        }

        impl $form {
            /// Every field.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$field),*];

            /// The name, as the form carries it; also the id of the field on the page.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$field => $name,)*
                }
            }
        }
    )*};
}

names! {
    /// (2) 自宅訪問.
    HomeVisitField {
        Date = "date",
        Place = "place",
        PlaceNote = "place_note",
        LivesThere = "lives_there",
        Interviewed = "interviewed",
        Met = "met",
        Visitor = "visitor",
        Wishes = "wishes",
        HomeSituation = "home_situation",
    }
    /// What only the visit of a round has beside them.
    VisitField { Start = "start", End = "end", OffMonth = "off_month" }
    /// 訪問の予定, 会えなかったとき, 相談.
    VisitPlanField {
        Day = "day",
        From = "from_time",
        With = "with",
        AppointmentNote = "appointment_note",
        TriedOn = "tried_on",
        TriedAt = "tried_at",
        TriedBy = "tried_by",
        TriedNote = "tried_note",
        RaisedOn = "raised_on",
        RaisedTo = "raised_to",
        RaisedPerson = "raised_person",
        RaisedNote = "raised_note",
    }
    /// 申請の勧奨 and 連絡調整.
    NextStepField {
        AdvisedOn = "advised_on",
        Advised = "advised",
        AdvisedBy = "advised_by",
        AdviceAnswer = "advice_answer",
        AdviceNote = "advice_note",
        ContactedOn = "contacted_on",
        Contacted = "contacted",
        ContactedBy = "contacted_by",
        ContactContent = "contact_content",
    }
    /// (3) 記録, without its rows ([`super::rows::NEEDS`]).
    ReportField {
        Style = "style",
        WrittenOn = "written_on",
        PlanMadeOn = "plan_made_on",
        Policy = "policy",
        Overall = "overall",
        Notes = "notes",
        Next = "next",
    }
    /// (4) 同意.
    ConsentField {
        Method = "method",
        SentOn = "sent_on",
        AgreedOn = "agreed_on",
        Signer = "signer",
        Relation = "relation",
        RelationNote = "relation_note",
        Place = "place",
        PlaceNote = "place_note",
        Drawing = "drawing",
    }
    /// (5) 写しの提出.
    SubmissionField { Date = "date", To = "to", Means = "means", Note = "note" }
    /// 相談の記録.
    ContactField {
        Date = "date",
        Time = "time",
        Minutes = "minutes",
        Channel = "channel",
        Who = "who",
        Relation = "relation",
        Content = "content",
    }
    /// つながりにくい人: what was heard.
    IntakeNoteField {
        Date = "date",
        Caller = "caller",
        Relation = "relation",
        Contact = "contact",
        Name = "name",
        Place = "place",
        Reasons = "reasons",
        Situation = "situation",
        FollowUpOn = "follow_up_on",
    }
    /// つながりにくい人: what was done.
    IntakeStepField {
        Date = "date",
        What = "what",
        Who = "who",
        Content = "content",
        Next = "next",
        FollowUpOn = "follow_up_on",
    }
    /// 計画を始める.
    NewCaseField { OpenedOn = "opened_on", Service = "service", Kind = "kind", Municipality = "municipality" }
    /// 計画の取りやめ.
    CaseEndField { EndedOn = "ended_on", Reason = "reason" }
    /// p1 対象の確認.
    CoverageField { AppliedOn = "applied_on", Services = "services", CareInsurance = "care_insurance" }
    /// p1 訪問しての面接: what a visit of monitoring does not have ([`HomeVisitField`] has the rest).
    InterviewField { Minutes = "minutes", Affiliation = "affiliation" }
    /// p1 基本情報, without its rows ([`super::rows::SUPPORTS`]).
    BasicField {
        ConsultedOn = "consulted_on",
        Caller = "caller",
        CallerRelation = "caller_relation",
        CallerContact = "caller_contact",
        Consultation = "consultation",
        Result = "result",
        Family = "family",
        Condition = "condition",
        Overview = "overview",
    }
    /// p1 これまでの計画の振り返り, without its rows.
    ReviewField {
        WrittenOn = "written_on",
        Outlook = "outlook",
        Effect = "effect",
        ServicesNeed = "services_need",
        UnchangedReason = "unchanged_reason",
    }
    /// p1 アセスメント, without its areas and rows ([`super::rows::OWN_WORDS`]).
    AssessmentField {
        WrittenOn = "written_on",
        LifeHistory = "life_history",
        IllnessHistory = "illness_history",
        MedicalUse = "medical_use",
        Situation = "situation",
        Wishes = "wishes",
        FamilyWishes = "family_wishes",
        FromOthers = "from_others",
        Abuse = "abuse",
        Offence = "offence",
        Hiv = "hiv",
        Sexuality = "sexuality",
        HandbookCopy = "handbook_copy",
    }
    /// p2 計画案, without its rows.
    PlanDraftField {
        WrittenOn = "written_on",
        ValidUntil = "valid_until",
        Wishes = "wishes",
        FamilyWishes = "family_wishes",
        Policy = "policy",
        Effect = "effect",
        UnchangedReason = "unchanged_reason",
        WishIsFar = "wish_is_far",
        GoalLike = "goal_like",
        GoalWhy = "goal_why",
        Dream = "dream",
        DreamNow = "dream_now",
        LongGoal = "long_goal",
        LongGoalTerm = "long_goal_term",
        ShortGoal = "short_goal",
        ShortGoalTerm = "short_goal_term",
        Notes = "notes",
    }
    /// 変更不要, on the pages of 計画案 and 週間計画.
    SinceLastField { Stays = "stays", StaysBecause = "stays_because" }
    /// p2 区役所・支所への相談.
    WardConsultationField {
        ConsultedOn = "consulted_on",
        Channel = "channel",
        To = "to",
        Person = "person",
        Options = "options",
        Asked = "asked",
        Answer = "answer",
        PlanDay = "plan_day",
    }
    /// p2 週間計画, without its lines ([`super::rows::WEEK`]).
    WeekPlanField {
        WrittenOn = "written_on",
        Starts = "starts",
        DailyLife = "daily_life",
        OutsideWeek = "outside_week",
        WholeLife = "whole_life",
        Notes = "notes",
    }
    /// p2 モニタリング期間の提案, without 勘案事項.
    IntervalField {
        IntervalMonths = "interval_months",
        UseFrom = "use_from",
        MarkedChange = "marked_change",
        Intensive = "intensive",
        ShorterGrounds = "shorter_grounds",
        Reason = "reason",
    }
    /// p2 兼務の中立性.
    NeutralityField {
        Exception = "exception",
        Reason = "reason",
        AcceptedBy = "accepted_by",
        AcceptedOn = "accepted_on",
    }
    /// p2 計画案への同意.
    DraftConsentField {
        AgreedOn = "agreed_on",
        Signer = "signer",
        Relation = "relation",
        RelationNote = "relation_note",
        HandedOn = "handed_on",
    }
    /// p3 計画案の提出.
    HandInField {
        HandedOn = "handed_on",
        Papers = "papers",
        NotAsked = "not_asked",
        To = "to",
        By = "by",
        ByName = "by_name",
        Means = "means",
        Note = "note",
    }
    /// p3 支給決定, without its rows ([`super::rows::DECIDED`]).
    DecisionField {
        Outcome = "outcome",
        DecidedOn = "decided_on",
        NotifiedOn = "notified_on",
        IntervalMonths = "interval_months",
        Reason = "reason",
        Told = "told",
        Certificate = "certificate",
    }
    /// p3 連絡調整.
    CoordinationField {
        Date = "date",
        Provider = "provider",
        ProviderName = "provider_name",
        Person = "person",
        Channel = "channel",
        Content = "content",
        Result = "result",
    }
    /// p4 担当者会議の案内, without its rows ([`super::rows::INVITED`]).
    InvitationField { Day = "day", Begins = "begins", Ends = "ends", Place = "place", Link = "link" }
    /// p4 サービス担当者会議, without its rows.
    ConferenceField {
        WrittenOn = "written_on",
        HeldOn = "held_on",
        Begins = "begins",
        Ends = "ends",
        Place = "place",
        Number = "number",
        Video = "video",
        VideoNote = "video_note",
        PersonCame = "person_came",
        PersonNote = "person_note",
        FamilyCame = "family_came",
        FamilyWho = "family_who",
        MayShare = "may_share",
        Agenda = "agenda",
        Discussion = "discussion",
        Conclusion = "conclusion",
        NextMeeting = "next_meeting",
    }
    /// p5 計画への同意.
    PlanConsentField {
        AgreedOn = "agreed_on",
        Signer = "signer",
        Relation = "relation",
        RelationNote = "relation_note",
        Certificate = "certificate",
        OneFlowWith = "one_flow_with",
        AcceptsLoss = "accepts_loss",
        AcceptsSame = "accepts_same",
    }
    /// p5 計画の交付.
    DeliveryField { To = "to", DeliveredOn = "delivered_on", Means = "means", By = "by", Note = "note" }
    /// p5 個別支援計画.
    ProviderPlanField {
        Provider = "provider",
        AskedOn = "asked_on",
        ReceivedOn = "received_on",
        Fits = "fits",
        Note = "note",
    }
    /// 翌月への繰越, and 実施できなかった.
    CarryOverField { Reason = "reason", ToldOn = "told_on", ToldTo = "told_to", MissedReason = "missed_reason" }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The ids of the fields of a page: those that the macros give, and those written out.
    fn ids(template: &str) -> BTreeSet<&str> {
        let tags = template.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        let written = tags.filter_map(|tag| tag.split_once(" id=\"")?.1.split('"').next());
        let given = ["text(", "date(", "textarea(", "select(", "radio(", "check(", "checks("];
        let calls = template.split(" f::").skip(1).filter(|call| given.iter().any(|kind| call.starts_with(kind)));
        let calls = calls.filter_map(|call| call.split_once("form, \"")?.1.split('"').next());
        calls.chain(written).collect()
    }

    macro_rules! holds {
        ($($form:ident)+, $template:literal $($part:literal)*) => {
            let page = ids(concat!(
                include_str!(concat!("../../templates/", $template)),
                $(include_str!(concat!("../../templates/", $part)),)*
            ));
            let mut named: BTreeSet<&str> = BTreeSet::new();
            $(named.extend($form::ALL.iter().map(|field| field.name()));)+
            let typed: BTreeSet<&str> = page.into_iter().filter(|id| !id.contains("{{")).collect();
            assert_eq!(named, typed, $template);
        };
    }

    #[test]
    fn each_name_is_a_field_of_its_page_and_each_field_has_its_name() {
        holds!(HomeVisitField VisitField, "monitoring/m2_home_visit.html");
        holds!(VisitPlanField, "monitoring/visit_plan.html");
        holds!(NextStepField, "monitoring/next_step.html");
        holds!(ReportField, "monitoring/m3_record.html");
        holds!(ConsentField, "monitoring/m4_consent.html");
        holds!(SubmissionField, "monitoring/m5_submission.html");
        holds!(CarryOverField, "monitoring/carry_over.html");
        holds!(ContactField, "clients/contacts.html");
        holds!(IntakeNoteField, "intakes/note.html");
        holds!(IntakeStepField, "intakes/show.html");
        holds!(NewCaseField, "planning/open_case.html");
        holds!(CaseEndField, "planning/case.html");
        holds!(CoverageField, "planning/p1_coverage.html");
        holds!(HomeVisitField InterviewField, "planning/p1_interview.html");
        holds!(BasicField, "planning/p1_basic.html");
        holds!(ReviewField, "planning/p1_review.html");
        holds!(AssessmentField, "planning/p1_assessment.html");
        holds!(WardConsultationField, "planning/p2_ward_consultation.html");
        holds!(PlanDraftField SinceLastField, "planning/p2_draft.html" "planning/plan_fields.html" "planning/since_last.html");
        holds!(PlanDraftField, "planning/p5_plan.html" "planning/plan_fields.html");
        holds!(WeekPlanField SinceLastField, "planning/p2_week_plan.html" "planning/since_last.html");
        holds!(IntervalField, "planning/p2_interval.html");
        holds!(NeutralityField, "planning/p2_neutrality.html");
        holds!(DraftConsentField, "planning/p2_draft_consent.html");
        holds!(HandInField, "planning/p3_hand_in.html");
        holds!(DecisionField, "planning/p3_decision.html");
        holds!(CoordinationField, "planning/p3_coordination.html");
        holds!(InvitationField, "planning/p4_invitation.html");
        holds!(ConferenceField, "planning/p4_conference.html");
        holds!(PlanConsentField, "planning/p5_consent.html");
        holds!(DeliveryField, "planning/p5_delivery.html");
        holds!(ProviderPlanField, "planning/p5_provider_plan.html");
    }
}
