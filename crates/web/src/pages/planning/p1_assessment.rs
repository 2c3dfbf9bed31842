//! p1 アセスメント: nine items, seven areas, the person's own words.

use app::drafts::DraftForm;
use askama::Template;
use calendar::{Date, wareki};
use domain::{
    office::Section,
    planning::{
        CaseFactKind,
        p1_assessment::{Area, AreaNotes, Assessment, OwnWords, OwnWordsKind, Sensitive, SupportNeed},
    },
    text,
};

use super::{
    cards::card,
    frame::Frame,
    text::{Saved, TextPage, TextState},
};
use crate::{
    Form, Layout, Session, at,
    form::{
        Word, chosen,
        names::AssessmentField,
        others,
        rows::{OWN_WORDS, RowTools, Rows},
    },
    pages::monitoring::fact_card::FactCard,
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p1_assessment.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    /// Items 1) to 3): the interviews.
    interviews: Vec<FactCard>,
    interview_href: String,
    areas: Vec<AreaFields>,
    needs: Vec<(&'static str, &'static str)>,
    own_words: Vec<OwnWordsFields>,
    own_kinds: Vec<Word>,
    /// 配慮の要る事柄 that the person may see.
    seen: Vec<Section>,
}

impl Page {
    /// Whether the person may see the section of this word.
    fn sees(&self, word: &str) -> bool {
        self.seen.iter().any(|section| section.word() == word)
    }

    /// Whether there are sections that the person may not see.
    fn hides(&self) -> bool {
        self.seen.len() < Section::ALL.len()
    }
}

/// The names of the fields of an area.
struct AreaFields {
    label: &'static str,
    now: String,
    wish: String,
    need: String,
    noticed: String,
}

impl AreaFields {
    fn of(area: Area) -> Self {
        let name = |part: &str| format!("{}_{part}", area.word());
        Self { label: area.label(), now: name("now"), wish: name("wish"), need: name("need"), noticed: name("noticed") }
    }
}

/// The names of the fields of a row of the person's own words.
struct OwnWordsFields {
    tools: RowTools,
    kind: String,
    words: String,
    from: String,
    /// 「R7.5.1から」 for what an earlier assessment says already.
    since: String,
}

impl OwnWordsFields {
    fn of(form: &Form, row: usize, count: usize) -> Self {
        let from = OWN_WORDS.field("own_from", row);
        let day: Option<Date> = form.value(&from).parse().ok();
        Self {
            tools: OWN_WORDS.tools(row, count),
            kind: OWN_WORDS.field("own_kind", row),
            words: OWN_WORDS.field("own_words", row),
            since: day.map(|day| format!("{}のアセスメントから", wareki::short(day))).unwrap_or_default(),
            from,
        }
    }
}

impl TextPage for Page {
    type Text = Assessment;

    const FORM: DraftForm = DraftForm::Assessment;
    const ROWS: &'static [Rows] = &[OWN_WORDS];

    fn fill(form: Form, text: &Assessment) -> Form {
        let mut form = form;
        OWN_WORDS.clear(&mut form);
        let mut form = form
            .with_date(AssessmentField::WrittenOn.name(), text.written_on)
            .with(OWN_WORDS.name, text.own_words.len().to_string());
        for (field, value) in paragraphs(text) {
            form.set(field.name(), value);
        }
        for notes in &text.areas {
            let names = AreaFields::of(notes.area);
            form.set(&names.now, &notes.now);
            form.set(&names.wish, &notes.wish);
            form.set(&names.need, notes.need.word());
            form.set(&names.noticed, &notes.noticed);
        }
        for (row, own) in text.own_words.iter().enumerate() {
            form.set(&OWN_WORDS.field("own_kind", row), chosen(own.kind, OwnWordsKind::word));
            form.set(&OWN_WORDS.field("own_words", row), &own.words);
            let from = own.carried_from.map(|day| day.to_string()).unwrap_or_default();
            form.set(&OWN_WORDS.field("own_from", row), from);
        }
        form
    }

