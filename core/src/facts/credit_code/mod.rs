//! 统一社会信用代码 (GB 32100-2015): eighteen characters, the last of which checks the rest.

mod checks;
mod malformed;
mod repair;

pub use malformed::malformed;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::characters::visible;
use crate::error::Error;
use crate::facts::credit_code::checks::{check, organization_code_checks};
use crate::facts::credit_code::malformed::otherwise;
use crate::facts::credit_code::repair::{put_right, replace_look_alikes};
use crate::facts::kind::LONGEST_TEXT;
use crate::facts::terms::sets::{CreditCodeKind, LegalForm};
use crate::text::Text;

/// 登记管理部门代码: the first character.
const REGISTRARS: &[(&str, &str)] = &[
    ("1", "机构编制"),
    ("2", "外交"),
    ("3", "司法行政"),
    ("4", "文化"),
    ("5", "民政"),
    ("6", "旅游"),
    ("7", "宗教"),
    ("8", "工会"),
    ("9", "市场监管（工商）"),
    ("A", "中央军委改革和编制办公室"),
    ("N", "农业"),
    ("Y", "其他"),
];

/// 机构类别代码, behind the first character: 54 is in use, though not in the table of 2015.
const CATEGORIES: &[(&str, &str)] = &[
    ("11", "机关"),
    ("12", "事业单位"),
    ("13", "编办直接管理编制的群众团体"),
    ("19", "其他"),
    ("21", "外国常驻新闻机构"),
    ("29", "其他"),
    ("31", "律师执业机构"),
    ("32", "公证处"),
    ("33", "基层法律服务所"),
    ("34", "司法鉴定机构"),
    ("35", "仲裁委员会"),
    ("39", "其他"),
    ("41", "外国在华文化中心"),
    ("49", "其他"),
    ("51", "社会团体"),
    ("52", "民办非企业单位（社会服务机构）"),
    ("53", "基金会"),
    ("54", "基层群众性自治组织"),
    ("59", "其他"),
    ("61", "外国旅游部门常驻代表机构"),
    ("62", "港澳台旅游部门常驻内地代表机构"),
    ("69", "其他"),
    ("71", "宗教活动场所"),
    ("72", "宗教院校"),
    ("79", "其他"),
    ("81", "基层工会"),
    ("89", "其他"),
    ("91", "企业"),
    ("92", "个体工商户"),
    ("93", "农民专业合作社"),
    ("A1", "军队事业单位"),
    ("A9", "其他"),
    ("N1", "组级集体经济组织"),
    ("N2", "村级集体经济组织"),
    ("N3", "乡镇级集体经济组织"),
    ("N9", "其他"),
    ("Y1", "其他"),
];

choices! {
    /// Reason why a character was not taken as written.
    RepairReason {
        /// A full-width form of an ASCII character.
        FullWidth = "full_width" "全角改为半角",
        /// A small letter.
        LowerCase = "lower_case" "小写改为大写",
        /// A space, a hyphen, a dash, or a character that nobody sees.
        Separator = "separator" "去掉空格、连字符或看不见的字符",
        /// O, I, Z or S, which no code has, for 0, 1, 2 or 5.
        LookAlike = "look_alike" "形近字母改为数字",
    }
}

// Not among `answers!`, for `from` is a keyword of Python: its getters are written out there.
/// 更正: one change to one character of a code as written.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
#[cfg_attr(feature = "pyo3", pyo3::pyclass(frozen, eq, hash, module = "tuoyu"))]
pub struct Repair {
    /// The position in the text as written, counted from 1.
    pub at: i32,
    /// The character.
    pub from: String,
    /// The character that it was taken for; empty where it was dropped.
    pub to: String,
    /// Reason.
    pub why: RepairReason,
}

