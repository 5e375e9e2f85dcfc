//! What every answer is made of.

use chrono::NaiveDate;

use crate::calendar::deadline::{Deadline, DeadlineState};
use crate::facts::terms::Event;

choices! {
    /// 结论: there are three, and no way to make two of them.
    Status {
        /// It does not hold, however the unknown facts turn out.
        Unmet = "unmet" "不符合",
        /// It depends on facts that are not known, or the text does not settle it.
        Open = "open" "待核实",
        /// It holds, however the unknown facts turn out.
        Met = "met" "符合",
    }

    /// Why an answer is open.
    OpenBecause {
        /// Facts are missing.
        Facts = "facts" "缺少事实",
        /// The text itself does not settle it.
        Unsettled = "unsettled" "文件未明确",
        /// The facts given contradict each other.
        Conflict = "conflict" "事实相互矛盾",
    }

    /// 结果: status, and why it is open, in one word; what a plan answers.
    Outcome {
        /// It holds, however the unknown facts turn out.
        Met = "met" "符合",
        /// It does not hold, however the unknown facts turn out.
        Unmet = "unmet" "不符合",
        /// Open: facts are missing.
        OpenFacts = "open_facts" "待核实：缺少事实",
        /// Open: the text itself does not settle it.
        OpenUnsettled = "open_unsettled" "待核实：文件未明确",
        /// Open: the facts given contradict each other.
        OpenConflict = "open_conflict" "待核实：事实相互矛盾",
        /// No law of the book for it on the day, in the place.
        NotInForce = "not_in_force" "当日当地无此规定",
    }

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

    /// How well the wording of a clause was seen.
    Evidence {
        /// The wording was seen.
        Verbatim = "verbatim" "已见原文",
        /// Seen in part, or restated elsewhere.
        Partial = "partial" "部分见到",
    }

    /// What a citation does for an answer.
    CitationRole {
        /// The clause that the answer rests on.
        Basis = "basis" "依据",
        /// A definition that the basis relies on.
        Definition = "definition" "定义",
        /// A clause that another one displaces here.
        Displaced = "displaced" "被本地分工替代",
        /// A clause that repeats the basis or points to it.
        Confirms = "confirms" "呼应",
        /// A clause that supports the reading taken.
        See = "see" "参见",
    }

    /// Who benefits.
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

    /// What kind of support it is.
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
        /// How it is run.
        Operation = "operation" "举办",
        /// Staff.
        Workforce = "workforce" "人才",
        /// Guidance.
        Guidance = "guidance" "指导",
        /// For families.
        Family = "family" "家庭",
    }

    /// What a finding is about.
    FindingKind {
        /// A support.
        Support = "support" "扶持",
        /// Something that has to be, or may be, done.
        Step = "step" "事项",
        /// A contradiction between facts.
        Conflict = "conflict" "矛盾",
        /// Something that a filing has to have.
        Requirement = "requirement" "备案要求",
        /// What an authority may do.
        Consequence = "consequence" "可能的后果",
    }

    /// How much a gap in a filing weighs.
    Severity {
        /// It has to be cured.
        Defect = "defect" "应补正",
        /// It does not stand in the way of the filing.
        Warning = "warning" "提示",
        /// It is only to be known.
        Note = "note" "说明",
    }

    /// 备案制度: what a filing is on the day.
    Regime {
        /// A measure of the departments, without penalties of its own.
        FilingMeasure = "filing_measure" "部门规定的备案",
        /// A statutory duty.
        FilingDuty = "filing_duty" "法定备案",
        /// A licence has taken its place.
        Licence = "licence" "准入许可",
        /// No rule in force says.
        Unknown = "unknown" "没有规定",
    }

    /// Why nothing that a sponsor does turns an answer into "met".
    NoRemedy {
        /// It is met.
        AlreadyMet = "already_met" "已经符合",
        /// It depends on facts that have to be known first.
        Facts = "facts" "先要知道其他事实",
        /// The text does not settle it, whatever is done.
        Unsettled = "unsettled" "文件未明确",
        /// The facts given contradict each other.
        Conflict = "conflict" "事实相互矛盾",
        /// It turns on what no sponsor changes to this end.
        BeyondSponsor = "beyond_sponsor" "举办者不会为此改变",
        /// It does not apply here, and is nothing to be had.
        NotApplicable = "not_applicable" "不适用",
        /// There is no law for it on the day.
        NotInForce = "not_in_force" "当日没有依据",
        /// There is no law for it in the place.
        OutOfScope = "out_of_scope" "不属本区范围",
        /// There are more ways than are tried.
        TooComplex = "too_complex" "情形过于复杂",
    }

    /// Whether there is law to answer from.
    ScopeState {
        /// There is.
        InForce = "in_force" "适用",
        /// The first edition begins later.
        NotYetInForce = "not_yet_in_force" "尚未施行",
        /// The last edition ended earlier.
        NoLongerInForce = "no_longer_in_force" "已经失效",
        /// The place is governed by files that are not here.
        OutOfScope = "out_of_scope" "不属本区范围",
    }

    /// 查找结果: what came of a look-up.
    LookUpState {
        /// The document speaks of it.
        Found = "found" "已找到",
        /// A known matter that the document does not speak of.
        NotCovered = "not_covered" "文件没有写",
        /// A department or a matter of another place, or of a level above.
        Elsewhere = "elsewhere" "别处的部门或事项",
        /// Nothing was asked, or a post without its unit.
        Unclear = "unclear" "没有写明要问什么",
        /// Nothing was found.
        NotFound = "not_found" "没有查到",
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

    /// What comes of replaying a receipt.
    Verdict {
        /// Same rules, same input, same outcome.
        Confirmed = "confirmed" "一致",
        /// A field of the receipt is not what it was when the receipt was written.
        Altered = "altered" "回执被改动过",
        /// The receipt is of another version of the library.
        VersionDiffers = "version_differs" "程序版本不同",
        /// The receipt is of another policy edition.
        EditionDiffers = "edition_differs" "政策版本不同",
        /// The receipt is of another calendar of working days.
        CalendarDiffers = "calendar_differs" "工作日历不同",
        /// The receipt is of another input.
        InputDiffers = "input_differs" "输入不同",
        /// Rules and input agree, and the outcome does not.
        OutcomeDiffers = "outcome_differs" "结论不同",
    }
}

