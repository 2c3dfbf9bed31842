//! 確かめてほしいこと: what looks wrong in a certificate and may yet be right. Saving is not held up by it.

use calendar::Date;
use domain::{
    client::{AboutClient, Certificate, Client, ConsultationService},
    id::GrantId,
    office::SettingsBook,
};
use law::LawBook;

use super::{CertificateText, Draft, case_says::CaseSays, municipal::advice};
use crate::Reason;

/// Everything that should be looked at once more, at its field.
pub(super) fn warnings(draft: &Draft, client: &Client) -> Vec<Reason> {
    let mut warnings = Vec::new();
    if !draft.municipality.is_empty() && !has_valid_check_digit(&draft.municipality) {
        warnings.push(Reason::at(
            "municipality",
            "市町村番号の末尾の検証番号が合いません。受給者証の番号と見くらべてください。",
        ));
    }
    if draft.service == Some(ConsultationService::Child) && client.guardian.is_none() {
        warnings.push(Reason::at("service", "保護者が登録されていません。障害児相談支援は保護者に支給されます。"));
    }
    let earliest = draft.grants.iter().min_by_key(|grant| grant.start);
    if let (Some(made), Some(earliest)) = (draft.plan_made_on, earliest)
        && made > earliest.end
    {
        warnings.push(Reason::at("plan_made_on", "計画作成日が有効期間の終わりより後です。"));
    }
    warnings
}

/// What should be looked at once more in a certificate that is kept, in words: saving was not held up by it.
pub(crate) fn of_kept(
    law: &LawBook,
    (client, about): (&Client, &AboutClient),
    certificate: &Certificate,
    settings: &SettingsBook,
    today: Date,
) -> Vec<String> {
    let (draft, _) =
        CertificateText::of(certificate).read((today, CaseSays::default()), law, |_| GrantId(certificate.id.0));
    let settings = settings.of(&certificate.municipality, certificate.plan_made_on.unwrap_or(today));
    let all = warnings(&draft, client).into_iter().chain(advice(law, &draft, (client, about), settings, today));
    all.map(|reason| reason.sentence).collect()
}

/// Whether the last of six digits is the check digit of the first five (全国地方公共団体コード, modulus 11).
fn has_valid_check_digit(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let [first @ .., last] = digits.as_slice() else { return false };
    let sum: u32 = first.iter().zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    (11 - sum % 11) % 10 == *last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_of_known_municipalities_hold() {
        for number in ["141305", "131016", "011002", "271004"] {
            assert!(has_valid_check_digit(number), "{number}");
        }
        assert!(!has_valid_check_digit("141306"));
    }
}
