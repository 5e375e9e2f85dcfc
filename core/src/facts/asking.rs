//! 问法: of whom a fact is asked, after which answer, and what helps to answer.

use crate::facts::{Fact, Kind};

choices! {
    /// 由谁回答: who knows the answer to a question.
    Answerer {
        /// The sponsor of the institution.
        Sponsor = "sponsor" "举办者",
        /// Whoever keeps the accounts of the institution.
        Accountant = "accountant" "会计",
        /// The official who handles the filing.
        Clerk = "clerk" "备案经办人",
        /// The education department of the district.
        EducationDepartment = "education_department" "教育部门",
    }
}

/// An earlier question, and the answers to it after which another one matters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Earlier {
    pub fact: Fact,
    /// Terms; none where the answer is "yes".
    pub terms: &'static [&'static str],
}

/// 长期: what a document without a last valid day says.
pub const NO_END: &str = "长期";

impl Earlier {
    /// Tells whether a value is one of the answers.
    pub fn is_answered_by(&self, code: i64) -> bool {
        match self.fact.kind() {
            Kind::Bool => code == 1,
            kind => {
                let mut words = kind.words().iter().zip(0..);
                words.any(|(word, of_word)| of_word == code && self.terms.contains(&word.name))
            }
        }
    }

    /// The answers by their stable names.
    pub fn answers(&self) -> Vec<String> {
        match self.fact.kind() {
            Kind::Bool => vec!["true".to_owned()],
            _ => self.terms.iter().map(|term| (*term).to_owned()).collect(),
        }
    }
}

impl Fact {
    pub fn answerer(self) -> Answerer {
        match self {
            Self::ReceivedOn | Self::ReceiptGivenOn | Self::NoticeGivenOn => Answerer::Clerk,
            Self::MeetsLocalKindergartenDemand | Self::ApprovedClasses => {
                Answerer::EducationDepartment
            }
            Self::SeparateAccounting | Self::OtherBusiness | Self::VatExemptionWaived => {
                Answerer::Accountant
            }
            _ => Answerer::Sponsor,
        }
    }

    /// The earlier question on which it hangs whether this one matters; none where it always may.
    pub fn asked_if(self) -> Option<Earlier> {
        let (fact, terms): (Self, &[&str]) = match self {
            Self::SupervisorConsent => (Self::LegalForm, &["social_service_organization"]),
            Self::ScopeNamesFamilyChildcare
            | Self::OwnersConsent
            | Self::Dwelling
            | Self::Children
            | Self::Carers => (Self::Service, &["family_site"]),
            Self::MeetsLocalKindergartenDemand
            | Self::ApprovedClasses
            | Self::ToddlerClasses
            | Self::OtherClasses => (Self::Service, &["kindergarten_class"]),
            Self::OpenToPublic => (
                Self::Operator,
                &["employer", "maternal_child_health", "public_hospital", "state_enterprise"],
            ),
            Self::SeparateAccounting => (Self::OtherBusiness, &[]),
            Self::GeologyPreventsShelter
            | Self::LowEfficiencyLand
            | Self::VillageCollectiveLand => (Self::Constructs, &[]),
            Self::LeaseFrom | Self::LeaseUntil => (Self::Premises, &["leased"]),
            Self::StateOwnedPremises => (Self::Premises, &["leased", "free_use"]),
            Self::FoodLicence => (Self::Meals, &["cooked_on_site", "delivered"]),
            Self::SupplierLicence | Self::SupplierContract => (Self::Meals, &["delivered"]),
            Self::FoodLicenceValidUntil => (Self::FoodLicence, &[]),
            Self::LicenceValidUntil => (Self::Licence, &[]),
            Self::StaffHealthValidUntil => (Self::StaffHealthCertificates, &[]),
            Self::HealthEvaluationKind
            | Self::HealthEvaluationPassed
            | Self::HealthEvaluationOn => (Self::HealthEvaluation, &[]),
            Self::FireEvidence => (Self::FireProof, &[]),
            Self::BackgroundCheckedOn | Self::BackgroundCheckedWith => {
                (Self::BackgroundChecked, &[])
            }
            _ => return None,
        };
        Some(Earlier { fact, terms })
    }

    /// Tells whether it is the last valid day of a document that may be without one: then the last day of all stands for that.
    pub fn may_have_no_end(self) -> bool {
        matches!(self, Self::LicenceValidUntil | Self::FoodLicenceValidUntil)
    }

