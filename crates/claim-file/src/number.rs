//! Check digits. How they are reckoned was not read in full, so a mismatch warns and never refuses.

/// A warning when a 市町村番号's check digit does not fit (全国地方公共団体コード, modulus 11).
pub fn municipality_number_warning(number: &str) -> Option<String> {
    let digits = digits(number, 6)?;
    let (body, check) = (digits.get(..5)?, *digits.get(5)?);
    let sum: u32 = body.iter().zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    let expected = (11 - sum % 11) % 10;
    (expected != check)
        .then(|| format!("市町村番号の検査数字が合いません（計算では末尾が{expected}）。受給者証を確かめてください。"))
}

/// A warning when a 事業所番号's check digit does not fit (modulus 10, weights 2 and 1 from the right).
pub fn office_number_warning(number: &str) -> Option<String> {
    let digits = digits(number, 10)?;
    let (body, check) = (digits.get(..9)?, *digits.get(9)?);
    let sum: u32 = body
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { *digit })
        .sum();
    let expected = (10 - sum % 10) % 10;
    (expected != check).then(|| {
        format!("事業所番号の検査数字が合いません（計算では末尾が{expected}）。指定通知書を確かめてください。")
    })
}

/// The digits, or nothing where the length or a character is wrong (that is the field check's business).
fn digits(number: &str, length: usize) -> Option<Vec<u32>> {
    let digits: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    digits.filter(|digits| digits.len() == length)
}
