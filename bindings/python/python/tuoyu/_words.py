"""Closed lists of words; a test compares them with those of the library."""

from __future__ import annotations

from enum import Enum


class Term(str, Enum):
    """A word of a closed list: equal to its stable name, with the Chinese term as `label`."""

    _value_: str
    label: str
    """The Chinese term."""

    def __new__(cls, name: str, label: str = "") -> Term:  # noqa: PYI034, as typeshed's Enum
        """Make the stable name the value."""
        word = str.__new__(cls, name)
        word._value_ = name
        word.label = label
        return word

    @classmethod
    def _missing_(cls, value: object) -> None:
        """Refuse without repeating what was given."""
        message = f"a text of {len(str(value))} characters is no {cls.__name__}"
        raise ValueError(message)

    def __repr__(self) -> str:
        """Return what one would type."""
        return f"{type(self).__name__}.{self.name}"

    def __str__(self) -> str:
        """Return the stable name."""
        return str.__str__(self)


class Answer(Term):
    """A word that answers with more than yes or no."""

    def __bool__(self) -> bool:
        """Refuse: every word would be true, `unmet` too."""
        words = ", ".join(map(repr, type(self)))
        message = f"not a yes or no: compare it with one of {words}"
        raise TypeError(message)


class Act(Term):
    """登记事项: what is asked of the registry."""

    NEW_REGISTRATION = "new_registration", "设立登记"
    CHANGE_OF_SCOPE = "change_of_scope", "变更登记"
    REGISTERED = "registered", "已登记"


class Band(Term):
    """班型: the age band of a class."""

    INFANT = "infant", "乳儿班"
    TODDLER = "toddler", "托小班"
    OLDER = "older", "托大班"
    MIXED = "mixed", "混合编班"


class Beneficiary(Term):
    """Who benefits."""

    INSTITUTION = "institution", "托育机构"
    OWNER_OF_PREMISES = "owner_of_premises", "房产、土地所有人"
    OPERATOR = "operator", "举办者"
    FAMILY = "family", "家庭"
    STAFF = "staff", "从业人员"
    FINANCIER = "financier", "金融、保险机构"


class Category(Term):
    """What kind of support it is."""

    TAX = "tax", "税"
    FEE = "fee", "费"
    PRICE = "price", "价格"
    SUBSIDY = "subsidy", "补贴"
    FINANCE = "finance", "金融保险"
    LAND = "land", "用地"
    PREMISES = "premises", "场所"
    OPERATION = "operation", "举办"
    WORKFORCE = "workforce", "人才"
    GUIDANCE = "guidance", "指导"
    FAMILY = "family", "家庭"


class CitationRole(Term):
    """What a citation does for an answer."""

    BASIS = "basis", "依据"
    DEFINITION = "definition", "定义"
    DISPLACED = "displaced", "被本地分工替代"
    CONFIRMS = "confirms", "呼应"
    SEE = "see", "参见"


class CreditCodeKind(Term):
    """信用代码所示类型: which kind of body its first two characters say (GB 32100)."""

    STATE_ORGAN = "state_organ", "机关"
    PUBLIC_INSTITUTION = "public_institution", "事业单位"
    SOCIAL_GROUP = "social_group", "社会团体"
    SOCIAL_SERVICE_ORGANIZATION = "social_service_organization", "社会服务机构（民办非企业单位）"
    FOUNDATION = "foundation", "基金会"
    SELF_GOVERNING_BODY = "self_governing_body", "基层群众性自治组织"
    TRADE_UNION_BODY = "trade_union_body", "工会法人"
    ENTERPRISE = "enterprise", "企业"
    INDIVIDUAL_BUSINESS = "individual_business", "个体工商户"
    COOPERATIVE = "cooperative", "农民专业合作社"
    RURAL_COLLECTIVE = "rural_collective", "农村集体经济组织"
    OTHER = "other", "其他"


class DayOff(Term):
    """Why a day within a period is not worked."""

    WEEKEND = "weekend", "周末"
    HOLIDAY = "holiday", "放假"


class DeadlineState(Term):
    """The stand of a period on the day of the answer."""

    NOT_STARTED = "not_started", "起算日未知"
    NOT_COMPUTABLE = "not_computable", "无法计算"
    PENDING = "pending", "未到期"
    DUE_TODAY = "due_today", "今天到期"
    PAST = "past", "已过期"
    ANSWERED = "answered", "已经办理"
    ANSWERED_IN_TIME = "answered_in_time", "按期办理"
    ANSWERED_LATE = "answered_late", "逾期办理"


class Degree(Term):
    """学历."""

    BELOW_COLLEGE = "below_college", "大专以下"
    COLLEGE = "college", "大专"
    BACHELOR_OR_ABOVE = "bachelor_or_above", "本科及以上"