records! {
    /// A short message: plain Chinese, English beside it.
    Text {
        /// Chinese.
        zh: String,
        /// English.
        en: String,
    }

    /// A department, by its stable identifier and its names.
    Department {
        /// Stable identifier.
        id: String,
        /// 附件1 name.
        name: String,
        /// Name of the district's office, where the text has one.
        office: Option<String>,
        /// Other names; look-ups know those that a rule makes too.
        aliases: Vec<String>,
    }

    /// The clause behind an answer.
    Citation {
        /// Identifier of the instrument.
        instrument: String,
        /// Its document number.
        number: String,
        /// Number of the clause.
        clause: String,
        /// Heading of the clause.
        heading: String,
        /// The rule that encodes it, where one does.
        rule: Option<String>,
        /// The operative words.
        quotations: Vec<String>,
        /// How well the wording was seen.
        evidence: Evidence,
        /// What the clause does for the answer.
        role: CitationRole,
    }

    /// One test that decided, or would decide.
    Reason {
        /// The fact.
        fact: String,
        /// Its Chinese term.
        label: String,
        /// What was wanted.
        wanted: String,
        /// What was found; none where the fact is not known.
        found: Option<String>,
        /// How the test came out.
        outcome: Status,
    }

    /// A fact that is not known and could decide.
    Missing {
        /// The fact.
        fact: String,
        /// Its Chinese term.
        label: String,
        /// The question that learns it.
        question: Text,
        /// How many open findings it could decide by itself.
        decides: i32,
    }

    /// One thing found: a support, a step or a contradiction.
    Finding {
        /// Stable identifier.
        id: String,
        /// What it is about.
        kind: FindingKind,
        /// What it is.
        title: Text,
        /// The answer.
        status: Status,
        /// Why it is open, if it is.
        open_because: Option<OpenBecause>,
        /// What the text leaves unsettled.
        unsettled: Vec<Text>,
        /// How strongly the text puts it.
        force: Force,
        /// The tests that decided it.
        reasons: Vec<Reason>,
        /// The facts that could decide it, the most decisive first.
        missing: Vec<Missing>,
        /// The clauses behind it.
        citations: Vec<Citation>,
        /// Who administers it.
        departments: Vec<Department>,
        /// Who benefits.
        beneficiary: Option<Beneficiary>,
        /// What kind of support it is.
        category: Option<Category>,
        /// The acts of the registry that a step belongs to; none where it belongs to no one of them.
        acts: Vec<Act>,
        /// The last day that it is in force, where one is known.
        last_day: Option<NaiveDate>,
        /// How much a gap weighs; requirements only.
        severity: Option<Severity>,
        /// Of what it is asked, such as `classes[1]`; nothing where it is of the whole filing.
        subject: Option<String>,
        /// How to cure it, where it is not met.
        cure: Option<Text>,
        /// Who cures it.
        cure_at: Vec<Department>,
        /// What else has to be known.
        notes: Vec<Text>,
        /// The weakest evidence that it rests on.
        evidence: Evidence,
        /// The answer in a sentence.
        message: Text,
    }

    /// Whether there is law to answer from, and if not, since or from when.
    Scope {
        /// Whether there is.
        state: ScopeState,
        /// The place; none where it is not known.
        jurisdiction: Option<String>,
        /// The first day of the edition that is still to come.
        first_day: Option<NaiveDate>,
        /// The last day of the edition that ended.
        last_day: Option<NaiveDate>,
        /// In a sentence.
        message: Text,
    }

    /// A registering authority that is still open.
    Authority {
        /// The department.
        department: Department,
        /// Its rank, counted from 1.
        rank: i32,
        /// Met where it remains however the unknown facts turn out.
        status: Status,
        /// The tests that decided it.
        reasons: Vec<Reason>,
        /// The clauses behind it.
        citations: Vec<Citation>,
    }

    /// 登记事项: an act of the registry that is still open.
    RegistrationAct {
        /// The act.
        act: Act,
        /// Met where it remains however the unknown facts turn out.
        status: Status,
        /// The tests that decided it.
        reasons: Vec<Reason>,
        /// The clauses behind it.
        citations: Vec<Citation>,
        /// In a sentence.
        message: Text,
    }

    /// 注册登记: where an institution is registered.
    Registration {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Whether there is law to answer from.
        scope: Scope,
        /// Met where the authorities are settled, open otherwise.
        status: Status,
        /// Why it is open, if it is.
        open_because: Option<OpenBecause>,
        /// The authorities still open, in rank order.
        authorities: Vec<Authority>,
        /// Acts that are still asked of the registry: a first registration, a change of scope, or nothing; none where the facts
        /// contradict each other, or no rule in force speaks of them.
        acts: Vec<RegistrationAct>,
        /// What has to be done before and after.
        steps: Vec<Finding>,
        /// The facts that contradict each other.
        conflicts: Vec<Finding>,
        /// The facts that could decide it, the most decisive first.
        missing: Vec<Missing>,
        /// What the text leaves unsettled.
        unsettled: Vec<Text>,
        /// Readings taken, and why.
        notes: Vec<Text>,
        /// The clauses behind it.
        citations: Vec<Citation>,
        /// The answer in a sentence.
        message: Text,
    }

    /// A support that no edition in force on that day, or no file for that place, gives.
    Lapsed {
        /// Stable identifier.
        id: String,
        /// What it is.
        title: Text,
        /// Why there is none.
        scope: Scope,
    }

    /// 扶持: every support, with its status.
    Supports {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Whether there is law of the place to answer from.
        scope: Scope,
        /// Every support in force.
        findings: Vec<Finding>,
        /// Every support that is not in force here on that day.
        lapsed: Vec<Lapsed>,
    }

    /// 责任单位: the departments that a clause names as responsible.
    Named {
        /// The clause.
        citation: Citation,
        /// The departments, in the order of the text.
        departments: Vec<Department>,
        /// Departments that the running text of the clause names, and its 责任单位 may not.
        mentioned: Vec<Department>,
    }

    /// 附件1: what a department answers for.
    Duty {
        /// The department.
        department: Department,
        /// The paragraph.
        citation: Citation,
        /// The duty in short.
        gist: String,
    }

    /// 附件2: a seat of the joint conference, by unit and post; never a person.
    Seat {
        /// Its part.
        role: SeatRole,
        /// The unit.
        unit: String,
        /// The post.
        post: String,
        /// The department, where the unit is part of one.
        department: Option<Department>,
    }

    /// A matter that the document does not speak of.
    NotCovered {
        /// Stable identifier.
        id: String,
        /// The matter.
        name: String,
        /// That the document does not speak of it, and what was seen of it elsewhere.
        message: Text,
        /// How well that was seen.
        evidence: Evidence,
        /// The clauses of other instruments that were seen.
        citations: Vec<Citation>,
    }

    /// 职责: who answers for a matter, the three sources apart.
    Responsibility {
        /// What was recognised as asked, in words of the policy files; never what was typed.
        matters: Vec<String>,
        /// What came of it.
        state: LookUpState,
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Whether there is law to answer from.
        scope: Scope,
        /// 责任单位 of the clauses on the matter.
        named: Vec<Named>,
        /// 附件1 duties on the matter.
        duties: Vec<Duty>,
        /// 附件2 seats of the departments concerned.
        seats: Vec<Seat>,
        /// Departments that have a duty in 附件1 or stand in the running text, and that no 责任单位 list above names.
        not_listed: Vec<Department>,
        /// Matters asked for that the document does not speak of.
        not_covered: Vec<NotCovered>,
        /// The nearest words of the files, where nothing matched.
        nearest: Vec<String>,
        /// The answer in a sentence.
        message: Text,
    }

    /// 工作目标: what was to be reached by a day.
    Goal {
        /// The last day for it.
        by: NaiveDate,
        /// Whether that day is past.
        past: bool,
        /// What was to be reached.
        text: String,
        /// The clause.
        citation: Citation,
    }

    /// Every goal.
    Goals {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Whether there is law to answer from.
        scope: Scope,
        /// The goals, by day.
        goals: Vec<Goal>,
    }

    /// Every seat, and the rules of the joint conference.
    Seats {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Whether there is law to answer from.
        scope: Scope,
        /// The seats, in the order of the text.
        seats: Vec<Seat>,
        /// The clauses on convening, office and succession.
        citations: Vec<Citation>,
    }

    /// One clause of an instrument.
    ClauseSummary {
        /// The clause.
        citation: Citation,
        /// What it says, in our words.
        gist: String,
        /// 责任单位, in the order of the text.
        responsible: Vec<Department>,
        /// The words to look it up by.
        topics: Vec<String>,
        /// Why nothing in it is for a machine to decide, where nothing is.
        undecidable: Option<String>,
    }

    /// Every clause in force.
    Clauses {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Whether there is law to answer from.
        scope: Scope,
        /// The clauses, by instrument and in the order of the text.
        clauses: Vec<ClauseSummary>,
    }

    /// Every department.
    Departments {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Whether there is law to answer from.
        scope: Scope,
        /// The departments, in the order of the text.
        departments: Vec<Department>,
    }

    /// One change of a fact.
    Change {
        /// The fact.
        fact: String,
        /// Its Chinese term.
        label: String,
        /// What was found; none where the fact is not known.
        found: Option<String>,
        /// What it would have to be.
        to: String,
        /// Of which class it is, such as `classes[1]`; nothing where it is of the institution or of the whole filing.
        subject: Option<String>,
    }

    /// Changes that together turn an answer.
    Remedy {
        /// The changes.
        changes: Vec<Change>,
        /// In a sentence.
        message: Text,
    }

    /// 如何才能符合: the smallest changes, all by the sponsor, that would turn an answer into "met".
    WhatIf {
        /// The support, step or requirement, `register` or `review`.
        target: String,
        /// The answer as it is.
        status: Status,
        /// The remedies, each as small as any, at most sixteen; of a contradiction, the corrections.
        remedies: Vec<Remedy>,
        /// Why there is none.
        no_remedy: Option<NoRemedy>,
        /// The facts that have to be known first, the most decisive first.
        missing: Vec<Missing>,
        /// What the text leaves unsettled, whatever is done.
        unsettled: Vec<Text>,
        /// What stands in the way, and no sponsor changes to this end.
        obstacles: Vec<Change>,
        /// In a sentence.
        message: Text,
    }

    /// 回执: what a decision was made from, enough to replay it.
    Receipt {
        /// Layout of the receipt: `tuoyu-receipt-1`.
        format: String,
        /// Version of the library.
        version: String,
        /// Policy edition.
        edition: String,
        /// SHA-256 of the policy files.
        edition_sha256: String,
        /// SHA-256 of the files of working days.
        calendar_sha256: String,
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// SHA-256 of the canonical input.
        input_sha256: String,
        /// The outcome, `id=status` separated by spaces.
        outcome: String,
        /// SHA-256 of every other field.
        sha256: String,
    }

    /// What came of replaying a receipt.
    Verification {
        /// The verdict.
        verdict: Verdict,
        /// In a sentence.
        message: Text,
        /// The receipt of the replay.
        replayed: Receipt,
    }

    /// A period that runs from the receipt of the materials.
    DueDate {
        /// Stable identifier.
        id: String,
        /// What is due.
        title: Text,
        /// Where the period stands on the day of the answer.
        state: DeadlineState,
        /// When; none where the day of receipt is not known.
        deadline: Option<Deadline>,
        /// Working days left; none where the last day has gone by, is not known, or the thing is done.
        working_days_left: Option<i32>,
        /// Working days over the last day, of the day of the answer or of the day on which it was done late.
        working_days_over: Option<i32>,
        /// The day on which it was done, where that is known.
        answered_on: Option<NaiveDate>,
        /// Why the last day or the number of working days cannot be computed, if one cannot.
        because: Option<Text>,
        /// The clauses behind it.
        citations: Vec<Citation>,
        /// In a sentence.
        message: Text,
    }

    /// 备案审查: is this dossier complete and sound, and when is each answer due?
    Review {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Whether there is law of the place itself; the requirements of the nation hold everywhere.
        scope: Scope,
        /// What a filing is on that day.
        regime: Regime,
        /// Met where no defect is left, unmet where one is certain. Never met while the place is not known, nor where
        /// its own files are not here.
        status: Status,
        /// Every requirement that applies, or may apply, in document order. Last, as `unmet-either-way`, those that are open
        /// each by itself but cannot all be met, whatever the unknown facts are.
        findings: Vec<Finding>,
        /// Receipt and notice.
        due: Vec<DueDate>,
        /// The facts that contradict each other.
        conflicts: Vec<Finding>,
        /// The questions still to ask, the most decisive first.
        missing: Vec<Missing>,
        /// The answer in a sentence.
        message: Text,
    }

    /// What has to be done after an event.
    Duties {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// The event.
        event: Event,
        /// Whether there is law of the place itself; the duties of national law hold everywhere.
        scope: Scope,
        /// Everything that has to be, or may have to be, done.
        findings: Vec<Finding>,
    }

    /// Every answer about one institution.
    Assessment {
        /// The day that the answer is for.
        as_of: NaiveDate,
        /// Where to register.
        registration: Registration,
        /// What support there is.
        supports: Supports,
        /// The review of the filing, where a dossier was given.
        review: Option<Review>,
        /// The questions still to ask, the most decisive first.
        missing: Vec<Missing>,
        /// What it was made from.
        receipt: Receipt,
    }

    /// One fact of the vocabulary, for forms and builders.
    FactSummary {
        /// Stable name of the field.
        name: String,
        /// Chinese term.
        label: String,
        /// Kind of value: bool, choice, set, int, date, place, text or classes.
        kind: String,
        /// Words that it takes, if it takes words.
        words: Vec<String>,
        /// Their Chinese terms.
        word_labels: Vec<String>,
        /// The question that learns it.
        question: Text,
        /// Why it is only kept as a record, where no rule of the book tests it.
        informative: Option<Text>,
    }
}

impl Text {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}
