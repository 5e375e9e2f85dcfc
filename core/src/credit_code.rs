//! 统一社会信用代码 (GB 32100-2015): eighteen characters, the last of which checks the rest.

use crate::error::{Error, ErrorCode};
use crate::word::{CreditCodeKind, LegalForm};

/// The characters in the order of their values; I, O, S, V and Z are left out.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// 3 to the power of the position, modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// What the first two characters of a well-formed code say about its holder.
///
/// # Errors
/// A code of another length, with a character outside the alphabet, or whose last character does not
/// check.
pub(crate) fn kind_of(code: &str) -> Result<CreditCodeKind, Error> {
    let values: Option<Vec<usize>> = code.chars().map(|c| ALPHABET.find(c)).collect();
    let values = values.filter(|values| values.len() == 18).ok_or_else(|| {
        bad(
            "应为18位数字或大写字母（不含 I、O、S、V、Z）",
            "expected 18 digits or capitals without I, O, S, V, Z",
        )
    })?;
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    if values.last() != Some(&((31 - sum % 31) % 31)) {
        return Err(bad("校验位不符，请核对", "the check character does not fit"));
    }
    let mut start = code.chars();
    Ok(match (start.next(), start.next()) {
        (Some('1'), Some('1')) => CreditCodeKind::StateOrgan,
        (Some('1'), Some('2')) => CreditCodeKind::PublicInstitution,
        (Some('5'), Some('1')) => CreditCodeKind::SocialGroup,
        (Some('5'), Some('2')) => CreditCodeKind::SocialServiceOrganization,
        (Some('5'), Some('3')) => CreditCodeKind::Foundation,
        (Some('5'), Some('4')) => CreditCodeKind::SelfGoverningBody,
        (Some('8'), Some('1')) => CreditCodeKind::TradeUnionBody,
        (Some('9'), Some('1')) => CreditCodeKind::Enterprise,
        (Some('9'), Some('2')) => CreditCodeKind::IndividualBusiness,
        (Some('9'), Some('3')) => CreditCodeKind::Cooperative,
        (Some('N'), Some('1' | '2' | '3')) => CreditCodeKind::RuralCollective,
        _ => CreditCodeKind::Other,
    })
}

/// The legal forms that a body of a kind can have; every form for a kind that says nothing.
pub(crate) fn forms(kind: CreditCodeKind) -> &'static [LegalForm] {
    match kind {
        CreditCodeKind::StateOrgan => &[LegalForm::StateOrgan],
        CreditCodeKind::PublicInstitution => &[LegalForm::PublicInstitution],
        CreditCodeKind::SocialGroup => &[LegalForm::SocialGroup],
        CreditCodeKind::SocialServiceOrganization => &[LegalForm::SocialServiceOrganization],
        CreditCodeKind::Foundation => &[LegalForm::Foundation],
        CreditCodeKind::SelfGoverningBody => &[LegalForm::SelfGoverningBody],
        CreditCodeKind::TradeUnionBody => &[LegalForm::TradeUnionBody],
        CreditCodeKind::Enterprise => {
            &[LegalForm::Enterprise, LegalForm::Partnership, LegalForm::SoleProprietorship]
        }
        CreditCodeKind::IndividualBusiness => &[LegalForm::IndividualBusiness],
        CreditCodeKind::Cooperative => &[LegalForm::Cooperative],
        CreditCodeKind::RuralCollective => &[LegalForm::RuralCollective],
        CreditCodeKind::Other => LegalForm::ALL,
    }
}

fn bad(zh: &str, en: &str) -> Error {
    Error::new(ErrorCode::BadCreditCode, "", zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_powers_of_three() {
        let mut power = 1;
        for weight in WEIGHTS {
            assert_eq!(weight, power);
            power = power * 3 % 31;
        }
    }

    #[test]
    fn a_known_code_is_read_and_its_neighbours_are_not() {
        assert_eq!(kind_of("91350100M000100Y43"), Ok(CreditCodeKind::Enterprise));
        assert!(kind_of("91350100M000100Y44").is_err());
        assert!(kind_of("9135010M0000100Y43").is_err());
        assert!(kind_of("91350100M000100Y4").is_err());
        assert!(kind_of("91350100M000100I43").is_err());
    }
}