class Event(Term):
    """后续事项: what happened after the filing."""

    REGISTRATION_CHANGED = "registration_changed", "登记事项变更"
    NAME_CHANGED = "name_changed", "名称变更"
    ADDRESS_MOVED_WITHIN = "address_moved_within", "区内迁址"
    MOVED_TO_OTHER_DISTRICT = "moved_to_other_district", "迁往外区"
    CAPACITY_CHANGED = "capacity_changed", "收托规模变更"
    CLASS_TYPES_CHANGED = "class_types_changed", "班型变更"
    REGISTRATION_CANCELLED = "registration_cancelled", "注销登记"
    SERVICE_STOPPED = "service_stopped", "终止服务"


class SourceQuality(Term):
    """How well the wording of a clause was seen."""

    VERBATIM = "verbatim", "已见原文"
    PARTIAL = "partial", "部分见到"


class FindingKind(Term):
    """What a finding is about."""

    SUPPORT = "support", "扶持"
    STEP = "step", "事项"
    CONFLICT = "conflict", "矛盾"
    REQUIREMENT = "requirement", "备案要求"
    CONSEQUENCE = "consequence", "可能的后果"


class FireEvidence(Term):
    """消防材料: what the proof of fire safety is."""

    ACCEPTANCE = "acceptance", "建设工程消防验收"
    ACCEPTANCE_RECORD = "acceptance_record", "建设工程消防验收备案"
    SAFETY_CHECK = "safety_check", "投入使用前的消防安全检查"
    OTHER_OPINION = "other_opinion", "其他意见"


class Force(Term):
    """力度: how strongly the text puts it. Only the first two give a right or a duty."""

    REQUIRED = "required", "应当"
    ENTITLED = "entitled", "享受"
    PERMITTED = "permitted", "可以"
    ENCOURAGED = "encouraged", "鼓励"
    ASSIGNED = "assigned", "部署"


class Format(Term):
    """How an explanation is written."""

    TEXT = "text", "纯文本"
    MARKDOWN = "markdown", "Markdown"


class HealthEvaluationKind(Term):
    """卫生评价方式: who evaluated."""

    EVALUATOR_REPORT = "evaluator_report", "评价机构出具的报告"
    SELF_ASSESSMENT = "self_assessment", "机构自评"


class LandSupply(Term):
    """供地方式: how the land is supplied."""

    ALLOCATED = "allocated", "划拨"
    PAID_USE = "paid_use", "有偿使用"


class LandUse(Term):
    """土地用途: the category of the land."""

    EDUCATION = "education", "教育用地"
    MEDICAL = "medical", "医疗卫生用地"
    WELFARE = "welfare", "福利用地"
    COMMERCIAL_SERVICE = "commercial_service", "商业服务用地"
    RESIDENTIAL = "residential", "居住用地"
    INDUSTRIAL = "industrial", "工业用地"
    OTHER = "other", "其他用地"


class LegalForm(Term):
    """登记类型: the form in which it is, or is to be, registered."""

    PUBLIC_INSTITUTION = "public_institution", "事业单位"
    SOCIAL_SERVICE_ORGANIZATION = "social_service_organization", "社会服务机构（民办非企业单位）"
    ENTERPRISE = "enterprise", "企业法人"
    INDIVIDUAL_BUSINESS = "individual_business", "个体工商户"
    PARTNERSHIP = "partnership", "合伙企业"
    SOLE_PROPRIETORSHIP = "sole_proprietorship", "个人独资企业"
    COOPERATIVE = "cooperative", "农民专业合作社"
    SOCIAL_GROUP = "social_group", "社会团体"
    FOUNDATION = "foundation", "基金会"
    SELF_GOVERNING_BODY = "self_governing_body", "基层群众性自治组织"
    TRADE_UNION_BODY = "trade_union_body", "工会法人"
    STATE_ORGAN = "state_organ", "机关"
    RURAL_COLLECTIVE = "rural_collective", "农村集体经济组织"
    OTHER = "other", "其他"


class LookUpState(Term):
    """查找结果: the result of a look-up."""

    FOUND = "found", "已找到"
    NOT_COVERED = "not_covered", "文件没有写"
    ELSEWHERE = "elsewhere", "别处的部门或事项"
    UNCLEAR = "unclear", "没有写明要问什么"
    NOT_FOUND = "not_found", "没有查到"


class Meals(Term):
    """供餐方式: where meals come from."""

    NONE = "none", "不供餐"
    COOKED_ON_SITE = "cooked_on_site", "自办食堂"
    DELIVERED = "delivered", "外购配送"


class Mode(Term):
    """服务形式: how long the children stay."""

    FULL_DAY = "full_day", "全日托"
    HALF_DAY = "half_day", "半日托"
    HOURLY = "hourly", "计时托"
    TEMPORARY = "temporary", "临时托"


