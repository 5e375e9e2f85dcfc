//! The one list of facts. A new fact is one entry here; reading, JSON, conditions, questions and the
//! bindings follow from it.

use std::fmt;

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode, Faults, told_name};
use crate::facts::canonical::{Canonical, object};
use crate::facts::headers::meant_by;
use crate::facts::kind::{Changeable, FactValue, Kind, last_day};
use crate::facts::terms::sets::{
    Band, CreditCodeKind, Degree, Event, FireEvidence, HealthEvaluationKind, LandSupply, LandUse,
    LegalForm, Meals, Mode, Nature, OffenceRecords, Operator, Premises, Service,
};
use crate::facts::value::Value;
use crate::text::Text;

impl Fact {
    /// The Chinese term in a condition: the label, but for a yes or no that is derived, whose label is that of the thing.
    pub(crate) fn term(self) -> &'static str {
        match self {
            Self::LeaseRunning => "租期包含作答日",
            Self::LicenceExpired => "营业执照或登记证书已过期",
            Self::StaffHealthExpired => "健康证明已过期",
            Self::FoodLicenceExpired => "食品经营许可证已过期",
            Self::HealthEvaluationMade => "卫生评价已经作出",
            other => other.label(),
        }
    }

    /// Tells whether a name is its Chinese term in a condition, whole or without what stands in brackets.
    pub(crate) fn is_termed(self, name: &str) -> bool {
        let rest = self.term().strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('（'))
    }

    /// Tells whether a name is its field or its Chinese term.
    pub(super) fn is_named(self, name: &str) -> bool {
        self.field() == name || self.is_called(name)
    }

    /// Tells whether a name is its Chinese term, whole or without what stands in brackets.
    fn is_called(self, name: &str) -> bool {
        let label = self.label();
        label == name || label.split_once('（').is_some_and(|(before, _)| before == name)
    }
}

/// The error for a name that no field of a record has, with the facts that were probably meant.
fn unknown_fact(name: &str, known: &[Fact]) -> Error {
    no_such_field(name, meant_by(name, known))
}

/// Adds to the error for a name in Chinese, where no fact is meant by it, that no rule asks about it.
fn leave_out(error: Error, name: &str) -> Error {
    let hint = Text::new("规则用不到的不用填", "no rule asks about this; leave it out");
    let plain = error.code == ErrorCode::UnknownField && error.hint.is_none() && !name.is_ascii();
    if plain { error.with_hint(Some(hint)) } else { error }
}

