//! Every field of every form in the words of the screen: one register for the page that compares two versions and
//! for the page that sends a form again. A test finds each field of the templates here.

mod about_client;
mod conference;
mod decision;
mod proposal;
mod renewal;
mod usual;
mod words;

use calendar::{Date, wareki};
use domain::planning::p1_assessment::Area;
use law::{LawBook, Setting};
use unicode_normalization::UnicodeNormalization;

/// How the value of a field is read.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// As typed.
    Text,
    /// A number, a code, a telephone: hyphens and widths do not make it another one.
    Code,
    /// A day, in any way of writing it.
    Day,
    /// A month, in any way of writing it.
    Month,
    /// Ticked or not.
    Tick,
    /// A stored word with its label.
    Word(fn(&str) -> Option<&'static str>),
    /// A setting of a municipality, in the words of the law's files.
    Setting(&'static Setting),
    /// A drawn signature.
    Drawing,
    /// Never shown again: typed anew.
    Secret,
}

/// A field as people know it.
pub(crate) struct Field {
    /// Its words, with the row where it stands in one: 「2行目 ニーズ」.
    pub(crate) label: String,
    /// How its value is read.
    pub(crate) kind: Kind,
}

type Line = (&'static str, &'static str, Kind);

/// A field of the form at this address; `None` for what people do not type (ids, counts, buttons).
pub(crate) fn find(path: &str, name: &str) -> Option<Field> {
    let exact = |name: &str| {
        let of_page = proposal::OF_PAGES
            .iter()
            .chain(decision::OF_PAGES)
            .chain(conference::OF_PAGES)
            .chain(renewal::OF_PAGES)
            .chain(usual::OF_PAGES)
            .filter(|(part, _)| path.contains(part))
            .flat_map(|(_, lines)| lines.iter());
        of_page
            .chain(usual::FIELDS)
            .chain(about_client::FIELDS)
            .chain(proposal::FIELDS)
            .chain(decision::FIELDS)
            .chain(conference::FIELDS)
            .chain(renewal::FIELDS)
            .find(|(field, ..)| *field == name)
            .map(|(_, label, kind)| (*label, *kind))
    };
    if path.starts_with("/settings/municipalities")
        && let Some(setting) = setting(name)
    {
        return Some(Field { label: setting.title.clone(), kind: Kind::Setting(setting) });
    }
    if let Some((label, kind)) = exact(name) {
        return Some(Field { label: label.to_owned(), kind });
    }
    if let Some(field) = proposal::considered(name) {
        return Some(field);
    }
    if let Some(field) = of_area(name) {
        return Some(field);
    }
    let (base, row) = name.rsplit_once('_')?;
    let row: usize = row.parse().ok()?;
    let (label, kind) = exact(base)?;
    Some(Field { label: format!("{}行目 {label}", row.saturating_add(1)), kind })
}

/// A field of an area of the assessment: 「健康・身体に関する領域の現状」.
fn of_area(name: &str) -> Option<Field> {
    let (area, part) = name.split_once('_')?;
    let (label, kind): (_, Kind) = match part {
        "now" => ("現状", Kind::Text),
        "wish" => ("本人の希望", Kind::Text),
        "need" => ("支援の必要性", Kind::Word(words::support_need)),
        "noticed" => ("支援者の気づき", Kind::Text),
        _ => return None,
    };
    Some(Field { label: format!("{}の{label}", Area::from_word(area)?.label()), kind })
}

/// The label of a stored word of this field, whichever page it stands on.
pub(crate) fn word_of(name: &str, word: &str) -> Option<&'static str> {
    match find("", name)?.kind {
        Kind::Word(label) => label(word),
        _ => None,
    }
}

/// A setting by its key; every municipality has those of 全国の既定.
fn setting(key: &str) -> Option<&'static Setting> {
    LawBook::embedded().ok()?.municipality("default")?.setting(key)
}

