//! A gap in the words of the matter: 未提交, not 现为否.

use crate::facts::Fact;
use crate::logic::Reason;

/// The gap that an unmet test tells.
pub fn told(reason: &Reason, should: &str) -> String {
    let Reason { fact, label, wanted, found, .. } = reason;
    let fact = Fact::ALL.iter().find(|known| known.name() == fact);
    match (found.as_deref(), fact.and_then(|fact| lacking(*fact))) {
        (None, _) => format!("{label}待说明"),
        (Some(NO), Some((zh, ""))) => zh.to_owned(),
        (Some(NO), Some((zh, of))) => format!("{of}{zh}"),
        (Some(found), _) if fact.is_some_and(|fact| fact.in_force().is_some()) => {
            format!("{label}{found}")
        }
        (Some(YES), _) if label.starts_with('已') => label.to_string(),
        (Some(found), _) => format!("{label}现为{found}，{should}{wanted}"),
    }
}

/// 否 and 是, as tests of truth values are told.
const NO: &str = "否";
const YES: &str = "是";

/// The gap that a truth value "no" leaves, and of what it is one.
fn lacking(fact: Fact) -> Option<(&'static str, &'static str)> {
    Some(match fact {
        Fact::SupervisorConsent => ("尚未同意", "业务主管单位"),
        Fact::Registered => ("尚未登记", ""),
        Fact::Filed => ("尚未备案", ""),
        Fact::ScopeNamesChildcare => ("没有写明托育服务", "经营（业务）范围"),
        Fact::ScopeNamesFamilyChildcare => ("没有写明家庭托育服务", "经营范围"),
        Fact::NameShowsChildcare => ("没有注明“托育”", "名称"),
        Fact::ServesCommunity => ("不为社区居民服务", ""),
        Fact::Inclusive => ("尚未认定为普惠性托育机构", ""),
        Fact::Dwelling => ("没有使用住宅", ""),
        Fact::OwnersConsent => ("没有一致同意", "其他业主"),
        Fact::FilingForm
        | Fact::Commitment
        | Fact::Licence
        | Fact::PremisesProof
        | Fact::StaffQualifications
        | Fact::StaffHealthCertificates
        | Fact::HealthEvaluation
        | Fact::FireProof
        | Fact::FoodLicence
        | Fact::SupplierContract => ("未提交", fact.label()),
        Fact::HealthEvaluationPassed => ("不合格", "卫生评价"),
        Fact::SupplierLicence => ("没有食品生产经营许可", "供餐单位"),
        Fact::HeadTrained => ("未经岗位培训合格", "负责人"),
        Fact::CarersQualified => ("不都有相关经历或者背景并经培训", "保育人员"),
        Fact::HealthStaffTrained => ("未经培训合格", "卫生保健人员"),
        Fact::GuardsCertified => ("没有保安员证", "保安人员"),
        Fact::BackgroundChecked => ("没有查询工作人员的违法犯罪信息", ""),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::Status;

    fn reason(fact: Fact, found: Option<&str>, wanted: &str) -> Reason {
        Reason {
            fact: fact.name().to_owned(),
            label: fact.label().to_owned(),
            wanted: wanted.to_owned(),
            found: found.map(str::to_owned),
            outcome: Status::Unmet,
        }
    }

    #[test]
    fn documents_are_not_handed_in() {
        let told = |fact, found, wanted| told(&reason(fact, found, wanted), "应为");
        assert_eq!(told(Fact::Commitment, Some("否"), "是"), "备案承诺书未提交");
        assert_eq!(told(Fact::Filed, Some("否"), "是"), "尚未备案");
        let ended = Some("已于2024-02-29到期");
        let gap = told(Fact::StaffHealthExpired, ended, "在作答日有效");
        assert_eq!(gap, "健康证明已于2024-02-29到期");
        assert_eq!(told(Fact::Storey, Some("4"), "1至3"), "所在楼层现为4，应为1至3");
        assert_eq!(told(Fact::Storey, None, "1至3"), "所在楼层待说明");
    }

    /// A letter is read by a citizen: no truth value of a document or an act stands in it bare.
    #[test]
    fn no_truth_value_that_a_filing_wants_is_told_bare() {
        for fact in Fact::ALL.iter().filter(|fact| fact.record() == Some("Dossier")) {
            if fact.kind() == crate::facts::Kind::Bool && *fact != Fact::SiteSelfContained {
                let told = told(&reason(*fact, Some("否"), "是"), "应为");
                assert!(!told.contains("现为否"), "{told}");
            }
        }
    }
}
