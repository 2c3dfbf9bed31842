//! Every form of `law/forms`: no item of its data set is lost in silence, and its sheet draws each of its fields.

use std::{collections::BTreeSet, fs, path::Path};

use forms::{DATA_SETS, forms, forms_of};
use law::LawBook;

#[test]
fn each_item_is_printed_or_named_as_not_printed_and_never_both() {
    for data in DATA_SETS {
        assert!(forms_of(data).next().is_some(), "{} fills no form", data.word);
        for form in forms_of(data) {
            let printed: BTreeSet<&str> = form.file.fields.iter().flat_map(|field| field.sources()).collect();
            for item in data.items {
                let missing = form.not_printed().contains(item);
                assert!(printed.contains(item.path) != missing, "{} in {}", item.path, form.file.id);
            }
            assert_eq!(form.not_printed().len(), form.file.not_printed.len(), "{} names an item twice", form.file.id);
        }
    }
}

#[test]
fn no_item_stands_twice_in_a_data_set_and_no_layout_twice_among_its_forms() {
    for data in DATA_SETS {
        let paths: BTreeSet<&str> = data.items.iter().map(|item| item.path).collect();
        assert_eq!(paths.len(), data.items.len(), "{}", data.word);
        let words: Vec<&str> = forms_of(data).map(|form| form.file.word.as_str()).collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{}: {words:?}", data.word);
    }
}

#[test]
fn the_sheets_draw_each_field_of_form_toml() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/forms");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let shared = [read("common.typ"), read("week.typ")].concat();
    for form in forms().unwrap() {
        let sheet = read(&format!("{}/sheet.typ", form.file.id)) + &shared;
        for field in &form.file.fields {
            let name = &field.name;
            // What stands in several tables or groups is named by what stands before it.
            let tail = name.split_once('-').map_or(name.as_str(), |(_, tail)| tail);
            let each = |tail: String| sheet.contains("prefix + ") && sheet.contains(&tail);
            let joined = each(format!("\"-{tail}\"")) || each(format!("\"{tail}\""));
            let ways = [format!("\"{name}\""), format!("row.{name}"), format!("entry.{name}"), format!("it.{name}")];
            assert!(joined || ways.iter().any(|way| sheet.contains(way)), "{name} in {}", form.file.id);
        }
    }
}

#[test]
fn every_service_to_choose_is_one_of_the_law() {
    let sheet = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/forms/self-plan/sheet.typ");
    let sheet = fs::read_to_string(sheet).unwrap();
    let list = sheet.split("#let choices").nth(1).unwrap().split("#let chosen").next().unwrap();
    let names: Vec<&str> = list.split("(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let services = LawBook::embedded().unwrap().services();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        assert!(services.find(name).is_some_and(|kind| !kind.is_group()), "{name}");
    }
}
