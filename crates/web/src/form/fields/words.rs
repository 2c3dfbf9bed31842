//! The stored words that fields hold, each with its label.

use domain::{
    client::{
        CareLevel, ConsultationService, ContactChannel, Decision, DisabilityGrade, EventAnswer, HandbookKind,
        Household, IntensiveGround, LifeEventKind, MonthTaken, MonthlyStart, Residence, Sex, ShorterGround, TellingWay,
        Tenure, TurnTo, UseChange, UsedSource,
    },
    intake::{HardToReach, IntakeAct},
    monitoring::{
        attempts::{AttemptMeans, RaisedTo},
        m1_service_check::CheckMeans,
        m3_record::{Achievement, NextAction, ReportStyle, Satisfied, Seen},
        m4_consent::{ConsentMethod, SignerRelation},
        m5_submission::SubmissionMeans,
        next_step::AdviceAnswer,
    },
    office::Role,
    planning::{
        CaseKind,
        p1_assessment::{OwnWordsKind, SupportNeed},
        p1_basic::{Kin, SupportKind, TieKind, TieStrength},
        p2_week_plan::GrantedUnit,
    },
    protection::window::DisabilityKind,
};

/// The label of a stored word.
macro_rules! labels {
    ($($name:ident: $ty:ty)*) => {
        $(pub(super) fn $name(word: &str) -> Option<&'static str> {
            <$ty>::from_word(word).map(<$ty>::label)
        })*
    };
}

labels! {
    check_means: CheckMeans
    submission_means: SubmissionMeans
    residence: Residence
    tenure: Tenure
    household: Household
    care_level: CareLevel
    style: ReportStyle
    achievement: Achievement
    satisfied: Satisfied
    seen: Seen
    attempt_means: AttemptMeans
    raised_to: RaisedTo
    advice_answer: AdviceAnswer
    next_action: NextAction
    consent_method: ConsentMethod
    relation: SignerRelation
    sex: Sex
    disability_grade: DisabilityGrade
    service: ConsultationService
    decision: Decision
    monthly_start: MonthlyStart
    intensive: IntensiveGround
    shorter_ground: ShorterGround
    disability_kind: DisabilityKind
    handbook_kind: HandbookKind
    telling_way: TellingWay
    use_change: UseChange
    turn_to: TurnTo
    month_taken: MonthTaken
    role: Role
    case_kind: CaseKind
    intake_act: IntakeAct
    hard_to_reach: HardToReach
    contact_channel: ContactChannel
    support_kind: SupportKind
    kin: Kin
    tie_kind: TieKind
    tie_strength: TieStrength
    support_need: SupportNeed
    own_words_kind: OwnWordsKind
    granted_unit: GrantedUnit
    life_event_kind: LifeEventKind
    event_answer: EventAnswer
    used_source: UsedSource
}

pub(super) fn account(word: &str) -> Option<&'static str> {
    match word {
        "new" => Some("新しく作る"),
        "existing" => Some("アカウントがある"),
        _ => None,
    }
}

pub(super) fn yes_no(word: &str) -> Option<&'static str> {
    match word {
        "yes" => Some("はい"),
        "no" => Some("いいえ"),
        _ => None,
    }
}

pub(super) fn area(word: &str) -> Option<&'static str> {
    app::office::AREAS.iter().find(|(area, _)| *area == word).map(|(_, label)| *label)
}

pub(super) fn office_grade(word: &str) -> Option<&'static str> {
    app::office::GRADES.iter().find(|(grade, _)| *grade == word).map(|(_, label)| *label)
}
