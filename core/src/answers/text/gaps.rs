//! A gap in the words of the matter: 未提交, not 现为否.

use crate::answers::finding::Finding;
use crate::facts::Fact;
use crate::logic::{Reason, Status};

/// The gap that an unmet test tells.
pub fn told(reason: &Reason) -> String {
    let Reason { fact, label, wanted, found, outcome } = reason;
    let fact = Fact::of_name(fact);
    match (found.as_deref(), fact.and_then(lacking)) {
        // Of a class whose oldest child is 20 months old, the youngest is not 24.
        (None, _) if *outcome == Status::Unmet => {
            format!("{label}：要求{wanted}，按所填的其他内容达不到")
        }
        (None, _) => format!("{label}还没有填"),
        (Some(NO), Some((zh, ""))) => zh.to_owned(),
        (Some(NO), Some((zh, of))) => format!("{of}{zh}"),
        (Some(found), _) if fact.is_some_and(|fact| fact.in_force().is_some()) => {
            format!("{label}{found}")
        }
        (Some(YES), _) => label.to_string(),
        (Some(found), _) if fact.is_some_and(counts_of_sources) => format!("{found}，{wanted}"),
        (Some(found), _) if wanted.ends_with(OTHERS) => format!("{label}为{found}的不在其内"),
        (Some(found), _) => format!("{label}为{found}，要求{wanted}"),
    }
}

/// The gaps of a finding, after its title: what that says already is not said again.
pub fn beside(title: &str, finding: &Finding) -> Vec<String> {
    let unmet = finding.reasons.values().filter(|reason| reason.outcome == Status::Unmet);
    let all = unmet.map(|reason| {
        let told = told(reason);
        told.strip_prefix(title).map_or(told.clone(), str::to_owned)
    });
    all.collect()
}

/// The gap in English: which answer it turns on.
pub fn told_in_english(reason: &Reason) -> String {
    let fact = Fact::of_name(&reason.fact);
    let asked = fact.map(|fact| fact.sources().iter().copied().chain([fact]));
    let mut question = asked.into_iter().flatten().map(|fact| fact.question().1);
    question.rfind(|question| !question.is_empty()).unwrap_or_default().to_owned()
}

/// Sort of a gap in a letter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sort {
    /// A document that was not handed in.
    Lacking,
    /// A certificate that ran out.
    Expired,
    Other,
}

/// The sort of a gap, by what is not as it should be.
pub fn sort(finding: &Finding) -> Sort {
    let unmet = finding.reasons.values().filter(|reason| reason.outcome == Status::Unmet);
    let facts: Vec<Fact> = unmet.filter_map(|one| Fact::of_name(&one.fact)).collect();
    if facts.iter().any(|fact| is_document(*fact)) {
        Sort::Lacking
    } else if facts.iter().any(|fact| fact.in_force() == Some(0)) {
        Sort::Expired
    } else {
        Sort::Other
    }
}

/// Tells whether a fact says that a document was handed in.
pub fn is_document(fact: Fact) -> bool {
    lacking(fact).is_some_and(|(zh, _)| zh == NOT_HANDED_IN)
}

/// Tells whether a requirement is one for documents.
pub fn is_of_documents(finding: &Finding) -> bool {
    let facts = finding.reasons.iter().map(|reason| reason.fact.as_str());
    let asked = finding.missing.iter().map(|missing| missing.fact.as_str());
    facts.chain(asked).filter_map(Fact::of_name).any(is_document)
}

/// 未提交: of a document.
const NOT_HANDED_IN: &str = "未提交";

/// Tells whether the words of a fact are those of the numbers that it is counted from.
fn counts_of_sources(fact: Fact) -> bool {
    fact.is_ratio() || fact == Fact::ClassesOverApproved
}

/// End of a set of values that is told by those outside it.
pub const OTHERS: &str = "以外";

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
        | Fact::SupplierContract => (NOT_HANDED_IN, fact.label()),
        Fact::HealthEvaluationPassed => ("不合格", "卫生评价"),
        Fact::SupplierLicence => ("没有食品生产经营许可证", "供餐单位"),
        Fact::HeadTrained => ("未经岗位培训合格", "负责人"),
        Fact::CarersQualified => ("不都有相关经历或者背景并经培训", "保育人员"),
        Fact::HealthStaffTrained => ("未经培训合格", "卫生保健人员"),
        Fact::GuardsCertified => ("没有保安员证", "保安人员"),
        Fact::BackgroundChecked => ("没有查询工作人员的违法犯罪信息", ""),
        Fact::OpenToPublic => ("不向社会开放", ""),
        Fact::MeetsLocalKindergartenDemand => ("当地的入园需求还没有满足", ""),
        Fact::SeparateAccounting => ("没有单独核算", "免税收入"),
        Fact::OtherBusiness => ("没有兼营其他项目", ""),
        Fact::VatExemptionWaived => ("没有放弃过免税", ""),
        Fact::AcquiresProperty => ("没有为办托育取得房屋、土地", ""),
        Fact::Constructs => ("没有建设项目", ""),
        Fact::GeologyPreventsShelter => ("不是因为地质条件修不了防空地下室", ""),
        Fact::LowEfficiencyLand => ("用的不是低效或闲置土地", ""),
        Fact::VillageCollectiveLand => ("用的不是村集体建设用地", ""),
        Fact::StateOwnedPremises => ("用的不是人员密集地区的国有营业场地", ""),
        Fact::ConvertsIdlePremises => ("场地不是由回收或闲置的房屋改建的", ""),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let told = |fact, found, wanted| super::told(&reason(fact, found, wanted));
        assert_eq!(told(Fact::Commitment, Some("否"), "是"), "备案承诺书未提交");
        assert_eq!(told(Fact::Filed, Some("否"), "是"), "尚未备案");
        let ended = Some("已于2024年2月29日到期");
        let gap = told(Fact::StaffHealthExpired, ended, "在作答日有效");
        assert_eq!(gap, "健康证明已于2024年2月29日到期");
        assert_eq!(told(Fact::Storey, Some("4"), "1至3"), "所在楼层为4，要求1至3");
        let bounded = told(Fact::Storey, None, "1至3");
        assert_eq!(bounded, "所在楼层：要求1至3，按所填的其他内容达不到");
        let open = Reason { outcome: Status::Open, ..reason(Fact::Storey, None, "1至3") };
        assert_eq!(super::told(&open), "所在楼层还没有填");
    }

    /// A letter is read by a citizen: no truth value stands in it bare.
    #[test]
    fn no_truth_value_is_told_bare() {
        let tested = |fact: &&Fact| fact.record().is_some() && fact.informative().is_none();
        for fact in Fact::ALL.iter().filter(tested) {
            if fact.kind() == crate::facts::Kind::Bool {
                for (found, wanted) in [("否", "是"), ("是", "否")] {
                    let told = super::told(&reason(*fact, Some(found), wanted));
                    assert!(!told.contains("要求"), "{told}");
                }
            }
        }
    }
}