class Nature(Term):
    """机构性质: whether the surplus may be distributed."""

    NONPROFIT = "nonprofit", "非营利性"
    FOR_PROFIT = "for_profit", "营利性"


class NoRemedy(Term):
    """Why there is no remedy."""

    ALREADY_MET = "already_met", "已经符合"
    FACTS = "facts", "先要知道其他事实"
    UNSETTLED = "unsettled", "文件未明确"
    CONFLICT = "conflict", "事实相互矛盾"
    BEYOND_SPONSOR = "beyond_sponsor", "举办者不会为此改变"
    NOT_APPLICABLE = "not_applicable", "不适用"
    NOT_IN_FORCE = "not_in_force", "当日没有依据"
    OUT_OF_SCOPE = "out_of_scope", "不属本区范围"
    TOO_COMPLEX = "too_complex", "情形过于复杂"


class OpenBecause(Term):
    """Why an answer is open."""

    FACTS = "facts", "缺少事实"
    UNSETTLED = "unsettled", "文件未明确"
    CONFLICT = "conflict", "事实相互矛盾"


class Operator(Term):
    """举办主体: who runs it."""

    SOCIAL = "social", "社会力量"
    EMPLOYER = "employer", "用人单位"
    KINDERGARTEN = "kindergarten", "幼儿园"
    MATERNAL_CHILD_HEALTH = "maternal_child_health", "妇幼保健机构"
    PUBLIC_HOSPITAL = "public_hospital", "公立医疗机构"
    STATE_ENTERPRISE = "state_enterprise", "国有或国有控股企业"
    COMMUNITY = "community", "社区"
    GRASSROOTS_GOVERNMENT = "grassroots_government", "基层政府"
    SOCIAL_ORGANIZATION = "social_organization", "社会组织"
    INDIVIDUAL = "individual", "个人"


class Outcome(Answer):
    """结果: status, and why it is open, in one word; what a plan answers."""

    MET = "met", "符合"
    UNMET = "unmet", "不符合"
    OPEN_FACTS = "open_facts", "待核实：缺少事实"
    OPEN_UNSETTLED = "open_unsettled", "待核实：文件未明确"
    OPEN_CONFLICT = "open_conflict", "待核实：事实相互矛盾"
    NOT_IN_FORCE = "not_in_force", "当日当地无此规定"


class Premises(Term):
    """场所性质: by what title the premises are used."""

    OWNED = "owned", "自有"
    LEASED = "leased", "租赁"
    FREE_USE = "free_use", "无偿使用"


class Regime(Answer):
    """备案制度: what a filing is on the day."""

    FILING_MEASURE = "filing_measure", "部门规定的备案"
    FILING_DUTY = "filing_duty", "法定备案"
    LICENCE = "licence", "准入许可"
    UNKNOWN = "unknown", "没有规定"


class RepairReason(Term):
    """Why a character was not taken as written."""

    FULL_WIDTH = "full_width", "全角改为半角"
    LOWER_CASE = "lower_case", "小写改为大写"
    SEPARATOR = "separator", "去掉空格、连字符或看不见的字符"
    LOOK_ALIKE = "look_alike", "形近字母改为数字"


class ScopeState(Answer):
    """Whether there is law to answer from."""

    IN_FORCE = "in_force", "适用"
    NOT_YET_IN_FORCE = "not_yet_in_force", "尚未施行"
    NO_LONGER_IN_FORCE = "no_longer_in_force", "已经失效"
    OUT_OF_SCOPE = "out_of_scope", "不属本区范围"


class SeatRole(Term):
    """A seat's part in the joint conference."""

    CONVENER = "convener", "召集人"
    DEPUTY_CONVENER = "deputy_convener", "副召集人"
    MEMBER = "member", "成员"


class Service(Term):
    """服务类型: the kind of service that is asked about."""

    INSTITUTION = "institution", "托育机构"
    KINDERGARTEN_CLASS = "kindergarten_class", "幼儿园托班"
    FAMILY_SITE = "family_site", "家庭托育点"


class Severity(Term):
    """How much a gap in a filing weighs."""

    DEFECT = "defect", "应补正"
    WARNING = "warning", "提示"
    NOTE = "note", "说明"


class Status(Answer):
    """结论: there are three, and no way to make two of them."""

    UNMET = "unmet", "不符合"
    OPEN = "open", "待核实"
    MET = "met", "符合"


class Verdict(Answer):
    """What comes of replaying a receipt."""

    CONFIRMED = "confirmed", "一致"
    ALTERED = "altered", "回执被改动过"
    VERSION_DIFFERS = "version_differs", "程序版本不同"
    EDITION_DIFFERS = "edition_differs", "政策版本不同"
    CALENDAR_DIFFERS = "calendar_differs", "工作日历不同"
    INPUT_DIFFERS = "input_differs", "输入不同"
    OUTCOME_DIFFERS = "outcome_differs", "结论不同"