    fn read(form: &mut Form) -> Assessment {
        let written_on = form.date(AssessmentField::WrittenOn.name());
        let paragraph = |field: AssessmentField| text::paragraph(form.value(field.name()));
        Assessment {
            written_on,
            life_history: paragraph(AssessmentField::LifeHistory),
            illness_history: paragraph(AssessmentField::IllnessHistory),
            medical_use: paragraph(AssessmentField::MedicalUse),
            situation: paragraph(AssessmentField::Situation),
            areas: Area::ALL.iter().map(|area| notes(form, *area)).collect(),
            wishes: paragraph(AssessmentField::Wishes),
            family_wishes: paragraph(AssessmentField::FamilyWishes),
            from_others: paragraph(AssessmentField::FromOthers),
            own_words: (0..OWN_WORDS.count(form)).map(|row| own_words(form, row)).collect(),
            sensitive: Sensitive {
                abuse: paragraph(AssessmentField::Abuse),
                offence: paragraph(AssessmentField::Offence),
                hiv: paragraph(AssessmentField::Hiv),
                sexuality: paragraph(AssessmentField::Sexuality),
                handbook_copy: paragraph(AssessmentField::HandbookCopy),
            },
        }
    }

    fn page(session: &Session, frame: Frame, form: Form, text: TextState) -> Self {
        let count = OWN_WORDS.count(&form);
        Self {
            layout: frame.layout(session),
            interviews: frame.view.case.standing_of(CaseFactKind::Interview).map(card).collect(),
            interview_href: at::case_part(frame.view.case.id, CaseFactKind::Interview),
            areas: Area::ALL.iter().map(|area| AreaFields::of(*area)).collect(),
            needs: SupportNeed::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            own_words: (0..count).map(|row| OwnWordsFields::of(&form, row, count)).collect(),
            seen: Section::ALL.iter().copied().filter(|it| session.actor().sections.contains(*it)).collect(),
            own_kinds: others(OwnWordsKind::ALL, OwnWordsKind::word, OwnWordsKind::label),
            frame,
            form,
            text,
        }
    }
}

/// The texts of several lines, with their fields.
fn paragraphs(text: &Assessment) -> [(AssessmentField, &str); 12] {
    let Sensitive { abuse, offence, hiv, sexuality, handbook_copy } = &text.sensitive;
    [
        (AssessmentField::LifeHistory, &text.life_history),
        (AssessmentField::IllnessHistory, &text.illness_history),
        (AssessmentField::MedicalUse, &text.medical_use),
        (AssessmentField::Situation, &text.situation),
        (AssessmentField::Wishes, &text.wishes),
        (AssessmentField::FamilyWishes, &text.family_wishes),
        (AssessmentField::FromOthers, &text.from_others),
        (AssessmentField::Abuse, abuse),
        (AssessmentField::Offence, offence),
        (AssessmentField::Hiv, hiv),
        (AssessmentField::Sexuality, sexuality),
        (AssessmentField::HandbookCopy, handbook_copy),
    ]
}

fn notes(form: &Form, area: Area) -> AreaNotes {
    let names = AreaFields::of(area);
    let value = |name: &str| text::paragraph(form.value(name));
    AreaNotes {
        area,
        now: value(&names.now),
        wish: value(&names.wish),
        need: SupportNeed::from_word(form.value(&names.need)).unwrap_or_default(),
        noticed: value(&names.noticed),
    }
}

fn own_words(form: &Form, row: usize) -> OwnWords {
    OwnWords {
        kind: OwnWordsKind::from_word(form.value(&OWN_WORDS.field("own_kind", row))).unwrap_or_default(),
        words: text::paragraph(form.value(&OWN_WORDS.field("own_words", row))),
        carried_from: form.value(&OWN_WORDS.field("own_from", row)).parse().ok(),
    }
}
