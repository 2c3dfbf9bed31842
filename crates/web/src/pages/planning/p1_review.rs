//! p1 これまでの計画の振り返り: what was achieved and what was not, beside the reports of the term, from which it is taken over.

use app::drafts::DraftForm;
use askama::Template;
use calendar::wareki;
use domain::{
    planning::p1_review::{Finding, FindingKind, ReportOrigin, Review, ServiceNeed, TermReport, TermRow},
    text,
};

use super::{
    frame::Frame,
    text::{Saved, TextPage, TextState},
};
use crate::{
    Form, Layout, Session, at,
    form::{
        Word,
        names::ReviewField,
        rows::{ACHIEVED, FOUND_STRENGTHS, NEW_ISSUES, RowTools, Rows, UNMET},
    },
};

/// The page of the part.
#[derive(Template)]
#[template(path = "planning/p1_review.html")]
pub struct Page {
    layout: Layout,
    frame: Frame,
    form: Form,
    text: TextState,
    headings: Vec<Heading>,
    needs: Vec<Word>,
    reports: Vec<ReportView>,
}

/// A heading with its rows.
struct Heading {
    kind: FindingKind,
    hint: &'static str,
    list: Rows,
    rows: Vec<FindingFields>,
}

/// The names of the fields of a finding.
struct FindingFields {
    tools: RowTools,
    words: String,
    from: String,
    /// 「令和8年10月の報告 2行目」 and the address of that report; none where it was typed.
    origin: Option<(String, String)>,
}

/// A report of the term.
struct ReportView {
    id: String,
    title: String,
    href: String,
    overall: String,
    rows: Vec<RowView>,
    /// The button for everything of it; none where nothing is left.
    all: Option<String>,
    open: bool,
}

/// A row of it.
struct RowView {
    id: String,
    number: usize,
    of: TermRow,
    offers: Vec<OfferView>,
}

/// What can be taken over from it.
struct OfferView {
    value: String,
    label: &'static str,
    taken: bool,
}

/// The list of rows of a heading.
fn list(kind: FindingKind) -> Rows {
    match kind {
        FindingKind::Achieved => ACHIEVED,
        FindingKind::Unmet => UNMET,
        FindingKind::Issue => NEW_ISSUES,
        FindingKind::Strength => FOUND_STRENGTHS,
    }
}

/// The name of the field that says where a finding is from.
fn from_field(kind: FindingKind, row: usize) -> String {
    list(kind).field(&format!("{}_from", kind.word()), row)
}

impl Heading {
    fn of(kind: FindingKind, form: &Form) -> Self {
        let list = list(kind);
        let count = list.count(form);
        let row = |row: usize| {
            let from = from_field(kind, row);
            let origin = ReportOrigin::from_word(form.value(&from));
            FindingFields {
                tools: list.tools(row, count),
                words: list.field(kind.word(), row),
                origin: origin.map(|it| (it.words(), at::round(it.round))),
                from,
            }
        };
        let hint = match kind {
            FindingKind::Achieved => "いまの計画でできたこと",
            FindingKind::Unmet => "できなかったことと、そのわけ",
            FindingKind::Issue => "目標を立てたことで出てきた課題、相談の中で出てきた課題",
            FindingKind::Strength => {
                "本人の持っている力で、新しく見つかったもの。アセスメントの「本人の言葉」と計画案に続きます"
            }
        };
        Self { kind, hint, list, rows: (0..count).map(row).collect() }
    }
}

impl ReportView {
    fn of((place, report): (usize, &TermReport), typed: &Review) -> Self {
        let row = |(number, of): (usize, &TermRow)| {
            let offer = |it: &Finding| OfferView {
                value: it.from.map(|from| format!("{}:{from}", it.kind.word())).unwrap_or_default(),
                label: it.kind.label(),
                taken: typed.has(it),
            };
            RowView {
                id: format!("report-{}-{number}", report.round),
                number,
                offers: of.offers.iter().map(offer).collect(),
                of: of.clone(),
            }
        };
        let visited = report.visited_on.map(|day| format!("（{} 訪問）", wareki::short(day))).unwrap_or_default();
        let rows: Vec<RowView> = (1..).zip(&report.rows).map(row).collect();
        let left = rows.iter().flat_map(|row| &row.offers).any(|offer| !offer.taken);
        Self {
            id: format!("report-{}", report.round),
            title: format!("{}の報告{visited}", wareki::month(report.month)),
            href: at::round(report.round),
            overall: report.overall.clone(),
            all: left.then(|| format!("all:{}", report.round)),
            rows,
            open: place == 0,
        }
    }
}