// Not among `answers!`, for that of an individual business is personal data: its `Debug` is written out here.
/// 统一社会信用代码 (GB 32100-2015): a code that checks, taken apart.
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "uniffi", derive(uniffi::Record), uniffi::export(Debug))]
#[cfg_attr(feature = "pyo3", pyo3::pyclass(frozen, get_all, eq, hash, module = "tuoyu"))]
pub struct CreditCode {
    /// The eighteen characters.
    pub code: String,
    /// 登记管理部门, by the first character; none where the standard has no such character.
    pub registrar: Option<String>,
    /// Kind of body, by the first two characters.
    pub kind: CreditCodeKind,
    /// 机构类别, by the first two characters; none where the standard has no such pair.
    pub category: Option<String>,
    /// 登记管理机关行政区划码: characters 3 to 8.
    pub district: String,
    /// 主体标识码 (组织机构代码): characters 9 to 17.
    pub organization_code: String,
    /// Every change to the text as written, in its order.
    pub repairs: Vec<Repair>,
    /// Unusual features that make it no less of a code.
    pub warnings: Vec<Text>,
}

/// Shows what the code says of its holder, and not the code.
impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreditCode")
            .field("registrar", &self.registrar)
            .field("kind", &self.kind)
            .field("category", &self.category)
            .field("repairs", &self.repairs.len())
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

impl CreditCode {
    /// Reads a code as people write it. Full-width and small letters, spaces and hyphens are put right, and so
    /// are O, I, Z and S where the check character then fits; each repair is reported.
    ///
    /// ```
    /// use tuoyu::{CreditCode, RepairReason};
    ///
    /// let read = CreditCode::parse("91350100 M0001OOY43")?;
    /// assert_eq!(read.code, "91350100M000100Y43");
    /// assert_eq!(read.repairs[0].why, RepairReason::Separator);
    /// assert_eq!(read.repairs[1].why, RepairReason::LookAlike);
    /// # Ok::<(), tuoyu::Error>(())
    /// ```
    ///
    /// # Errors
    /// A code of another length, with a character outside the alphabet, or whose last character does not
    /// check. The error never shows the code.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > LONGEST_TEXT {
            return Err(malformed(text));
        }
        let mut repairs = Vec::new();
        let mut letters = put_right(text, &mut repairs);
        let mut code: String = letters.iter().map(|(_, letter)| *letter).collect();
        if let Err(error) = check(&code) {
            replace_look_alikes(&mut letters, &mut repairs);
            code = letters.iter().map(|(_, letter)| *letter).collect();
            check(&code).map_err(|_| error)?;
        }
        repairs.sort_by_key(|repair| repair.at);
        Ok(Self::of(code, repairs))
    }

    /// Takes apart a code that checks.
    fn of(code: String, repairs: Vec<Repair>) -> Self {
        let part = |from: usize, to: usize| code.get(from..to).unwrap_or_default().to_owned();
        let (district, organization_code) = (part(2, 8), part(8, 17));
        let category = name(CATEGORIES, &code);
        let mut warnings = Vec::new();
        if category.is_none() {
            warnings.push(Text::new(
                "前两位（登记管理部门、机构类别）不在 GB 32100 的代码表中，请核对",
                "the first two characters are not in the tables of GB 32100",
            ));
        }
        if !district.bytes().all(|letter| letter.is_ascii_digit()) {
            warnings.push(Text::new(
                "第3至8位（行政区划码）应为数字，请核对",
                "characters 3 to 8, the district, are not all digits",
            ));
        }
        if !organization_code_checks(&organization_code) {
            warnings.push(Text::new(
                "第9至17位（组织机构代码）的校验码不符 GB 11714，请核对",
                "the check character of the organisation code, characters 9 to 17, does not fit",
            ));
        }
        Self {
            kind: kind(&code),
            registrar: name(REGISTRARS, &code),
            category,
            district,
            organization_code,
            code,
            repairs,
            warnings,
        }
    }
}

/// Kind of the holder, by the first two characters of a well-formed code. Characters that nobody sees are no part of it.
///
/// # Errors
/// A code of another length, with a character outside the alphabet, or whose last character does not
/// check.
pub fn kind_of(code: &str) -> Result<CreditCodeKind, Error> {
    let code = visible(code);
    check(&code)
        .map_err(|error| CreditCode::parse(&code).map_or(error, |read| otherwise(&read)))?;
    Ok(kind(&code))
}

/// The legal forms that a body of a kind can have; every form for a kind that says nothing.
pub fn forms(kind: CreditCodeKind) -> &'static [LegalForm] {
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

fn kind(code: &str) -> CreditCodeKind {
    let mut start = code.chars();
    match (start.next(), start.next()) {
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
    }
}

