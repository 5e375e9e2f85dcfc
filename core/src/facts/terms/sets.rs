//! 取值: the one list of the closed sets of terms that facts are stated in. A new set is one entry here; Rust, JSON, policy
//! files and every other language follow from it.

choices! {
    /// 服务类型: the kind of service that is asked about.
    Service {
        /// A childcare institution of its own.
        Institution = "institution" "托育机构",
        /// A class for under-threes in a kindergarten.
        KindergartenClass = "kindergarten_class" "幼儿园托班",
        /// Care of at most five children in a dwelling.
        FamilySite = "family_site" "家庭托育点",
    }

    /// 举办主体: who runs it.
    Operator {
        /// Private capital or people.
        Social = "social" "社会力量",
        /// An employer, for its staff.
        Employer = "employer" "用人单位",
        /// A kindergarten.
        Kindergarten = "kindergarten" "幼儿园",
        /// A maternal and child health institution.
        MaternalChildHealth = "maternal_child_health" "妇幼保健机构",
        /// Another public medical institution.
        PublicHospital = "public_hospital" "公立医疗机构",
        /// An enterprise that the state owns or controls.
        StateEnterprise = "state_enterprise" "国有或国有控股企业",
        /// A community.
        Community = "community" "社区",
        /// A town or subdistrict.
        GrassrootsGovernment = "grassroots_government" "基层政府",
        /// A social organisation.
        SocialOrganization = "social_organization" "社会组织",
        /// A natural person.
        Individual = "individual" "个人",
    }

    /// 登记类型: the form in which it is, or is to be, registered.
    LegalForm {
        /// A public institution.
        PublicInstitution = "public_institution" "事业单位",
        /// A social service organisation (民办非企业单位).
        SocialServiceOrganization = "social_service_organization" "社会服务机构（民办非企业单位）",
        /// An enterprise with legal personality, such as a company.
        Enterprise = "enterprise" "企业法人",
        /// An individual business.
        IndividualBusiness = "individual_business" "个体工商户",
        /// A partnership.
        Partnership = "partnership" "合伙企业",
        /// A sole proprietorship.
        SoleProprietorship = "sole_proprietorship" "个人独资企业",
        /// A farmers' cooperative.
        Cooperative = "cooperative" "农民专业合作社",
        /// An association.
        SocialGroup = "social_group" "社会团体",
        /// A foundation.
        Foundation = "foundation" "基金会",
        /// A residents' or villagers' committee.
        SelfGoverningBody = "self_governing_body" "基层群众性自治组织",
        /// A trade union.
        TradeUnionBody = "trade_union_body" "工会法人",
        /// A state organ.
        StateOrgan = "state_organ" "机关",
        /// A rural collective economic organisation.
        RuralCollective = "rural_collective" "农村集体经济组织",
        /// Any other form.
        Other = "other" "其他",
    }

    /// 机构性质: may the surplus be distributed?
    Nature {
        /// It may not.
        Nonprofit = "nonprofit" "非营利性",
        /// It may.
        ForProfit = "for_profit" "营利性",
    }

    /// 服务形式: how long the children stay.
    Mode {
        /// All day.
        FullDay = "full_day" "全日托",
        /// Half of the day.
        HalfDay = "half_day" "半日托",
        /// By the hour.
        Hourly = "hourly" "计时托",
        /// Now and then.
        Temporary = "temporary" "临时托",
    }

    /// 供餐方式: where meals come from.
    Meals {
        /// None are served.
        None = "none" "不供餐",
        /// Cooked on the premises.
        CookedOnSite = "cooked_on_site" "自办食堂",
        /// Delivered by a supplier.
        Delivered = "delivered" "外购配送",
    }

    /// 场所性质: by what title the premises are used.
    Premises {
        /// Owned.
        Owned = "owned" "自有",
        /// Leased.
        Leased = "leased" "租赁",
        /// Lent without rent.
        FreeUse = "free_use" "无偿使用",
    }

    /// 土地用途: the category of the land.
    LandUse {
        /// Education.
        Education = "education" "教育用地",
        /// Medical and health.
        Medical = "medical" "医疗卫生用地",
        /// Welfare.
        Welfare = "welfare" "福利用地",
        /// Commerce and services.
        CommercialService = "commercial_service" "商业服务用地",
        /// Housing.
        Residential = "residential" "居住用地",
        /// Industry.
        Industrial = "industrial" "工业用地",
        /// Another category.
        Other = "other" "其他用地",
    }

    /// 供地方式: how the land is supplied.
    LandSupply {
        /// Allocated.
        Allocated = "allocated" "划拨",
        /// For payment.
        PaidUse = "paid_use" "有偿使用",
    }

    /// 信用代码所示类型: who registered a body of which kind, by the first two characters (GB 32100).
    CreditCodeKind {
        /// 11.
        StateOrgan = "state_organ" "机关",
        /// 12.
        PublicInstitution = "public_institution" "事业单位",
        /// 51.
        SocialGroup = "social_group" "社会团体",
        /// 52.
        SocialServiceOrganization = "social_service_organization" "社会服务机构（民办非企业单位）",
        /// 53.
        Foundation = "foundation" "基金会",
        /// 54.
        SelfGoverningBody = "self_governing_body" "基层群众性自治组织",
        /// 81.
        TradeUnionBody = "trade_union_body" "工会法人",
        /// 91.
        Enterprise = "enterprise" "企业",
        /// 92.
        IndividualBusiness = "individual_business" "个体工商户",
        /// 93.
        Cooperative = "cooperative" "农民专业合作社",
        /// N1, N2, N3.
        RuralCollective = "rural_collective" "农村集体经济组织",
        /// Any other.
        Other = "other" "其他",
    }

    /// 班型: the age band of a class.
    Band {
        /// 6 to 12 months.
        Infant = "infant" "乳儿班",
        /// 12 to 24 months.
        Toddler = "toddler" "托小班",
        /// 24 to 36 months.
        Older = "older" "托大班",
        /// From 18 months, ages mixed.
        Mixed = "mixed" "混合编班",
    }

    /// 卫生评价方式: who evaluated.
    HealthEvaluationKind {
        /// The evaluating body.
        EvaluatorReport = "evaluator_report" "评价机构出具的报告",
        /// The institution itself, by the basic items.
        SelfAssessment = "self_assessment" "机构自评",
    }

    /// 消防材料: what the proof of fire safety is.
    FireEvidence {
        /// Acceptance of the construction project.
        Acceptance = "acceptance" "建设工程消防验收",
        /// Record of the acceptance.
        AcceptanceRecord = "acceptance_record" "建设工程消防验收备案",
        /// Safety check before use.
        SafetyCheck = "safety_check" "投入使用前的消防安全检查",
        /// Another opinion.
        OtherOpinion = "other_opinion" "其他意见",
    }

    /// 违法犯罪信息查询机关: the body that keeps records of offences, by 未成年人保护法 62.
    OffenceRecords {
        /// The police.
        PublicSecurity = "public_security" "公安机关",
        /// The procuratorate.
        Procuratorate = "procuratorate" "人民检察院",
    }

    /// 学历.
    Degree {
        /// Below college.
        BelowCollege = "below_college" "大专以下（不含大专）",
        /// College.
        College = "college" "大专",
        /// Bachelor or above.
        BachelorOrAbove = "bachelor_or_above" "本科及以上",
    }

    /// 后续事项: what happened after the filing.
    Event {
        /// The registration changed.
        RegistrationChanged = "registration_changed" "登记事项变更",
        /// The name changed.
        NameChanged = "name_changed" "名称变更",
        /// It moved within the district.
        AddressMovedWithin = "address_moved_within" "区内迁址",
        /// It moved to another district.
        MovedToOtherDistrict = "moved_to_other_district" "迁往外区",
        /// The number of places changed.
        CapacityChanged = "capacity_changed" "收托规模变更",
        /// The kinds of classes changed.
        ClassTypesChanged = "class_types_changed" "班型变更",
        /// The registration was cancelled.
        RegistrationCancelled = "registration_cancelled" "注销登记",
        /// The service stopped.
        ServiceStopped = "service_stopped" "终止服务",
    }
}