    /// A line that helps to answer, in Chinese and in English.
    pub fn hint(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::Jurisdiction => (
                "高新区、经开区不属张店区，地址在那里的选那里；拿不准的，看营业执照上的登记机关。",
                "The high-tech and the economic development zone are no part of Zhangdian; in doubt, see the registry named on the licence.",
            ),
            Self::Service => (
                "托育机构有单独的场地；幼儿园托班是幼儿园招收3岁以下的孩子；家庭托育点设在住宅里，最多照护5个孩子。",
                "An institution has premises of its own; a class is part of a kindergarten; a family site is in a dwelling, for at most five children.",
            ),
            Self::Operator => (
                "公司出面办的选社会力量；用人单位指给自己职工办的。文件没有界定“社会力量”，个人出面办的选个人。",
                "A company that runs it is private capital; an employer runs it for its staff. The text does not define private capital; a natural person is `individual`.",
            ),
            Self::LegalForm => (
                "执照上写“有限责任公司”的选企业法人；持民办非企业单位登记证书的选社会服务机构；还没有定的可以不填。",
                "A limited company is an enterprise; a certificate of a private non-enterprise unit means a social service organisation; leave it out where it is not decided.",
            ),
            Self::Nature => (
                "举办者要分配收益的是营利性；还没有定的可以不填。",
                "For-profit where the surplus goes to the sponsors; leave it out where it is not decided.",
            ),
            Self::CreditCode => (
                "18位，印在营业执照或者登记证书上；还没有登记的不填。",
                "18 characters, printed on the licence or certificate; leave it out before the registration.",
            ),
            Self::SupervisorConsent => (
                "只有民办非企业单位要填；由哪个部门主管，请先问登记机关。",
                "For social service organisations only; ask the registry which department supervises.",
            ),
            Self::ServesCommunity => (
                "只照护本单位职工孩子的填否；拿不准的，请问税务部门。",
                "No where only children of the own staff are cared for; in doubt, ask the tax office.",
            ),
            Self::Inclusive => (
                "看卫生健康部门公布的名单；收费低不等于已经认定。",
                "See the list that the health department publishes; low fees are no recognition.",
            ),
            Self::MeetsLocalKindergartenDemand => (
                "以教育部门的意见为准；不知道的不填。",
                "As the education department says; leave it out where it is not known.",
            ),
            Self::VatExemptionWaived => (
                "小规模纳税人填否：放弃免税不受36个月的限制。",
                "Small-scale taxpayers: no, the 36 months do not bind them.",
            ),
            Self::AcquiresProperty => ("租来的填否。", "No where the premises are leased."),
            Self::Constructs => (
                "只做内部装修的，是不是建设项目，请问住建部门，先不填。",
                "Where only the inside is fitted out, ask the construction department and leave it out.",
            ),
            Self::Storey => (
                "地下一层填-1，没有0层；夹层、半地下室请先问住建部门。",
                "-1 for the first basement, there is no storey 0; ask about mezzanines and half-basements.",
            ),
            Self::LandUse | Self::LandSupply => (
                "租来的请向房东要证书看；不知道的不填。",
                "A tenant asks the landlord for the certificate; leave it out where it is not known.",
            ),
            Self::NewPlaces => (
                "文件没有写和哪一天比；用不到的不填。",
                "From what day it is counted the text does not say; leave it out where it is not needed.",
            ),
            Self::LicenceValidUntil | Self::FoodLicenceValidUntil => (
                "证上写“长期”的填“长期”。",
                "Where the document says 长期 (without end), enter 长期.",
            ),
            Self::HealthEvaluation => (
                "2022年起全国改为对照14项自我评价；填报告的，另填由谁作出。",
                "Since 2022 the institution assesses itself by 14 items; say also who made the evaluation.",
            ),
            Self::FireProof => (
                "消防验收的材料、消防验收备案的材料、投入使用前消防安全检查合格的材料，有一种就可以。",
                "Acceptance, record of the acceptance, or the check before use: any one of them.",
            ),
            Self::Guards => (
                "由保安公司派驻的才算；没有的填0。",
                "Only those whom a security company stations count; 0 if none.",
            ),
            Self::BackgroundChecked => (
                "向公安机关、人民检察院查询，以后每年查一次。",
                "With the police and the procuratorate, and once a year after that.",
            ),
            Self::ApprovedClasses => (
                "以教育部门批准的数为准，不是现有的班数。",
                "As the education department approved, not the classes that there are.",
            ),
            Self::Classes | Self::Band => (
                "乳儿班6至12个月，托小班12至24个月，托大班24至36个月，混合编班18个月以上。",
                "Infant 6 to 12 months, toddler 12 to 24, older 24 to 36, mixed from 18.",
            ),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_question_is_one_with_such_answers() {
        for fact in Fact::ALL.iter() {
            let Some(earlier) = fact.asked_if() else { continue };
            assert_ne!(earlier.fact, *fact);
            assert!(earlier.fact.asked_if().is_none_or(|before| before.fact != *fact), "{fact:?}");
            let words = earlier.fact.kind().words();
            for term in earlier.terms {
                assert!(words.iter().any(|word| word.name == *term), "{fact:?}: {term}");
            }
            assert_eq!(earlier.terms.is_empty(), earlier.fact.kind() == Kind::Bool, "{fact:?}");
            assert!(!earlier.answers().is_empty());
        }
    }

    #[test]
    fn licence_without_an_end_is_valid_to_the_last_day() {
        use crate::facts::kind::last_day;
        use crate::facts::{Dossier, Jurisdictions, LAST_DAY, Scalar, Value};

        let places = Jurisdictions::default();
        let read = |fact: Fact| fact.read(&Scalar::Text(NO_END), &places);
        assert_eq!(read(Fact::LicenceValidUntil).unwrap(), Some(LAST_DAY));
        assert_eq!(read(Fact::FoodLicenceValidUntil).unwrap(), Some(LAST_DAY));
        assert!(read(Fact::LeaseUntil).is_err() && read(Fact::StaffHealthValidUntil).is_err());
        let field = ("licence_valid_until".to_owned(), Value::Text(NO_END.to_owned()));
        let dossier = Dossier::from_fields([field]).unwrap();
        assert_eq!(dossier.licence_valid_until, Some(last_day()));
    }
}
