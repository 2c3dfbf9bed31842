//! p1 基本情報: the eleven items, of which the client's own are shown and not typed again.

use app::drafts::DraftForm;
use askama::Template;
use calendar::wareki;
use domain::{
    planning::{
        CaseText as _,
        p1_basic::{BasicInformation, FamilyMember, Kin, Registered, Support, SupportKind, Tie, TieKind, TieStrength},
    },
    text,
};

use forms::pictures::{family_tree, relation_map};

use super::{
    frame::Frame,
    text::{Saved, TextPage, TextState},
};
use crate::{
    Form, Layout, Session,
    form::{
        Word, chosen,
        names::BasicField,
        others,
        rows::{MEMBERS, Row, Rows, SUPPORTS, TIES},
        tick,
    },
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p1_basic.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    registered: Registered,
    supports: Vec<Row>,
    other: [Word; 1],
    members: Vec<Row>,
    kins: Vec<Word>,
    ties: Vec<Row>,
    tie_kinds: Vec<Word>,
    strengths: Vec<Word>,
    /// 家族構成図 and 社会関係図 as what is typed gives them, ready drawn; empty without anybody.
    pictures: [String; 2],
}

impl Page {
    fn birth(&self) -> String {
        wareki::long(self.registered.birth)
    }
}

impl TextPage for Page {
    type Text = BasicInformation;

    const FORM: DraftForm = DraftForm::Basic;
    const ROWS: &'static [Rows] = &[SUPPORTS, MEMBERS, TIES];

    fn fill(form: Form, text: &BasicInformation) -> Form {
        let mut form = form;
        Self::ROWS.iter().for_each(|rows| rows.clear(&mut form));
        let mut form = form
            .with_date(BasicField::ConsultedOn.name(), text.consulted_on)
            .with(BasicField::Caller.name(), &text.caller)
            .with(BasicField::CallerRelation.name(), &text.caller_relation)
            .with(BasicField::CallerContact.name(), &text.caller_contact)
            .with(BasicField::Consultation.name(), &text.consultation)
            .with(BasicField::Result.name(), &text.result)
            .with(BasicField::Family.name(), &text.family)
            .with(BasicField::Overview.name(), &text.overview)
            .with(BasicField::Condition.name(), &text.condition)
            .with(SUPPORTS.name, text.supports.len().to_string());
        for (row, support) in text.supports.iter().enumerate() {
            let kind = chosen(support.kind, SupportKind::word);
            let values: [&str; 6] =
                [kind, &support.name, &support.provider, &support.content, &support.often, &support.note];
            for (field, value) in SUPPORTS.fields.iter().zip(values) {
                form.set(&SUPPORTS.field(field, row), value);
            }
        }
        fill_people(form, text)
    }

    fn read(form: &mut Form) -> BasicInformation {
        let consulted_on = form.date(BasicField::ConsultedOn.name());
        let count = SUPPORTS.count(form);
        let line = |field: BasicField| text::line(form.value(field.name()));
        let paragraph = |field: BasicField| text::paragraph(form.value(field.name()));
        BasicInformation {
            consulted_on,
            registered: None,
            family: paragraph(BasicField::Family),
            consultation: paragraph(BasicField::Consultation),
            members: (0..MEMBERS.count(form)).map(|row| member(form, row)).collect(),
            ties: (0..TIES.count(form)).map(|row| tie(form, row)).collect(),
            supports: (0..count).map(|row| support(form, row)).collect(),
            result: paragraph(BasicField::Result),
            caller: line(BasicField::Caller),
            caller_relation: line(BasicField::CallerRelation),
            caller_contact: line(BasicField::CallerContact),
            overview: paragraph(BasicField::Overview),
            condition: paragraph(BasicField::Condition),
        }
    }

    fn page(session: &Session, frame: Frame, form: Form, text: TextState) -> Self {
        let client = &frame.view.client;
        let typed = Self::read(&mut form.clone()).tidied();
        // A picture of nobody says nothing.
        let drawn = |any: bool, picture: &dyn Fn() -> String| if any { picture() } else { String::new() };
        let pictures = [
            drawn(!typed.members.is_empty(), &|| family_tree(&client.name, client.sex, &typed.members)),
            drawn(!typed.ties.is_empty(), &|| relation_map(&client.name, &typed.ties)),
        ];
        Self {
            layout: frame.layout(session),
            registered: Registered::of(&frame.view.client),
            supports: SUPPORTS.all(&form),
            members: MEMBERS.all(&form),
            kins: others(Kin::ALL, Kin::word, Kin::label),
            ties: TIES.all(&form),
            tie_kinds: others(TieKind::ALL, TieKind::word, TieKind::label),
            strengths: others(TieStrength::ALL, TieStrength::word, TieStrength::label),
            pictures,
            other: [(SupportKind::Other.word(), SupportKind::Other.label())],
            frame,
            form,
            text,
        }
    }
}

fn fill_people(form: Form, text: &BasicInformation) -> Form {
    let mut form = form.with(MEMBERS.name, text.members.len().to_string()).with(TIES.name, text.ties.len().to_string());
    for (row, it) in text.members.iter().enumerate() {
        let marks = [tick(it.lives_together), tick(it.main_carer), tick(it.deceased)];
        let [together, carer, deceased] = marks;
        let values: [&str; 7] = [chosen(it.kin, Kin::word), &it.name, &it.age, together, carer, deceased, &it.note];
        for (field, value) in MEMBERS.fields.iter().zip(values) {
            form.set(&MEMBERS.field(field, row), value);
        }
    }
    for (row, it) in text.ties.iter().enumerate() {
        let (kind, strength) = (chosen(it.kind, TieKind::word), chosen(it.strength, TieStrength::word));
        let values: [&str; 4] = [kind, &it.name, &it.role, strength];
        for (field, value) in TIES.fields.iter().zip(values) {
            form.set(&TIES.field(field, row), value);
        }
    }
    form
}

fn member(form: &Form, row: usize) -> FamilyMember {
    let value = |field: &str| text::line(form.value(&MEMBERS.field(field, row)));
    let ticked = |field: &str| form.ticked(&MEMBERS.field(field, row));
    FamilyMember {
        kin: Kin::from_word(&value("member_kin")).unwrap_or_default(),
        name: value("member_name"),
        age: value("member_age"),
        lives_together: ticked("member_together"),
        main_carer: ticked("member_carer"),
        deceased: ticked("member_deceased"),
        note: value("member_note"),
    }
}

fn tie(form: &Form, row: usize) -> Tie {
    let value = |field: &str| text::line(form.value(&TIES.field(field, row)));
    Tie {
        kind: TieKind::from_word(&value("tie_kind")).unwrap_or_default(),
        name: value("tie_name"),
        role: value("tie_role"),
        strength: TieStrength::from_word(&value("tie_strength")).unwrap_or_default(),
    }
}

fn support(form: &Form, row: usize) -> Support {
    let value = |field: &str| text::line(form.value(&SUPPORTS.field(field, row)));
    Support {
        kind: SupportKind::from_word(&value("support_kind")).unwrap_or_default(),
        name: value("support_name"),
        provider: value("support_provider"),
        content: value("support_content"),
        often: value("support_often"),
        note: value("support_note"),
    }
}
