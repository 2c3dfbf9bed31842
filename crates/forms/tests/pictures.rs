//! 家族構成図 and 社会関係図: everybody is in the picture, in words too, and nothing typed can leave it.

use std::collections::BTreeSet;

use domain::{
    client::Sex,
    planning::p1_basic::{FamilyMember, Kin, Tie, TieKind, TieStrength},
};
use forms::pictures::{family_tree, relation_map};

fn member(kin: Kin, name: &str) -> FamilyMember {
    FamilyMember { kin, name: name.to_owned(), ..FamilyMember::default() }
}

/// The heights at which these names stand.
fn height(svg: &str, name: &str) -> Option<i32> {
    let before = svg.split(&format!(">{name}</text>")).next().filter(|before| before.len() < svg.len())?;
    before.rsplit("y=\"").next()?.split('"').next()?.parse().ok()
}

#[test]
fn each_generation_has_its_row_and_everybody_is_said_in_words() {
    let family = [
        member(Kin::Grandmother, "タケ"),
        FamilyMember { age: "68".to_owned(), main_carer: true, lives_together: true, ..member(Kin::Mother, "ハル") },
        FamilyMember { deceased: true, ..member(Kin::Father, "イチロウ") },
        member(Kin::OlderSister, "ナツ"),
        member(Kin::Wife, "アキ"),
        member(Kin::Son, "フユ"),
        member(Kin::Grandchild, "モモ"),
        member(Kin::Other, "下宿の人"),
    ];
    let svg = family_tree("川崎 太郎", Some(Sex::Male), &family);
    let rows = ["タケ", "ハル", "川崎 太郎", "フユ", "モモ", "下宿の人"].map(|name| height(&svg, name));
    assert!(rows.iter().all(Option::is_some) && rows.is_sorted(), "{rows:?}");
    assert_eq!(height(&svg, "ナツ"), height(&svg, "川崎 太郎"));
    assert_eq!(height(&svg, "アキ"), height(&svg, "川崎 太郎"));
    assert!(svg.contains("母 ハル 68 同居 主に介護") && svg.contains("父 イチロウ"), "{svg}");
    assert!(svg.contains("role=\"img\"") && svg.contains(">母 68・介護</text>"));
}

#[test]
fn a_generation_of_many_goes_on_in_the_next_line_and_the_picture_gets_no_wider() {
    let family: Vec<FamilyMember> = (0..20).map(|number| member(Kin::Son, &format!("子{number}"))).collect();
    let family = [vec![member(Kin::Mother, "ハル")], family].concat();
    let svg = family_tree("川崎 太郎", Some(Sex::Male), &family);
    let width: i32 = svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(width <= 8 * 112, "{width}");
    let lines: BTreeSet<i32> = (0..20).map(|number| height(&svg, &format!("子{number}")).unwrap()).collect();
    assert_eq!(lines.len(), 3, "eight, eight and four: {lines:?}");
    let places: BTreeSet<&str> = svg.split("<rect ").skip(1).filter_map(|rest| rest.split(" width").next()).collect();
    assert_eq!(places.len(), 22, "nobody stands on another, and the person has a double border");
}

/// x, the upper and the lower end of each upright line.
fn uprights(svg: &str) -> Vec<(i32, i32, i32)> {
    let number = |line: &str, name: &str| -> Option<i32> {
        line.split(&format!("{name}=\"")).nth(1)?.split('"').next()?.parse().ok()
    };
    let ends = |line: &str| -> Option<(i32, i32, i32, i32)> {
        Some((number(line, "x1")?, number(line, "x2")?, number(line, "y1")?, number(line, "y2")?))
    };
    let lines = svg.split("<line ").skip(1).filter_map(ends);
    lines.filter(|(x1, x2, ..)| x1 == x2).map(|(x, _, y1, y2)| (x, y1.min(y2), y1.max(y2))).collect()
}

#[test]
fn no_line_goes_through_the_words_of_a_parent_who_is_alone() {
    let alone = [member(Kin::Mother, "ハル"), member(Kin::OlderBrother, "ナツ"), member(Kin::Son, "フユ")];
    let svg = family_tree("川崎 太郎", Some(Sex::Male), &alone);
    for name in ["ハル", "川崎 太郎"] {
        let words = height(&svg, name).unwrap();
        let x: i32 = svg
            .split(&format!("y=\"{words}\">{name}<"))
            .next()
            .unwrap()
            .rsplit("x=\"")
            .next()
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        // The second line of words stands 16 lower.
        let through =
            uprights(&svg).into_iter().find(|(at, upper, lower)| *at == x && *upper < words + 18 && *lower > words);
        assert_eq!(through, None, "{name}: {svg}");
        assert!(
            uprights(&svg).iter().any(|(at, upper, _)| *at == x && *upper > words),
            "{name} has a line down: {svg}"
        );
    }
}

#[test]
fn somebody_without_family_stands_alone() {
    let svg = family_tree("川崎 花子", None, &[]);
    assert!(height(&svg, "川崎 花子").is_some() && !svg.contains("<line"), "{svg}");
}

#[test]
fn the_line_and_a_word_say_how_close_a_tie_is() {
    let tie = |name: &str, strength| Tie { name: name.to_owned(), strength, kind: TieKind::Medical, ..Tie::default() };
    let ties = [
        tie("内科", TieStrength::Usual),
        tie("作業所", TieStrength::Strong),
        tie("友人", TieStrength::Weak),
        tie("職場", TieStrength::Strained),
    ];
    let svg = relation_map("川崎 花子", &ties);
    assert_eq!(svg.matches("<line").count(), 4);
    for word in ["強い", "弱い", "うまくいっていない"] {
        assert!(svg.contains(&format!(">{word}</text>")), "{word}: {svg}");
    }
    assert!(!svg.contains(">ふつう</text>") && svg.contains("医療 内科"), "the usual needs no word in the picture");
    let many: Vec<Tie> = (0..30).map(|number| tie(&format!("機関{number}"), TieStrength::Usual)).collect();
    let svg = relation_map("川崎 花子", &many);
    assert_eq!(svg.matches("<line").count(), 30);
    let boxes: BTreeSet<&str> = svg.split("<rect ").skip(1).filter_map(|rest| rest.split(" width").next()).collect();
    assert_eq!(boxes.len(), 30, "no box stands on another");
    let lone = relation_map("川崎 花子", &many[..1]);
    assert!(height(&lone, "機関0") < height(&lone, "本人"), "the first is on top: {lone}");
}

#[test]
fn what_is_typed_stays_text_and_long_names_are_cut_in_the_picture_alone() {
    let name = "<script>alert(1)</script>とても長い名前の人";
    let family = family_tree(name, None, &[member(Kin::Mother, name)]);
    let ties = relation_map(name, &[Tie { name: name.to_owned(), ..Tie::default() }]);
    for svg in [family, ties] {
        assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;…</text>"), "{svg}");
        assert!(svg.contains("とても長い名前の人"), "whole in the words: {svg}");
    }
}
