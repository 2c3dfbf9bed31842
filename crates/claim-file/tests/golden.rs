//! The worked example of the interface specification's fields, byte for byte, and files that are wrong.
#![expect(clippy::unwrap_used, reason = "tests")]

use claim_file::{FileName, decode, encode, municipality_number_warning, office_number_warning};
use domain::client::ConsultationService;
use encoding_rs::SHIFT_JIS;

const EXAMPLE: &str = "\
1,1,0,7,J31,0,1430000008,0,1,202606,\r
2,2,J312,01,202605,141305,1430000008,2,02,35948,10960\r
2,3,J312,02,202605,141305,1430000008,1,0000000001,\"ﾃｽﾄ ｲﾁﾛｳ\",,20260515,520000,1872,20517,10960\r
2,4,J312,03,202605,141305,1430000008,0000000001,521111,1572,1,1572,\r
2,5,J312,03,202605,141305,1430000008,0000000001,526020,300,1,300,\r
2,6,J312,02,202605,141305,1430000008,2,0000000002,\"ﾃｽﾄ ﾊﾅｺ\",,20260520,520000,1408,15431,10960\r
2,7,J312,03,202605,141305,1430000008,0000000002,521211,1308,1,1308,\r
2,8,J312,03,202605,141305,1430000008,0000000002,526825,100,1,100,\r
3,9\r
";

fn bytes(text: &str) -> Vec<u8> {
    SHIFT_JIS.encode(text).0.into_owned()
}

#[test]
fn the_example_decodes_and_encodes_to_the_same_bytes() {
    let file = decode(&bytes(EXAMPLE)).unwrap();
    assert_eq!(file.service(), ConsultationService::Plan);
    assert_eq!((file.count(), file.units(), file.yen()), (2, 3280, 35_948));
    assert_eq!(file.processing_month().to_string(), "2026-06");
    let block = &file.blocks()[0];
    assert_eq!((block.municipality(), block.area_code(), block.unit_price()), ("141305", "02", 10_960));
    assert_eq!(block.claims()[0].payer_kana(), "ﾃｽﾄ ｲﾁﾛｳ");
    assert_eq!(block.claims()[1].yen(block.unit_price()), 15_431);
    assert_eq!(encode(&file).unwrap(), bytes(EXAMPLE));
}

#[test]
fn the_childs_file_differs_in_three_codes_only() {
    let child = EXAMPLE
        .replace("J312", "K311")
        .replace("J31", "K31")
        .replace("520000", "550000")
        .replace(",02,35948", ",12,35948");
    let file = decode(&bytes(&child)).unwrap();
    assert_eq!(file.service(), ConsultationService::Child);
    assert_eq!(encode(&file).unwrap(), bytes(&child));
}

#[test]
fn fields_may_all_be_quoted() {
    let quoted: String = EXAMPLE
        .lines()
        .map(|line| {
            let fields: Vec<String> =
                line.trim_end().split(',').map(|f| format!("\"{}\"", f.trim_matches('"'))).collect();
            format!("{}\r\n", fields.join(","))
        })
        .collect();
    assert_eq!(decode(&bytes(&quoted)).unwrap(), decode(&bytes(EXAMPLE)).unwrap());
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    let fault = decode(&bytes(text)).unwrap_err().to_string();
    assert!(fault.contains(expected), "{fault}");
}

#[test]
fn every_count_serial_number_and_sum_is_checked() {
    refused(&EXAMPLE.replace(",7,J31", ",8,J31"), "1行目「レコード件数」");
    refused(&EXAMPLE.replace("2,4,J312", "2,5,J312"), "4行目「レコード番号」");
    refused(&EXAMPLE.replace(",35948,", ",35949,"), "2行目「請求金額」");
    refused(&EXAMPLE.replace("8,2,02", "8,3,02"), "2行目「件数」");
    refused(&EXAMPLE.replace(",1872,20517,", ",1873,20517,"), "3行目「単位数」");
    refused(&EXAMPLE.replace(",1872,20517,", ",1872,20518,"), "3行目「請求額」");
    refused(&EXAMPLE.replace("1572,1,1572", "1572,1,1573"), "4行目「サービス単位数」");
    refused(&EXAMPLE.replace("3,9", "3,8"), "9行目「レコード番号」");
    refused(
        &EXAMPLE.replace("202605,141305,1430000008,2,0000000002", "202604,141305,1430000008,2,0000000002"),
        "6行目",
    );
    refused(&EXAMPLE.replace("20260515", "20260532"), "3行目「モニタリング日」");
    refused(&EXAMPLE.replace("J312", "J111"), "J111");
}

#[test]
fn bytes_that_are_no_claim_file_are_refused() {
    refused("", "改行");
    refused(EXAMPLE.trim_end_matches("\r\n"), "最後の行の改行");
    refused(&EXAMPLE.replace("\r\n", "\n"), "最後の行の改行");
    refused(&EXAMPLE.replace("\"ﾃｽﾄ ﾊﾅｺ\"", "\"ﾃｽﾄ ﾊﾅｺ"), "引用符");
    refused(&EXAMPLE.replace("ﾃｽﾄ ﾊﾅｺ", "O'HARA"), "「'」は使えません");
    refused(&EXAMPLE.replace("ﾃｽﾄ ﾊﾅｺ", "ﾃｽﾄ\tﾊﾅｺ"), "制御文字");
    refused(&EXAMPLE.replace("ﾃｽﾄ ﾊﾅｺ", "ﾃｽﾄ ハナコ"), "使えません");
    refused(&EXAMPLE.replace("ﾃｽﾄ ﾊﾅｺ", "ｱｲｳｴｵｱｲｳｴｵｱｲｳｴｵｱｲｳｴｵｱｲｳｴｵｱ"), "26バイト");
    refused(&EXAMPLE.replace("1572,1,1572,\r", "1572,1,1572,ABC\r"), "全角ではありません");
    assert!(decode(&[0xff, 0xfe, 0x0d, 0x0a]).is_err());
    // 0xF040 is the area of outer characters (外字).
    let mut outer = bytes(&EXAMPLE.replace("1572,1,1572,\r", "1572,1,1572,\"##\"\r"));
    let at = outer.windows(2).position(|pair| pair == b"##").unwrap();
    outer.splice(at..at + 2, [0xf0, 0x40]);
    assert!(decode(&outer).unwrap_err().to_string().contains("4行目「摘要」"));
}

#[test]
fn file_names_have_up_to_eight_letters_or_digits_and_the_suffix() {
    let name = FileName::of_closing(ConsultationService::Plan, "2026-05".parse().unwrap(), 1).unwrap();
    assert_eq!(name.to_string(), "J260501.CSV");
    let late = FileName::of_closing(ConsultationService::Child, "2026-05".parse().unwrap(), 123).unwrap();
    assert_eq!(late.to_string(), "K2605123.CSV");
    for bad in ["J260501.csv", "1234.CSV", "ABCDEFGHI.CSV", ".CSV", "J-1.CSV", "請求.CSV"] {
        assert!(bad.parse::<FileName>().is_err(), "{bad}");
    }
}

#[test]
fn check_digits_warn() {
    assert_eq!(municipality_number_warning("141305"), None);
    assert!(municipality_number_warning("141306").unwrap().contains("末尾が5"));
    assert_eq!(office_number_warning("1430000008"), None);
    assert!(office_number_warning("1430000009").unwrap().contains("末尾が8"));
    assert_eq!(office_number_warning("14"), None);
}