impl Field {
    /// A value as people read it; `names` has the words of what is chosen by its id, and a day without a year is read as
    /// of `today`.
    pub(crate) fn shown(&self, value: &str, names: &[(String, String)], today: Date) -> String {
        let value = value.trim();
        if let Some((_, name)) = names.iter().find(|(id, _)| id == value) {
            return name.clone();
        }
        match self.kind {
            Kind::Text | Kind::Code => value.to_owned(),
            Kind::Day => wareki::parse_day(value, today).map_or_else(|_| value.to_owned(), wareki::long),
            Kind::Month => wareki::parse_month(value).map_or_else(|_| value.to_owned(), wareki::month),
            Kind::Tick => if value.is_empty() { "いいえ" } else { "はい" }.to_owned(),
            Kind::Word(label) => label(value).map_or_else(|| value.to_owned(), str::to_owned),
            Kind::Setting(setting) => {
                let chosen = setting.choices.iter().find(|choice| choice.value.to_string() == value);
                chosen.map_or_else(|| value.nfkc().collect(), |choice| choice.label.clone())
            }
            Kind::Drawing => if value.is_empty() { "" } else { "（手書きの線）" }.to_owned(),
            Kind::Secret => String::new(),
        }
    }

    /// What two values have in common when they say the same.
    pub(crate) fn compared(&self, value: &str, today: Date) -> String {
        match self.kind {
            Kind::Code => value.nfkc().filter(|letter| letter.is_alphanumeric()).collect(),
            Kind::Drawing | Kind::Secret => value.to_owned(),
            _ => self.shown(value, &[], today),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::client::Residence;

    use super::*;

    /// The names and labels that the macros of a template give to its fields.
    fn typed(template: &str) -> Vec<(String, String)> {
        let calls = template.split(" f::").skip(1).filter_map(|call| {
            let arguments = call.split_once("form, \"").or_else(|| call.split_once("town, \""))?.1;
            let (name, rest) = arguments.split_once("\", \"")?;
            let of_field = ["text(", "date(", "textarea(", "select(", "radio(", "check(", "checks("];
            of_field
                .iter()
                .any(|kind| call.starts_with(kind))
                .then(|| (name.to_owned(), rest.split('"').next().unwrap_or_default().to_owned()))
        });
        calls.collect()
    }

    #[test]
    fn every_field_of_the_templates_has_its_words() {
        for (path, template) in [
            ("/monitoring/1/m2-home-visit", include_str!("../../templates/monitoring/m2_home_visit.html")),
            ("/monitoring/1/m3-record", include_str!("../../templates/monitoring/m3_record.html")),
            ("/monitoring/1/m4-consent", include_str!("../../templates/monitoring/m4_consent.html")),
            ("/monitoring/1/m5-submission", include_str!("../../templates/monitoring/m5_submission.html")),
            ("/planning/1/p1-interview", include_str!("../../templates/planning/p1_interview.html")),
            ("/planning/1/p1-coverage", include_str!("../../templates/planning/p1_coverage.html")),
            ("/planning/1/p1-basic", include_str!("../../templates/planning/p1_basic.html")),
            ("/planning/1/p1-review", include_str!("../../templates/planning/p1_review.html")),
            ("/planning/1/p1-assessment", include_str!("../../templates/planning/p1_assessment.html")),
            ("/planning/1/p2-ward-consultation", include_str!("../../templates/planning/p2_ward_consultation.html")),
            ("/planning/1/p2-week-plan", include_str!("../../templates/planning/since_last.html")),
            ("/planning/1/p2-draft", include_str!("../../templates/planning/p2_draft.html")),
            ("/planning/1/p2-week-plan", include_str!("../../templates/planning/p2_week_plan.html")),
            ("/planning/1/p2-interval", include_str!("../../templates/planning/p2_interval.html")),
            ("/planning/1/p2-neutrality", include_str!("../../templates/planning/p2_neutrality.html")),
            ("/planning/1/p2-draft-consent", include_str!("../../templates/planning/p2_draft_consent.html")),
            ("/planning/1/p3-hand-in", include_str!("../../templates/planning/p3_hand_in.html")),
            ("/planning/1/p3-decision", include_str!("../../templates/planning/p3_decision.html")),
            ("/planning/1/p3-coordination", include_str!("../../templates/planning/p3_coordination.html")),
            ("/planning/1/p4-invitation", include_str!("../../templates/planning/p4_invitation.html")),
            ("/planning/1/p4-conference", include_str!("../../templates/planning/p4_conference.html")),
            ("/planning/1/p2-draft", include_str!("../../templates/planning/plan_fields.html")),
            ("/planning/1/p5-plan", include_str!("../../templates/planning/p5_plan.html")),
            ("/planning/1/p5-plan", include_str!("../../templates/planning/plan_fields.html")),
            ("/planning/1/p5-consent", include_str!("../../templates/planning/p5_consent.html")),
            ("/planning/1/p5-delivery", include_str!("../../templates/planning/p5_delivery.html")),
            ("/planning/1/p5-provider-plan", include_str!("../../templates/planning/p5_provider_plan.html")),
            ("/planning/1/end", include_str!("../../templates/planning/case.html")),
            ("/intakes/1/note", include_str!("../../templates/intakes/note.html")),
            ("/intakes/new", include_str!("../../templates/intakes/note.html")),
            ("/intakes/1", include_str!("../../templates/intakes/show.html")),
            ("/clients/1/life-events", include_str!("../../templates/clients/life_events.html")),
            ("/clients/1/used-amounts", include_str!("../../templates/clients/used_amounts.html")),
            ("/clients/1/contacts", include_str!("../../templates/clients/contacts.html")),
            ("/clients/1/planning", include_str!("../../templates/planning/open_case.html")),
            ("/monitoring/1/carry-over", include_str!("../../templates/monitoring/carry_over.html")),
            ("/clients/1/edit", include_str!("../../templates/clients/fields.html")),
            ("/clients/1/about/contract", include_str!("../../templates/clients/about/contract.html")),
            ("/clients/1/about/emergency", include_str!("../../templates/clients/about/emergency.html")),
            ("/clients/1/about/insurance", include_str!("../../templates/clients/about/insurance.html")),
            ("/clients/1/about/disability", include_str!("../../templates/clients/about/disability.html")),
            ("/clients/1/about/telling", include_str!("../../templates/clients/about/telling.html")),
            ("/clients/1/about/grounds", include_str!("../../templates/clients/about/grounds.html")),
            ("/clients/1/about/plan_request", include_str!("../../templates/clients/about/plan_request.html")),
            ("/clients/1/about/self_plan", include_str!("../../templates/clients/about/self_plan.html")),
            ("/certificates/1", include_str!("../../templates/certificates/certificate.html")),
            ("/settings/office", include_str!("../../templates/settings/office_fields.html")),
            ("/settings/office/additions", include_str!("../../templates/settings/office_additions.html")),
            ("/providers/1", include_str!("../../templates/providers/fields.html")),
            ("/settings/users/1", include_str!("../../templates/settings/user.html")),
            ("/settings/specialists/1", include_str!("../../templates/settings/specialist.html")),
            (
                "/settings/municipalities/141305/town",
                include_str!("../../templates/settings/municipality_town_fields.html"),
            ),
        ] {
            let fields = typed(template);
            assert!(!fields.is_empty(), "{path}");
            for (name, label) in fields {
                let found = find(path, &name).map(|field| field.label);
                assert_eq!(found.as_deref(), Some(label.as_str()), "{path}: {name}");
            }
        }
    }

    #[test]
    fn every_setting_of_a_municipality_has_the_words_of_its_file() {
        let path = "/settings/municipalities/141305";
        for setting in &LawBook::embedded().unwrap().municipality("default").unwrap().settings {
            let field = find(path, &setting.key).unwrap();
            assert_eq!(field.label, setting.title);
            let shown = field.shown(&setting.value.to_string(), &[], Date::constant(2026, 11, 22));
            assert_eq!(shown, setting.label(), "{}", setting.key);
        }
        assert_eq!(find(path, "from").map(|field| field.label).as_deref(), Some("変えた内容が有効になる日"));
        assert!(find("/clients/1/edit", "submission_day").is_none());
    }

    #[test]
    fn the_number_of_a_row_stands_before_its_words() {
        let label = |name| find("/m3-record", name).map(|field| field.label);
        assert_eq!(label("change_kind_1").as_deref(), Some("2行目 サービス種類の変更"));
        assert_eq!(label("rows"), None);
        assert_eq!(label("need_99999999999999999999999"), None);
    }

    #[test]
    fn the_same_day_written_in_two_ways_is_the_same() {
        let today = Date::constant(2026, 11, 22);
        let day = find("/clients/1/edit", "birth").expect("a field");
        assert_eq!(day.compared("昭和15年1月15日", today), day.compared("1940-01-15", today));
        assert_eq!(day.compared("11/22", today), day.compared("今日", today));
        let phone = find("/clients/1/edit", "phone").expect("a field");
        assert_eq!(phone.compared("０４４-200-0000", today), phone.compared("0442000000", today));
        let house = find("/clients/1/edit", "residence").expect("a field");
        assert_eq!(
            house.shown("hospital", &[], today),
            Residence::from_word("hospital").map(Residence::label).unwrap_or_default()
        );
    }
}