/// Entry of a table for the start of a code.
fn name(table: &[(&str, &'static str)], code: &str) -> Option<String> {
    table.iter().find(|(start, _)| code.starts_with(start)).map(|(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use crate::error::ErrorCode;
    use crate::facts::credit_code::checks::ALPHABET;
    use crate::facts::credit_code::checks::WEIGHTS;
    use crate::facts::credit_code::checks::registration_number_checks;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &str = "91350100M000100Y43";

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

    #[test]
    fn institutions_are_read_strictly() {
        for written in ["91350100m000100Y43", "91350100 M000100Y43", "9135O1OOM000100Y43"] {
            assert!(kind_of(written).is_err());
            assert_eq!(CreditCode::parse(written).unwrap().code, SAMPLE);
        }
    }

    #[test]
    fn the_sample_of_the_standard_is_taken_apart() {
        let read = CreditCode::parse(SAMPLE).unwrap();
        let expected = CreditCode {
            code: SAMPLE.to_owned(),
            registrar: Some("市场监管（工商）".to_owned()),
            kind: CreditCodeKind::Enterprise,
            category: Some("企业".to_owned()),
            district: "350100".to_owned(),
            organization_code: "M000100Y4".to_owned(),
            repairs: Vec::new(),
            warnings: Vec::new(),
        };
        assert_eq!(read, expected);
    }

    /// The code that seventeen characters make: the one last character that checks.
    fn completed(start: &str) -> String {
        let codes =
            ALPHABET.iter().map(|byte| char::from(*byte)).map(|last| format!("{start}{last}"));
        let codes: Vec<_> = codes.filter(|code| kind_of(code).is_ok()).collect();
        assert_eq!(codes.len(), 1);
        codes[0].clone()
    }

    #[test]
    fn first_two_characters_name_the_kind() {
        let read = |start: &str| {
            let read = CreditCode::parse(&completed(&format!("{start}370303M000100Y4"))).unwrap();
            assert_eq!(kind_of(&read.code), Ok(read.kind));
            (
                read.registrar.unwrap_or_default(),
                read.kind,
                read.category.unwrap_or_default(),
                read.warnings.len(),
            )
        };
        let found = |registrar: &str, kind, category: &str, warnings| {
            (registrar.to_owned(), kind, category.to_owned(), warnings)
        };
        let social = CreditCodeKind::SocialServiceOrganization;
        assert_eq!(read("12"), found("机构编制", CreditCodeKind::PublicInstitution, "事业单位", 0));
        assert_eq!(read("52"), found("民政", social, "民办非企业单位（社会服务机构）", 0));
        assert_eq!(
            read("92"),
            found("市场监管（工商）", CreditCodeKind::IndividualBusiness, "个体工商户", 0)
        );
        assert_eq!(read("72"), found("宗教", CreditCodeKind::Other, "宗教院校", 0));
        assert_eq!(read("Y1"), found("其他", CreditCodeKind::Other, "其他", 0));
        assert_eq!(read("97"), found("市场监管（工商）", CreditCodeKind::Other, "", 1));
        assert_eq!(read("Q1"), found("", CreditCodeKind::Other, "", 1));
    }

    #[test]
    fn every_kind_has_its_row_in_the_tables() {
        for first in ALPHABET.iter().map(|byte| char::from(*byte)) {
            for second in ALPHABET.iter().map(|byte| char::from(*byte)) {
                let start = format!("{first}{second}");
                assert!(
                    kind(&start) == CreditCodeKind::Other || name(CATEGORIES, &start).is_some(),
                    "{start}"
                );
            }
        }
    }

    #[test]
    fn unusual_entry_is_a_warning() {
        let warnings = |start: &str| {
            let read = CreditCode::parse(&completed(start)).unwrap();
            read.warnings.into_iter().map(|text| text.zh).collect::<Vec<_>>()
        };
        assert!(warnings("91370303M000100Y4").is_empty());
        let [organization] = &warnings("91370303M000100Y5")[..] else { unreachable!() };
        assert!(organization.contains("GB 11714"));
        let [district] = &warnings("9137030AM000100Y4")[..] else { unreachable!() };
        assert!(district.contains("行政区划码"));
    }

    #[test]
    fn the_check_character_of_an_organisation_code_can_be_x_or_0() {
        assert!(organization_code_checks("M000100Y4"));
        // 3 × 4 = 12, so 11 - 1 is 10; 3 × 0 = 0, so 11 - 0 is 11.
        assert!(organization_code_checks("40000000X"));
        assert!(organization_code_checks("000000000"));
        assert!(!organization_code_checks("400000000"));
        assert!(!organization_code_checks("00000000X"));
    }

    #[test]
    fn each_repair_is_reported() {
        let repairs = |written: &str| {
            let read = CreditCode::parse(written).unwrap();
            assert_eq!(read.code, SAMPLE);
            assert_eq!(kind_of(&read.code), Ok(read.kind));
            let name = |repair: &Repair| {
                format!("{} {}>{} {}", repair.at, repair.from, repair.to, repair.why.name())
            };
            read.repairs.iter().map(name).collect::<Vec<_>>()
        };
        assert_eq!(repairs("９1350100M000100Y43"), ["1 ９>9 full_width"]);
        assert_eq!(repairs("91350100m000100y43"), ["9 m>M lower_case", "16 y>Y lower_case"]);
        assert_eq!(repairs("91350100ｍ000100Y43"), ["9 ｍ>m full_width", "9 m>M lower_case"]);
        assert_eq!(repairs(" 91350100-M000100Y43\n").len(), 3);
        for separator in [' ', '\u{3000}', '\u{a0}', '\t', '-', '–', '—', '‐', '－', '\u{200b}']
        {
            let written = format!("91350100{separator}M000100Y43");
            assert_eq!(repairs(&written), [format!("9 {separator}> separator")]);
        }
        assert_eq!(repairs("9135O100M000100Y43"), ["5 O>0 look_alike"]);
        assert_eq!(repairs("9I350I00M000I00Y43").len(), 3);
        assert_eq!(repairs("913S0100M000100Y43"), ["4 S>5 look_alike"]);
        assert_eq!(
            repairs("9135ｏ100M000100Y4 3"),
            ["5 ｏ>o full_width", "5 o>O lower_case", "5 O>0 look_alike", "18  > separator"],
        );
        let two = completed("12370303M000100Y4");
        let read = CreditCode::parse(&two.replacen('2', "Z", 1)).unwrap();
        assert_eq!(read.code, two);
        assert_eq!((read.repairs[0].from.as_str(), read.repairs[0].to.as_str()), ("Z", "2"));
    }

    #[test]
    fn characters_that_nobody_sees_are_no_part_of_a_code() {
        for unseen in
            ['\u{200b}', '\u{200e}', '\u{202c}', '\u{feff}', '\u{2060}', '\u{ad}', '\u{61c}']
        {
            for written in [
                format!("{unseen}{SAMPLE}"),
                format!("{SAMPLE}{unseen}"),
                SAMPLE.replace('M', &format!("{unseen}M")),
            ] {
                assert_eq!(CreditCode::parse(&written).unwrap().code, SAMPLE);
                assert_eq!(kind_of(&written), Ok(CreditCodeKind::Enterprise));
            }
        }
    }

    #[test]
    fn code_written_otherwise_is_told_how() {
        for (written, how) in [
            ("91350100m000100Y43", "lower_case"),
            ("91350100 M000100Y43", "separator"),
            ("９1350100M000100Y43", "full_width"),
            ("9135O100M000100Y43", "look_alike"),
        ] {
            let error = kind_of(written).unwrap_err();
            assert!(error.message.en.contains(how), "{error}");
            assert_eq!(error.hint.as_deref(), Some("CreditCode.parse puts it right"));
        }
    }

    #[test]
    fn unrepairable_code_is_an_error_without_the_code() {
        for written in [
            "",
            "91350100M000100Y4",
            "91350100M000100Y433",
            "91350100M000100Y44",
            "9135O100M000100Y44",
            "91350100M000100V43",
            "91350100M000100Y4三",
            "91350100_M000100Y43",
            "91350100M000100Y4³",
            "370303199001011234",
            &"9".repeat(100_000),
        ] {
            let error = CreditCode::parse(written).unwrap_err();
            assert_eq!(error.code, ErrorCode::BadCreditCode);
            let shown = format!("{error} {error:?}");
            assert!(written.len() < 5 || !shown.contains(written));
        }
    }

    fn letter() -> impl Strategy<Value = char> {
        (0..ALPHABET.len()).prop_map(|position| char::from(ALPHABET[position]))
    }

    fn code() -> impl Strategy<Value = String> {
        prop::collection::vec(letter(), 17)
            .prop_map(|letters| completed(&letters.into_iter().collect::<String>()))
    }

    fn written() -> impl Strategy<Value = String> {
        let noise = prop::sample::select("OIZSV oizsvａＯｚ０　-–_%三".chars().collect::<Vec<_>>());
        let noise = prop::collection::vec((0..19_usize, noise), 0..4);
        (code(), noise, any::<bool>()).prop_map(|(code, noise, replace)| {
            let mut letters: Vec<char> = code.chars().collect();
            for (position, letter) in noise {
                if replace && position < 18 {
                    letters[position] = letter;
                } else {
                    letters.insert(position, letter);
                }
            }
            letters.into_iter().collect()
        })
    }

    /// The same repairs without the code under test: through tables of text.
    fn put_right_naively(written: &str) -> String {
        let full: String = ('！'..='～').collect();
        let half: String = ('!'..='~').collect();
        let mut code = String::new();
        for letter in written.chars().filter(|letter| !"　 -–".contains(*letter)) {
            let position = full.chars().position(|other| other == letter);
            code.push(position.and_then(|at| half.chars().nth(at)).unwrap_or(letter));
        }
        code.to_ascii_uppercase()
    }

    /// An ID number of nobody: there is no place of that code.
    fn resident() -> impl Strategy<Value = String> {
        let day = (0..29_000_i64).prop_map(|days| {
            let first = NaiveDate::from_ymd_opt(1930, 1, 1).unwrap();
            (first + chrono::Days::new(days.unsigned_abs())).to_string().replace('-', "")
        });
        (11..66_u32, day, 0..1_000_u32).prop_map(|(province, day, order)| {
            let digits = format!("{province}9999{day}{order:03}");
            let sum = digits.bytes().map(|digit| usize::from(digit - b'0'));
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            let sum: usize = sum.zip(weights).map(|(digit, weight)| digit * weight).sum();
            let last = "10X98765432".chars().nth(sum % 11).unwrap();
            format!("{digits}{last}")
        })
    }

    /// A code of digits as they are given, with its check characters.
    fn numeric_code() -> impl Strategy<Value = String> {
        let start =
            prop::sample::select(CATEGORIES.iter().map(|(start, _)| *start).collect::<Vec<_>>());
        let place =
            prop::sample::select(vec!["1000", "1101", "3703", "3701", "4419", "5001", "6543"]);
        let rest = prop::sample::select(vec!["19", "20", "03", "18", "21"]);
        // Half of them look like a day of birth.
        let organization = prop_oneof![
            (0..100_u32, 1..13_u32, 1..29_u32, 0..100_u32).prop_map(
                |(year, month, day, order)| format!("{year:02}{month:02}{day:02}{order:02}")
            ),
            (1..100_000_000_u32).prop_map(|number| format!("{number:08}")),
        ];
        (start, place, rest, organization).prop_map(|(start, place, rest, organization)| {
            let last = ('0'..='9')
                .chain(['X'])
                .find(|last| organization_code_checks(&format!("{organization}{last}")));
            completed(&format!("{start}{place}{rest}{organization}{}", last.unwrap()))
        })
    }

    #[test]
    fn numbers_of_persons_and_of_old_are_named_for_what_they_are() {
        let said = |text: &str| CreditCode::parse(text).unwrap_err().message.zh;
        assert!(said("379999900101001").contains("身份证"));
        assert!(said("379999 900101 001").contains("身份证"));
        // 110108 0000000 1 and its check by ISO 7064.
        let old = (0..10).map(|last| format!("11010800000001{last}"));
        let old: Vec<String> = old.filter(|number| registration_number_checks(number)).collect();
        assert_eq!(old.len(), 1);
        assert!(said(&old[0]).contains("注册号"));
        assert!(said("379999901301001").contains("15位数字"));
        assert!(said("M000100Y4").contains("组织机构代码"));
        assert!(said("M000100Y-4").contains("组织机构代码"));
        assert!(said("'91350100M000100Y43").contains("撇号"));
        assert!(said("9.1350100E+17").contains("取整"));
        assert!(said("913501000001000000").contains("取整"));
        assert!(said("91350100V000100Y43").contains("没有 I"));
        assert!(said("91350100M000100Y4").contains("收到17位"));
        assert!(said("000000000000000000").contains("全为零"));
    }

    #[test]
    fn codes_that_nobody_is_given_are_refused() {
        for letter in ALPHABET.iter().map(|byte| char::from(*byte)) {
            assert!(kind_of(&letter.to_string().repeat(18)).is_err(), "{letter}");
        }
        let completion = |start: &str| {
            ALPHABET.iter().map(|byte| format!("{start}{}", char::from(*byte))).collect::<Vec<_>>()
        };
        for start in ["91000000M000100Y4", "91370303000000000", "9137030300000000X"] {
            assert!(completion(start).iter().all(|code| kind_of(code).is_err()), "{start}");
        }
        assert!(completion("91100000M000100Y4").iter().any(|code| kind_of(code).is_ok()));
        assert!(completion("91370303000000019").iter().any(|code| kind_of(code).is_ok()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn an_id_number_is_no_code(number in resident(), cut in 0..18_usize) {
            for written in [number.clone(), number.to_lowercase(), format!("{} {}", &number[..cut], &number[cut..])] {
                let error = CreditCode::parse(&written).unwrap_err();
                prop_assert_eq!(error.code, ErrorCode::BadCreditCode);
                prop_assert!(error.message.zh.contains("身份证"), "{}", error);
                let shown = format!("{error} {error:?}");
                prop_assert!(!shown.contains(&number));
            }
            prop_assert!(kind_of(&number).is_err());
        }

        #[test]
        fn a_code_all_of_whose_parts_fit_is_one(code in numeric_code()) {
            prop_assert!(kind_of(&code).is_ok(), "{}", code);
        }
    }

    proptest! {
        #[test]
        fn no_text_is_a_panic(text in any::<String>()) {
            let _ = CreditCode::parse(&text);
            let _ = kind_of(&text);
        }

        #[test]
        fn a_code_is_itself(code in code()) {
            let read = CreditCode::parse(&code);
            prop_assert_eq!(read.map(|read| (read.code, read.repairs)), Ok((code, Vec::new())));
        }

        #[test]
        fn a_slip_is_refused_or_names_the_code_that_it_gives(code in code()) {
            let letters: Vec<char> = code.chars().collect();
            let others = ('0'..='9').chain('A'..='Z').chain('a'..='z');
            for (position, other) in (0..18).flat_map(|at| others.clone().map(move |other| (at, other))) {
                let mut slip = letters.clone();
                slip[position] = other;
                let slip: String = slip.into_iter().collect();
                match CreditCode::parse(&slip) {
                    Err(error) => prop_assert_eq!(error.code, ErrorCode::BadCreditCode),
                    Ok(read) => {
                        prop_assert!(kind_of(&read.code).is_ok());
                        // No other code is one character away: it is this one, written otherwise.
                        prop_assert_eq!(&read.code, &code);
                        prop_assert_eq!(read.repairs.is_empty(), slip == code);
                    }
                }
            }
            for position in 0..17 {
                let mut slip = letters.clone();
                slip.swap(position, position + 1);
                let slip: String = slip.into_iter().collect();
                prop_assert_eq!(CreditCode::parse(&slip).is_ok(), slip == code);
            }
        }

        #[test]
        fn repairs_change_layout_and_four_letters_and_nothing_else(written in written()) {
            let plain = put_right_naively(&written);
            let digits = plain.replace('O', "0").replace('I', "1").replace('Z', "2").replace('S', "5");
            match CreditCode::parse(&written) {
                Err(_) => prop_assert!(kind_of(&plain).is_err() && kind_of(&digits).is_err()),
                Ok(read) => {
                    prop_assert_eq!(&read.code, &digits);
                    prop_assert_eq!(read.repairs.is_empty(), written == read.code);
                    let mut text: Vec<String> = written.chars().map(String::from).collect();
                    for repair in read.repairs {
                        let at = usize::try_from(repair.at).unwrap_or(0) - 1;
                        prop_assert_eq!(&text[at], &repair.from);
                        text[at] = repair.to;
                    }
                    prop_assert_eq!(text.concat(), read.code);
                }
            }
        }
    }
}