impl TextPage for Page {
    type Text = Review;

    const FORM: DraftForm = DraftForm::Review;
    const ROWS: &'static [Rows] = &[ACHIEVED, UNMET, NEW_ISSUES, FOUND_STRENGTHS];

    fn fill(form: Form, text: &Review) -> Form {
        let mut form = form;
        Self::ROWS.iter().for_each(|rows| rows.clear(&mut form));
        for kind in FindingKind::ALL {
            form.set(list(*kind).name, text.of(*kind).count().to_string());
            for (row, finding) in text.of(*kind).enumerate() {
                put(&mut form, row, finding);
            }
        }
        form.with_date(ReviewField::WrittenOn.name(), text.written_on)
            .with(ReviewField::Outlook.name(), &text.outlook)
            .with(ReviewField::Effect.name(), &text.effect)
            .with(ReviewField::ServicesNeed.name(), text.services.map(ServiceNeed::word).unwrap_or_default())
            .with(ReviewField::UnchangedReason.name(), &text.unchanged_reason)
    }

    fn read(form: &mut Form) -> Review {
        let written_on = form.date(ReviewField::WrittenOn.name());
        let paragraph = |field: ReviewField| text::paragraph(form.value(field.name()));
        let findings = FindingKind::ALL.iter().flat_map(|kind| {
            let rows = 0..list(*kind).count(form);
            rows.map(|row| finding(form, *kind, row))
        });
        Review {
            written_on,
            findings: findings.collect(),
            outlook: paragraph(ReviewField::Outlook),
            effect: paragraph(ReviewField::Effect),
            services: ServiceNeed::from_word(form.value(ReviewField::ServicesNeed.name())),
            unchanged_reason: paragraph(ReviewField::UnchangedReason),
        }
    }

    /// Takes over what a row of a report says, or everything of a report that was not taken over yet.
    fn take(form: &mut Form, frame: &Frame, asked: &str) {
        let typed = Self::read(&mut form.clone());
        let rows = frame.reports.iter().flat_map(|report| &report.rows);
        let is_asked = |it: &&Finding| {
            let Some(from) = it.from else { return false };
            asked == format!("all:{}", from.round) || asked == format!("{}:{from}", it.kind.word())
        };
        let offers = rows.flat_map(|row| &row.offers).filter(is_asked).filter(|it| !typed.has(it));
        for offer in offers {
            let rows = list(offer.kind);
            let count = rows.count(form);
            let free = (0..count).find(|row| !rows.is_filled(form, *row)).unwrap_or(count);
            if free >= rows.most {
                form.error(offer.kind.word(), format!("行は{}行までです", rows.most));
                continue;
            }
            put(form, free, offer);
            form.set(rows.name, count.max(free + 1).to_string());
        }
    }

    fn page(session: &Session, frame: Frame, form: Form, text: TextState) -> Self {
        let typed = Self::read(&mut form.clone());
        Self {
            layout: frame.layout(session),
            headings: FindingKind::ALL.iter().map(|kind| Heading::of(*kind, &form)).collect(),
            needs: ServiceNeed::ALL.iter().map(|it| (it.word(), it.label())).collect(),
            reports: frame.reports.iter().enumerate().map(|report| ReportView::of(report, &typed)).collect(),
            frame,
            form,
            text,
        }
    }
}

fn put(form: &mut Form, row: usize, finding: &Finding) {
    let origin = finding.from.map(|from| from.to_string()).unwrap_or_default();
    form.set(&list(finding.kind).field(finding.kind.word(), row), &finding.words);
    form.set(&from_field(finding.kind, row), origin);
}

fn finding(form: &Form, kind: FindingKind, row: usize) -> Finding {
    Finding {
        kind,
        words: text::paragraph(form.value(&list(kind).field(kind.word(), row))),
        from: ReportOrigin::from_word(form.value(&from_field(kind, row))),
    }
}
