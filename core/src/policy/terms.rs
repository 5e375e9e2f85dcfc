//! Closed sets of terms that the law is described by.

choices! {
    /// 力度: how strongly the text puts it. Only the first two give an institution a right or a duty.
    Force {
        /// 应、须.
        Required = "required" "应当",
        /// 享受、执行.
        Entitled = "entitled" "享受",
        /// 允许、可.
        Permitted = "permitted" "可以",
        /// 鼓励、支持、优先: creates no right.
        Encouraged = "encouraged" "鼓励",
        /// 列入、打造、组织: gives departments work; neither a right nor an encouragement.
        Assigned = "assigned" "部署",
    }

    /// Parties that benefit.
    Beneficiary {
        /// The childcare institution.
        Institution = "institution" "托育机构",
        /// Whoever owns the premises, who may be a landlord.
        OwnerOfPremises = "owner_of_premises" "房产、土地所有人",
        /// Whoever runs or founds it.
        Operator = "operator" "举办者",
        /// Families.
        Family = "family" "家庭",
        /// Staff, and medical staff who serve.
        Staff = "staff" "从业人员",
        /// Banks and insurers.
        Financier = "financier" "金融、保险机构",
    }

    /// Category of a support.
    Category {
        /// A tax.
        Tax = "tax" "税",
        /// A fee.
        Fee = "fee" "费",
        /// A price.
        Price = "price" "价格",
        /// A subsidy.
        Subsidy = "subsidy" "补贴",
        /// A loan or an insurance.
        Finance = "finance" "金融保险",
        /// Land.
        Land = "land" "用地",
        /// Premises.
        Premises = "premises" "场所",
        /// The way in which it is run.
        Operation = "operation" "举办",
        /// Staff.
        Workforce = "workforce" "人才",
        /// Guidance.
        Guidance = "guidance" "指导",
        /// For families.
        Family = "family" "家庭",
    }

    /// Weight of a gap in a filing.
    Severity {
        /// It has to be cured.
        Defect = "defect" "应补正",
        /// It does not stand in the way of the filing.
        Warning = "warning" "提示",
        /// It is only to be known.
        Note = "note" "说明",
    }

    /// 备案制度: what a filing is on the day.
    Regime is answer {
        /// A measure of the departments, without penalties of its own.
        FilingMeasure = "filing_measure" "部门规定的备案",
        /// A statutory duty.
        FilingDuty = "filing_duty" "法定备案",
        /// A licence has taken its place.
        Licence = "licence" "准入许可",
        /// No rule in force says.
        Unknown = "unknown" "没有规定",
    }

    /// 登记事项: what is asked of the registry.
    Act {
        /// A first registration.
        NewRegistration = "new_registration" "设立登记",
        /// Childcare is put into the scope of what is registered already, at its own registry.
        ChangeOfScope = "change_of_scope" "变更登记",
        /// Nothing: it is registered, and its scope names childcare.
        Registered = "registered" "已登记",
    }

    /// A seat's part in the joint conference.
    SeatRole {
        /// 召集人.
        Convener = "convener" "召集人",
        /// 副召集人.
        DeputyConvener = "deputy_convener" "副召集人",
        /// 成员.
        Member = "member" "成员",
    }
}
