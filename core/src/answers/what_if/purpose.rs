//! Acts that a sponsor can do about a fact, and in what words.

use crate::facts::{Changeable, Choice, FIRST_DAY, Fact, Kind, LAST_DAY, Premises, Ranges};

/// Aim for which a fact is changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// A support: by acts alone.
    Support,
    /// A filing: by acts, and by circumstances where the requirement asks for them.
    Filing,
    /// To put right what was stated.
    Correction,
}

impl Purpose {
    /// The values that a fact may be changed to on a day; none where it may not be changed for the purpose.
    pub fn allowed(self, fact: Fact, on: i64) -> Option<Ranges> {
        let (change, kind) = (fact.changeable(), fact.kind());
        match (self, change) {
            (Self::Correction, _) => {
                return (kind != Kind::Text && fact != Fact::Day).then(|| kind.domain());
            }
            (_, Changeable::Fixed) | (Self::Support, Changeable::Circumstance) => return None,
            _ => {}
        }
        match kind {
            Kind::Bool if change == Changeable::Act => Some(Ranges::only(1)),
            // Nobody buys premises in order to file; a lease is signed.
            _ if fact == Fact::Premises => Some(Ranges::only(Premises::Leased.position())),
            _ if fact == Fact::Storey => {
                let (low, high) = kind.bounds();
                Some(Ranges::of(vec![(low, -1), (1, high)]))
            }
            // Nothing is done on a day that has gone by.
            Kind::Date => Some(Ranges::between(on.max(FIRST_DAY), LAST_DAY)),
            Kind::Text | Kind::Jurisdiction => None,
            _ => Some(kind.domain()),
        }
    }
}

impl Fact {
    /// The fact that it is an attribute of: what a document says is settled when the document is handed in.
    pub fn comes_with(self) -> Option<Self> {
        Some(match self {
            Self::LeaseFrom | Self::LeaseUntil => Self::Premises,
            Self::LicenceValidUntil => Self::Licence,
            Self::StaffHealthValidUntil => Self::StaffHealthCertificates,
            Self::HealthEvaluationKind
            | Self::HealthEvaluationPassed
            | Self::HealthEvaluationOn => Self::HealthEvaluation,
            Self::FireEvidence => Self::FireProof,
            Self::FoodLicenceValidUntil => Self::FoodLicence,
            _ => return None,
        })
    }

    /// The act that makes a fact "yes", in Chinese and in English.
    pub fn act(self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::SupervisorConsent => {
                ("取得业务主管单位同意", "obtain the consent of the supervising department")
            }
            Self::Registered => ("到登记机关登记", "register"),
            Self::Filed => ("向卫生健康部门备案", "file with the health department"),
            Self::ScopeNamesChildcare => {
                ("把托育服务写进经营（业务）范围", "put childcare into the scope")
            }
            Self::ScopeNamesFamilyChildcare => {
                ("把家庭托育服务写进经营范围", "put family childcare into the scope")
            }
            Self::NameShowsChildcare => ("在名称中注明“托育”", "show 托育 in the name"),
            Self::ServesCommunity => (
                "在社区有固定场所并为社区居民服务",
                "serve residents of the community from a fixed place",
            ),
            Self::Inclusive => ("申请认定为普惠性托育机构", "seek recognition as inclusive"),
            Self::OpenToPublic => ("向社会开放", "open to the public"),
            Self::SeparateAccounting => {
                ("单独核算免税项目的销售额", "account for exempt sales separately")
            }
            Self::OwnersConsent => {
                ("取得其他业主一致同意", "obtain the consent of all other owners")
            }
            Self::FilingForm => ("提交备案书", "hand in the filing form"),
            Self::Commitment => ("提交备案承诺书", "hand in the commitment"),
            Self::Licence => (
                "提交营业执照或者其他法人登记证书",
                "hand in the business licence or legal-person certificate",
            ),
            Self::PremisesProof => ("提交场地证明", "hand in proof of the premises"),
            Self::StaffQualifications => {
                ("提交工作人员专业资格证明", "hand in the qualifications of the staff")
            }
            Self::StaffHealthCertificates => {
                ("提交工作人员健康合格证明", "hand in the health certificates of the staff")
            }
            Self::HealthEvaluation => ("提交卫生评价报告", "hand in the health evaluation"),
            Self::HealthEvaluationPassed => ("卫生评价达到合格", "pass the health evaluation"),
            Self::FireProof => ("提交消防安全检查合格证明", "hand in the proof of fire safety"),
            Self::FoodLicence => ("提交食品经营许可证", "hand in the food licence"),
            Self::SupplierLicence => ("由有许可的单位供餐", "take meals from a licensed supplier"),
            Self::HeadTrained => ("负责人经岗位培训合格", "have the head trained"),
            Self::CarersQualified => (
                "保育人员有相关经历或者背景并经培训",
                "have carers that are experienced and trained",
            ),
            Self::HealthStaffTrained => ("卫生保健人员经培训合格", "have the health staff trained"),
            Self::GuardsCertified => ("保安人员持有保安员证", "have certified guards"),
            Self::BackgroundChecked => {
                ("查询工作人员的违法犯罪信息", "query the records of the staff")
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_its_words() {
        for fact in Fact::ALL.iter().filter(|fact| fact.kind() == Kind::Bool) {
            let act = fact.changeable() == Changeable::Act;
            assert_eq!(fact.act().is_some(), act, "{}", fact.name());
        }
    }

    #[test]
    fn nothing_is_done_in_the_past_and_no_premises_are_bought() {
        let on = FIRST_DAY + 1_000;
        let allowed = |fact| Purpose::Filing.allowed(fact, on).unwrap();
        assert_eq!(allowed(Fact::LeaseUntil).bounds(), [(on, LAST_DAY)]);
        assert_eq!(allowed(Fact::Premises).bounds(), [(1, 1)]);
        assert!(!allowed(Fact::Storey).contains(0));
        assert_eq!(Purpose::Support.allowed(Fact::Storey, on), None);
        assert_eq!(Purpose::Filing.allowed(Fact::LegalForm, on), None);
    }
}