#[cfg(feature = "json")]
pub fn unknown_field<const N: usize>(name: &str, known: [&'static str; N]) -> Error {
    no_such_field(name, crate::error::nearest(name, known).map(crate::error::did_you_mean))
}

fn no_such_field(name: &str, hint: Option<Text>) -> Error {
    Error::new(
        ErrorCode::UnknownField,
        "",
        "没有这个字段",
        format!("no such field: {}", told_name(name)),
    )
    .with_hint(hint)
}

pub fn duplicate_field(name: impl Into<String>) -> Error {
    Error::new(ErrorCode::DuplicateField, name, "字段重复", "the field is given twice")
}

facts! {
    /// 机构: what is known about one institution. Every field may be left out; a field left out is unknown,
    /// never "no".
    #[cfg_attr(feature = "uniffi", uniffi::export(Debug))]
    record Institution {
        /// 所在地: the district that administers it, as a six-digit code (GB/T 2260), or a zone or a name that a
        /// policy file declares.
        Jurisdiction jurisdiction: String = Kind::Jurisdiction, Fixed,
            "所在地", "机构的地址在哪个区（县）？", "In which district or county is it?";
        /// 服务类型: what kind of service it is.
        Service service: Service = Kind::choice::<Service>(), Fixed,
            "服务类型", "办的（或者准备办的）是哪一种：托育机构、幼儿园托班，还是家庭托育点？", "Which is it: an institution, a class in a kindergarten, or a family site?";
        /// 举办主体: who runs it.
        Operator operator: Operator = Kind::choice::<Operator>(), Fixed,
            "举办主体", "谁出面办？", "Who runs it?";
        /// 登记类型: in what form it is, or is to be, registered.
        LegalForm legal_form: LegalForm = Kind::choice::<LegalForm>(), Fixed,
            "登记类型", "登记成（或者准备登记成）哪一种？", "In what form is it, or will it be, registered?";
        /// 机构性质: nonprofit or for-profit.
        Nature nature: Nature = Kind::choice::<Nature>(), Fixed,
            "机构性质", "是营利性还是非营利性？", "Is it for-profit or nonprofit?";
        /// 统一社会信用代码: eighteen characters (GB 32100).
        CreditCode credit_code: String = Kind::Text, Fixed,
            "统一社会信用代码", "统一社会信用代码是什么？", "What is its unified social credit code?";
        /// 业务主管单位同意: the department in charge of a social service organisation has agreed to its registration.
        SupervisorConsent supervisor_consent: bool = Kind::Bool, Act,
            "业务主管单位同意", "业务主管单位是否已经书面同意？", "Has the supervising department agreed in writing?";
        /// 已登记: it is registered.
        Registered registered: bool = Kind::Bool, Act,
            "已登记", "是否已经登记？", "Is it registered?";
        /// 已备案: its filing was made and holds.
        Filed filed: bool = Kind::Bool, Act,
            "已备案", "是否已向卫生健康部门备案？", "Has it been filed with the health department?";
        /// 经营（业务）范围写明托育服务: the scope names childcare.
        ScopeNamesChildcare scope_names_childcare: bool = Kind::Bool, Act,
            "范围写明托育服务", "营业执照或登记证书的经营（业务）范围里，有没有“托育服务”？", "Does the scope on the licence or certificate name childcare (托育服务)?";
        /// 经营范围写明家庭托育服务: the scope names family childcare.
        ScopeNamesFamilyChildcare scope_names_family_childcare: bool = Kind::Bool, Act,
            "范围写明家庭托育服务", "营业执照的经营范围里，有没有“家庭托育服务”？", "Does the scope on the licence name family childcare (家庭托育服务)?";
        /// 名称注明托育: the name shows the word.
        NameShowsChildcare name_shows_childcare: bool = Kind::Bool, Act,
            "名称注明托育", "名称里有没有“托育”两个字？", "Does its name contain 托育?";
        /// 服务形式: how long children stay.
        Modes modes: Vec<Mode> = Kind::set::<Mode>(), Circumstance,
            "服务形式", "提供全日托、半日托、计时托还是临时托？", "Full-day, half-day, hourly or temporary care?",
            informative "四种服务形式都是托育服务，见到的条文没有再分，只作记录。",
                "All four are childcare; no clause seen tells them apart. Kept as a record.";
        /// 为社区居民服务: it serves residents of the community from a fixed place.
        ServesCommunity serves_community: bool = Kind::Bool, Act,
            "为社区居民服务", "是不是在社区有固定场所，并且照护社区居民的孩子？", "Does it have a fixed place in a community and care for children of its residents?";
        /// 普惠: recognised as inclusive by the department in charge, and published.
        Inclusive inclusive: bool = Kind::Bool, Act,
            "普惠（已认定公布）", "是否已经认定并公布为普惠性托育机构？", "Has it been recognised and published as inclusive?";
        /// 向社会开放: care for staff that is open to others.
        OpenToPublic open_to_public: bool = Kind::Bool, Act,
            "向社会开放", "除了职工的孩子，是否也招收外面的孩子？", "Besides the children of staff, are other children taken too?";
        /// 已满足当地入园需求: local demand for kindergarten places from three to six is met.
        MeetsLocalKindergartenDemand meets_local_kindergarten_demand: bool = Kind::Bool, Fixed,
            "已满足当地入园需求", "当地3至6岁幼儿的入园需求是否已经满足？", "Is the local demand for kindergarten places from three to six met?";
        /// 单独核算: exempt sales are accounted for separately.
        SeparateAccounting separate_accounting: bool = Kind::Bool, Act,
            "免税收入单独核算", "免税的托育收入是否单独核算？", "Are the exempt sales of childcare accounted for separately?";
        /// 兼营其他项目: it also does business whose income is not exempt from VAT.
        OtherBusiness other_business: bool = Kind::Bool, Fixed,
            "兼营其他项目", "除了免征增值税的托育服务，是否还经营要缴增值税的其他项目？", "Besides the exempt childcare, is there other business that bears VAT?";
        /// 放弃过免税: VAT exemption was waived within 36 months, by a taxpayer that is not small-scale.
        VatExemptionWaived vat_exemption_waived: bool = Kind::Bool, Fixed,
            "36个月内放弃过免税", "36个月内有没有声明放弃过托育服务的增值税免税？", "Was the VAT exemption of childcare waived within 36 months?";
        /// 承受房屋、土地: it acquires a house or land for the service.
        AcquiresProperty acquires_property: bool = Kind::Bool, Circumstance,
            "承受房屋、土地", "有没有（或者准备）为办托育买房、买地，或者以别的方式取得房屋、土地的权属？", "Is a house or land bought, or otherwise acquired, for the service?";
        /// 有建设项目: it builds.
        Constructs constructs: bool = Kind::Bool, Circumstance,
            "有建设项目", "有没有为办托育新建、改建、扩建的建设项目？", "Is there a construction project for the service: new, converted or extended?";
        /// 地质条件所限不能修建防空地下室: geology prevents a shelter.
        GeologyPreventsShelter geology_prevents_shelter: bool = Kind::Bool, Fixed,
            "因地质条件不能修建防空地下室", "这个建设项目是不是因为地质条件等原因，不能修建防空地下室？", "Does geology, or the like, prevent an air-defence basement in that project?";
        /// 场所性质: by what title the premises are used.
        Premises premises: Premises = Kind::choice::<Premises>(), Circumstance,
            "场所性质", "场地是自己的、租的，还是无偿使用的？", "Are the premises owned, leased, or lent without rent?";
        /// 租期起日: first day of the lease.
        LeaseFrom lease_from: NaiveDate = Kind::Date, Circumstance,
            "租期起日", "租期从哪天起？", "On what day does the lease start?";
        /// 租期止日: last day of the lease.
        LeaseUntil lease_until: NaiveDate = Kind::Date, Circumstance,
            "租期止日", "租期到哪天止？", "On what day does the lease end?";
        /// 所在楼层: the highest storey used, basements negative; never 0.
        Storey storey: i32 = Kind::int(-9, 200), Circumstance,
            "所在楼层", "孩子用的房间最高在几层？", "Which is the highest storey that the children use?";
        /// 使用住宅: it uses a dwelling.
        Dwelling dwelling: bool = Kind::Bool, Circumstance,
            "使用住宅", "是否使用住宅？", "Does it use a dwelling?";
        /// 其他业主一致同意: all other owners agree.
        OwnersConsent owners_consent: bool = Kind::Bool, Act,
            "其他业主一致同意", "其他业主是否一致同意？", "Do all other owners agree?";
        /// 土地用途: category of the land.
        LandUse land_use: LandUse = Kind::choice::<LandUse>(), Circumstance,
            "土地用途", "不动产权证书上，土地用途写的是什么？", "What category of land does the title certificate state?";
        /// 供地方式: how the land is supplied.
        LandSupply land_supply: LandSupply = Kind::choice::<LandSupply>(), Circumstance,
            "供地方式", "不动产权证书上，权利性质写的是划拨还是出让等有偿方式？", "Does the title certificate say allocated, or for payment?";
        /// 低效或闲置土地: low-efficiency or idle land.
        LowEfficiencyLand low_efficiency_land: bool = Kind::Bool, Circumstance,
            "低效或闲置土地", "建设用的是不是低效土地或者闲置土地？", "Is low-efficiency or idle land built on?";
        /// 村集体建设用地: construction land of a village collective.
        VillageCollectiveLand village_collective_land: bool = Kind::Bool, Circumstance,
            "村集体建设用地", "建设用的是不是村集体建设用地？", "Is construction land of a village collective built on?";
        /// 人员密集地区的国有营业场地: state-owned business premises where many people live.
        StateOwnedPremises state_owned_premises: bool = Kind::Bool, Circumstance,
            "人员密集地区国有营业场地", "用的是不是人员密集地区的国有营业场地？", "Are state-owned business premises in a densely populated area used?";
        /// 回收或闲置房屋改建: recovered or idle premises are converted.
        ConvertsIdlePremises converts_idle_premises: bool = Kind::Bool, Circumstance,
            "改建回收或闲置场所", "场地是不是由回收的或者闲置的房屋、场地、设施改建的？", "Were recovered or idle premises or facilities converted?";
        /// 供餐方式: where meals come from.
        Meals meals: Meals = Kind::choice::<Meals>(), Fixed,
            "供餐方式", "不供餐、自办食堂还是外购配送？", "No meals, own kitchen or delivered?";
        /// 托位数: number of places.
        Capacity places: i32 = Kind::int(0, 100_000), Circumstance,
            "托位数", "一共有多少个托位？", "How many places are there in all?",
            informative "见到的条文没有按托位数写数额或者界限，只作记录。",
                "No clause seen has an amount or a limit by places. Kept as a record.";
        /// 新增托位数: number of new places.
        NewPlaces new_places: i32 = Kind::int(0, 100_000), Circumstance,
            "新增托位数", "新增多少个托位？", "How many places are new?",
            informative "见到的条文没有按新增托位写数额，只作记录。",
                "No clause seen has an amount for new places. Kept as a record.";
    }

    /// 备案材料: a filing on top of an institution. A document is handed in, or not, or it is not known.
    record Dossier {
        /// 收到材料日: the day on which the materials were received.
        ReceivedOn received_on: NaiveDate = Kind::Date, Fixed,
            "收到材料日", "备案材料是哪天收到的？", "On what day were the materials received?";
        /// 备案回执日期: the day on which the receipt of the filing was given.
        ReceiptGivenOn receipt_given_on: NaiveDate = Kind::Date, Fixed,
            "备案回执日期", "哪天出具备案回执？", "On what day was the receipt of the filing given?";
        /// 不符合告知日期: the day on which it was told that the content does not conform.
        NoticeGivenOn notice_given_on: NaiveDate = Kind::Date, Fixed,
            "不符合告知日期", "哪天告知内容不符合？", "On what day was it told that the content does not conform?";
        /// 备案书.
        FilingForm filing_form: bool = Kind::Bool, Act,
            "备案书", "是否提交备案书？", "Was the filing form handed in?";
        /// 备案承诺书.
        Commitment commitment: bool = Kind::Bool, Act,
            "备案承诺书", "是否提交备案承诺书？", "Was the commitment handed in?";
        /// 营业执照或其他法人登记证书.
        Licence licence: bool = Kind::Bool, Act,
            "营业执照或法人登记证书", "是否提交营业执照或其他法人登记证书？", "Was the business licence or legal-person certificate handed in?";
        /// 证照有效期至: last valid day of that certificate, where it has one.
        LicenceValidUntil licence_valid_until: NaiveDate = Kind::Date, Circumstance,
            "证照有效期至", "营业执照或者登记证书有效期到哪天？", "Until what day is the licence or certificate valid?";
        /// 场地证明.
        PremisesProof premises_proof: bool = Kind::Bool, Act,
            "场地证明", "是否提交场地证明？", "Was proof of the premises handed in?";
        /// 工作人员专业资格证明.
        StaffQualifications staff_qualifications: bool = Kind::Bool, Act,
            "工作人员专业资格证明", "是否提交工作人员专业资格证明？", "Were the qualifications of the staff handed in?";
        /// 工作人员健康合格证明.
        StaffHealthCertificates staff_health_certificates: bool = Kind::Bool, Act,
            "工作人员健康合格证明", "是否提交工作人员健康合格证明？", "Were the health certificates of the staff handed in?";
        /// 健康证明有效期至: the earliest last valid day among them.
        StaffHealthValidUntil staff_health_valid_until: NaiveDate = Kind::Date, Circumstance,
            "健康证明有效期至", "所有健康合格证明里，最早到期的是哪天？", "On what day does the first of the health certificates end?";
        /// 托幼机构卫生评价报告.
        HealthEvaluation health_evaluation: bool = Kind::Bool, Act,
            "卫生评价报告", "是否提交了卫生评价报告（含自我评价）？", "Was the health evaluation, or self-assessment, handed in?";
        /// 卫生评价方式.
        HealthEvaluationKind health_evaluation_kind: HealthEvaluationKind = Kind::choice::<HealthEvaluationKind>(), Circumstance,
            "卫生评价方式", "卫生评价是评价机构出具的还是机构自评？", "Is the health evaluation by an evaluator or by the institution itself?";
        /// 卫生评价合格.
        HealthEvaluationPassed health_evaluation_passed: bool = Kind::Bool, Act,
            "卫生评价合格", "卫生评价结论是否合格？", "Was the health evaluation passed?";
        /// 卫生评价日期.
        HealthEvaluationOn health_evaluation_on: NaiveDate = Kind::Date, Circumstance,
            "卫生评价日期", "卫生评价是哪天作出的？", "On what day was the health evaluation made?";
        /// 消防安全检查合格证明.
        FireProof fire_proof: bool = Kind::Bool, Act,
            "消防安全检查合格证明", "是否提交了消防安全检查合格证明？", "Was the proof of fire safety handed in?";
        /// 消防材料种类.
        FireEvidence fire_evidence: FireEvidence = Kind::choice::<FireEvidence>(), Circumstance,
            "消防材料种类", "消防材料的标题是哪一种？", "Which kind does the title of the fire document state?";
        /// 食品经营许可证.
        FoodLicence food_licence: bool = Kind::Bool, Act,
            "食品经营许可证", "是否提交食品经营许可证？", "Was the food licence handed in?";
        /// 食品经营许可证有效期至.
        FoodLicenceValidUntil food_licence_valid_until: NaiveDate = Kind::Date, Circumstance,
            "食品经营许可证有效期至", "食品经营许可证有效期到哪天？", "Until what day is the food licence valid?";
        /// 供餐单位许可.
        SupplierLicence supplier_licence: bool = Kind::Bool, Act,
            "供餐单位许可", "供餐单位是否有食品经营许可？", "Does the supplier of the meals hold a licence?";
        /// 供餐合同: the contract with the supplier of the meals.
        SupplierContract supplier_contract: bool = Kind::Bool, Circumstance,
            "供餐合同", "是否提交与供餐单位的供餐合同？", "Was the contract with the supplier of the meals handed in?";
        /// 负责人学历.
        HeadDegree head_degree: Degree = Kind::choice::<Degree>(), Circumstance,
            "负责人学历", "负责人是什么学历？", "What is the degree of the head?";
        /// 负责人管理工作年限.
        HeadExperienceYears head_experience_years: i32 = Kind::int(0, 80), Circumstance,
            "负责人管理工作年限", "负责人从事托育、保健等管理工作满几年？", "For how many full years has the head managed childcare, health care or the like?";
        /// 负责人经培训合格.
        HeadTrained head_trained: bool = Kind::Bool, Act,
            "负责人培训合格", "负责人是否经岗位培训合格？", "Has the head passed the training?";
        /// 保育人员有经历或背景并经培训.
        CarersQualified carers_qualified: bool = Kind::Bool, Act,
            "保育人员资格", "每一名保育人员是否都有照护经验或者相关专业背景，并且都经过培训？", "Has every carer experience or a background in care, and training?";
        /// 卫生保健人员培训合格.
        HealthStaffTrained health_staff_trained: bool = Kind::Bool, Act,
            "卫生保健人员培训合格", "卫生保健人员是否培训合格？", "Has the health staff passed the training?";
        /// 保安人员数.
        Guards guards: i32 = Kind::int(0, 1_000), Circumstance,
            "保安人员数", "有几名保安人员？", "How many guards are there?";
        /// 保安员持证.
        GuardsCertified guards_certified: bool = Kind::Bool, Act,
            "保安员持证", "保安人员是否持保安员证？", "Are the guards certified?";
        /// 已查询违法犯罪信息.
        BackgroundChecked background_checked: bool = Kind::Bool, Act,
            "已查询违法犯罪信息", "录用工作人员以前，是否都查询过违法犯罪信息？", "Were records of offences queried before the staff was hired?";
        /// 违法犯罪信息查询日期: the day of the latest query.
        BackgroundCheckedOn background_checked_on: NaiveDate = Kind::Date, Circumstance,
            "违法犯罪信息查询日期", "最近一次查询工作人员的违法犯罪信息是哪天？", "On what day were the records of the staff last queried?",
            informative "法律要求录用时查询、每年查询，没有写一年从哪天起算，备案材料里也没有见到这个日期，只作记录。",
                "The law wants a query on hiring and every year; from what day a year runs is not said. Kept as a record.";
        /// 违法犯罪信息查询机关: where the records were queried.
        BackgroundCheckedWith background_checked_with: Vec<OffenceRecords> = Kind::set::<OffenceRecords>(), Circumstance,
            "违法犯罪信息查询机关", "向公安机关、人民检察院中的哪些查询过？", "Which of the police and the procuratorate were the records queried with?",
            informative "法律要求向公安机关、人民检察院查询，没有写查询其中一个够不够，只作记录。",
                "The law names the police and the procuratorate; whether one of them is enough is not said. Kept as a record.";
        /// 独立设置.
        SiteSelfContained site_self_contained: bool = Kind::Bool, Circumstance,
            "独立设置", "是否独立设置，不设在幼儿园或者其他单位里面？", "Does it stand by itself, outside a kindergarten or another body?",
            informative "独立设置的要不要配保安，条文没有见到，只作记录。",
                "The clause on guards of institutions that stand by themselves was not seen. Kept as a record.";
        /// 家庭托育点婴幼儿数.
        Children children: i32 = Kind::int(0, 10_000), Circumstance,
            "家庭托育点婴幼儿数", "家庭托育点照护几名婴幼儿？", "How many children has the family site?";
        /// 家庭托育点照护人员数.
        Carers carers: i32 = Kind::int(0, 10_000), Circumstance,
            "家庭托育点照护人员数", "家庭托育点有几名照护人员？", "How many carers has the family site?";
        /// 幼儿园核定班数.
        ApprovedClasses approved_classes: i32 = Kind::int(0, 1_000), Fixed,
            "幼儿园核定班数", "教育部门核定（规划）办多少个班？", "For how many classes is the kindergarten approved?";
        /// 幼儿园托班数.
        ToddlerClasses toddler_classes: i32 = Kind::int(0, 1_000), Circumstance,
            "幼儿园托班数", "幼儿园开设几个托班？", "How many toddler classes has the kindergarten?";
        /// 幼儿园其他班数.
        OtherClasses other_classes: i32 = Kind::int(0, 1_000), Circumstance,
            "幼儿园其他班数", "幼儿园现有几个其他班？", "How many other classes has the kindergarten?";
        /// 班级: every class.
        Classes classes: Vec<CareClass> = Kind::Text, Circumstance,
            "班级", "有哪些班：班型、人数、保育人员数、最小月龄？", "Which classes are there: band, children, carers, youngest age?";
        /// 后续事项.
        EventAfterFiling event: Event = Kind::choice::<Event>(), Fixed,
            "后续事项", "备案以后，哪一样变了？", "What changed after the filing?";
    }

    /// 班: one class.
    record CareClass {
        /// 班型.
        Band band: Band = Kind::choice::<Band>(), Circumstance,
            "班型", "是哪一种班？", "Which band is the class?";
        /// 本班婴幼儿数.
        ClassChildren children as "class_children": i32 = Kind::int(0, 1_000), Circumstance,
            "本班婴幼儿数", "本班有几名婴幼儿？", "How many children has the class?";
        /// 本班保育人员数.
        ClassCarers carers as "class_carers": i32 = Kind::int(0, 1_000), Circumstance,
            "本班保育人员数", "本班有几名保育人员？", "How many carers has the class?";
        /// 最小月龄, in months.
        YoungestMonths youngest_months: i32 = Kind::int(0, 48), Circumstance,
            "本班最小月龄", "本班最小的婴幼儿几个月？", "How many months old is the youngest?";
        /// 最大月龄, in months.
        OldestMonths oldest_months: i32 = Kind::int(0, 84), Circumstance,
            "本班最大月龄", "本班最大的婴幼儿几个月？", "How many months old is the oldest?";
    }

    derived {
        /// 信用代码所示类型: what the first two characters of the credit code say.
        CreditCodeKind credit_code_kind = Kind::choice::<CreditCodeKind>(), from [CreditCode], "信用代码所示类型";
        /// 租期: whole months of the lease, its first and last day included.
        LeaseMonths lease_months = Kind::int(0, 3_600), from [LeaseFrom, LeaseUntil], "租期（月）";
        /// 租期包含作答日: the lease has begun and has not ended.
        LeaseRunning lease_running = Kind::Bool, from [LeaseFrom, LeaseUntil], "租期";
        /// 租期剩余: whole months from the day of the answer to the last day of the lease; none while it does not run.
        LeaseMonthsLeft lease_months_left = Kind::int(0, 3_600), from [LeaseFrom, LeaseUntil], "租期剩余（月）";
        /// 师幼比: children to one carer, rounded up.
        ChildrenPerCarer children_per_carer = Kind::int(0, 10_000), from [ClassChildren, ClassCarers], "每名保育人员照护人数";
        /// 家庭托育点照护比: children to one carer, rounded up.
        FamilyChildrenPerCarer family_children_per_carer = Kind::int(0, 10_000), from [Children, Carers], "每名照护人员看护人数";
        /// 托班占比: toddler classes in per cent of the approved classes, rounded up.
        ToddlerShare toddler_share = Kind::int(0, 100_000), from [ToddlerClasses, ApprovedClasses], "托班占核定班数（%，小数进一）";
        /// 托班数与班级清单相差: by how many the toddler classes and the list of classes differ.
        ClassesMiscounted classes_miscounted = Kind::int(0, 1_000), from [ToddlerClasses, Classes], "托班数与班级清单相差";
        /// 超出核定班数: classes beyond the approved number, 0 where there are none.
        ClassesOverApproved classes_over_approved = Kind::int(0, 2_000), from [ToddlerClasses, OtherClasses, ApprovedClasses], "超出核定班数";
        /// 证照已过期.
        LicenceExpired licence_expired = Kind::Bool, from [LicenceValidUntil], "营业执照或登记证书";
        /// 健康证明已过期.
        StaffHealthExpired staff_health_expired = Kind::Bool, from [StaffHealthValidUntil], "健康证明";
        /// 食品经营许可证已过期.
        FoodLicenceExpired food_licence_expired = Kind::Bool, from [FoodLicenceValidUntil], "食品经营许可证";
        /// 卫生评价已经作出: it was made by the day of the answer, and by the day on which the materials were received.
        HealthEvaluationMade health_evaluation_made = Kind::Bool, from [HealthEvaluationOn, ReceivedOn], "卫生评价";
        /// 登记类型是举办单位自己的: the legal form given is that of an employer or a kindergarten that runs the service itself;
        /// "no" unless who runs it, or the service, says so.
        FormOfOperator form_of_operator = Kind::Bool, from [Operator, Service], "登记类型是举办单位自己的";
    }
}

macro_rules! deserialised {
    ($($record:ident)*) => { $(
        impl<'de> serde::Deserialize<'de> for $record {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                match Value::deserialize(deserializer)? {
                    Value::Table(fields) => {
                        Self::from_fields(fields).map_err(serde::de::Error::custom)
                    }
                    other => Err(serde::de::Error::custom(format!(
                        "expected an object of facts, found {}",
                        other.kind().1
                    ))),
                }
            }
        }
    )* };
}

deserialised! { CareClass Dossier Institution }
