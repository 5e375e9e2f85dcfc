"""取值: terms, yes or no, documents, scopes, names, places and codes of cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tuoyu import CreditCode, RepairReason, TuoyuError
from tuoyu.ledger._cells import refuse_rounded, solid, tidy, written
from tuoyu.ledger._data import DATA, labels, labels_of, readable_terms
from tuoyu.ledger._said import LAYOUT, UNKNOWN, WORD, Reading, Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tuoyu.ledger._data import Layout
    from tuoyu.ledger._places import Places

# A year that somebody noted behind an answer, and what was done in it.
NOTED = re.compile(r"(.+?)\((?:19|20)\d\d年?(?:\d{1,2}月)?(?:认定|公布|备案|登记|通过)?\)")
TERM = re.compile(r"(租赁|租用)\((?:[一二三四五六七八九十\d]{1,2}年)\)")
ITEMS = re.compile(r"[、,;/|和及 ]+")
NOTE = ("括号里是年份或年限", "a year, or years, in brackets")
TICK = ("记号", "a mark")
LACKING = ("容缺：还没有交", "容缺: not handed in yet")
NOT_YET = ("还没有备案", "not filed yet")
NO_LONGER = ("备案不再有效", "the filing holds no longer")

# Without spaces, behind which a person may be named, and to the end an institution.
NAME = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9（）()·—-]+(?:[园部店校院所站点班社馆会厂处室屋家）司心构]|托育)"
)
FORMER = re.compile(r"(.+?) ?（(?:原|曾用名|旧名).*）")
# Whatever else stands in brackets at the end may be somebody's name.
ASIDE = re.compile(r"（[^（）]*(?<![园店部校区班户期司点心])）$")
INSTITUTION = re.compile("托|幼儿|婴|公司|中心|机构|医院|学校|早教|儿童|园$|合作社")
PERSON = re.compile(r"园长|院长|老师|教师|先生|女士|经理|主任|负责|联系|电话|手机|身份证|\d{5}")
FORMER_NAME = ("去掉括号里的旧名", "without a former name in brackets")

CHILDCARE, FAMILY = "托育服务", "家庭托育服务"
DENIED = re.compile("[不除禁未非无没否]|取消|删")
# Only what is worded as a scope is read as the whole of it.
WORDED = re.compile(
    "[\u4e00-\u9fff]{2,}(?:服务|咨询|销售|零售|批发|培训|策划|开发|代理|制造|制作|经营|管理|活动|设计|推广)"
)


def terms(cell: object, column: Layout) -> Reading:
    """Return the facts that a word states; a list of words where the fact is a list."""
    if not isinstance(cell, str):
        raise unknown_word(column)
    if column.facts == ["modes"]:
        return listed(cell, column)
    text = solid(cell)
    found = term(text, column)
    if found is None and (noted := TERM.fullmatch(text)):
        found = term(noted[1], column)
        if found is not None:
            return Reading(found, as_text(found), NOTE)
    if found is None:
        raise unknown_word(column)
    if text in DATA["values"].get(column.key, {}):
        return Reading(found, as_text(found), WORD)
    return Reading(found, as_text(found), None if text == cell else LAYOUT)


def listed(cell: str, column: Layout) -> Reading:
    """Return a list of terms, each of them once."""
    words = [word for word in ITEMS.split(tidy(cell)) if word]
    if not words:
        raise unknown_word(column)
    found: list[object] = []
    for word in words:
        stated = term(word, column)
        if stated is None:
            raise unknown_word(column)
        for one in stated["modes"]:  # type: ignore[attr-defined]
            if one not in found:
                found.append(one)
    read = {"modes": found}
    plain = len(words) == 1 and words[0] == cell and cell in readable_terms("modes")
    return Reading(read, as_text(read), None if plain else ("分开几种", "terms told apart"))


def term(text: str, column: Layout) -> dict[str, object] | None:
    """Return the facts that one word states, by the data or by the library itself."""
    if why := DATA["refused"].get(column.key, {}).get(text):
        raise Unreadable(
            "ambiguous", f"“{text}”{why['zh']}", f"“{text}”: {why['en']}", *wanted(column)
        )
    if text in (customary := DATA["values"].get(column.key, {})):
        return dict(customary[text])
    for fact in column.facts:
        if text in (known := readable_terms(fact)):
            return {fact: [known[text]] if fact == "modes" else known[text]}
    return None


def whether(cell: object, column: Layout, kind: str = "whether") -> Reading:
    """Return yes or no: 0 and 1 are neither."""
    fact = column.facts[0]
    if isinstance(cell, bool):
        return Reading({fact: cell}, "是" if cell else "否")
    if not isinstance(cell, str):
        raise no_answer(kind)
    text = solid(cell)
    bare = noted[1] if (noted := NOTED.fullmatch(text)) and kind == "whether" else text
    if why := DATA["refused"].get(column.key, DATA["refused"].get(kind, {})).get(bare):
        raise Unreadable(
            "ambiguous", f"“{bare}”{why['zh']}", f"“{bare}”: {why['en']}", *WHETHER[kind]
        )
    if bare in (customary := DATA["values"].get(column.key, {})):
        value = customary[bare][fact]
    elif bare.upper() in DATA["yes"][kind]:
        value = True
    elif bare.upper() in DATA["no"][kind]:
        value = False
    else:
        raise no_answer(kind)
    why = NOTE if bare != text else SPECIAL.get(bare)
    if why is None and bare not in PLAIN[kind] and bare not in labels(fact):
        why = TICK
    if why is None and text != cell:
        why = LAYOUT
    return Reading({fact: value}, "是" if value else "否", why)


SPECIAL = {"容缺": LACKING, "备案中": NOT_YET, "已注销": NO_LONGER}
PLAIN = {"whether": {"是", "否", "未备案"}, "document": {"有", "无", "是", "否"}}
WHETHER = {
    "whether": ("写“是”或“否”，不知道就空着", "write 是 or 否, or leave it empty"),
    "document": ("写“有”或“无”，不知道就空着", "write 有 or 无, or leave it empty"),
}


def no_answer(kind: str) -> Unreadable:
    """Return the refusal of an answer that is neither yes nor no."""
    return Unreadable("wrong_type", "看不出是还是否", "neither yes nor no", *WHETHER[kind])


def document(cell: object, column: Layout) -> Reading:
    """Return whether a document was handed in."""
    return whether(cell, column, "document")


def scope(cell: object) -> Reading:
    """Return whether a scope names childcare, also family childcare; a denial is refused."""
    if not isinstance(cell, str):
        raise no_scope("不是文字", "no text")
    text = solid(cell)
    if re.search(r"[….]{2,}|等$|略$", text):
        raise no_scope("没有写全", "it is cut short")
    outside = re.sub(r"\([^()]*\)", "", text)
    if CHILDCARE in text and (CHILDCARE not in outside or DENIED.search(outside)):
        raise no_scope("托育服务前后有“不含”一类的字", "childcare is named among what is left out")
    if CHILDCARE not in text and re.search("托育|照护|看护|托管", text):
        raise no_scope(
            "写了照护、托育一类的字，但不是“托育服务”", "care is named in other words than 托育服务"
        )
    parts = re.split(r"[;,、。/\\|]", outside)
    named = [part for part in parts if CHILDCARE in part]
    if any(not part.endswith(CHILDCARE) for part in named):
        raise no_scope("“托育服务”后面还有别的字", "other words follow 托育服务")
    whole = any(parts) and all(WORDED.fullmatch(part) for part in parts if part)
    if not named and (not whole or DENIED.search(outside)):
        raise no_scope("不像完整的经营范围", "it does not look like a whole scope")
    family = any(part.endswith(FAMILY) for part in named)
    names = any(not part.endswith(FAMILY) for part in named)
    facts: dict[str, object] = {"scope_names_family_childcare": family}
    if names or not family:
        facts["scope_names_childcare"] = names
    said = "、".join(word for word, stands in ((CHILDCARE, names), (FAMILY, family)) if stands)
    return Reading(facts, said or "没有写托育服务", SCOPE, "经营（业务）范围")


SCOPE = ("按范围里的字样", "by the words of the scope")


def no_scope(zh: str, en: str) -> Unreadable:
    """Return the refusal of a scope."""
    return Unreadable(
        "ambiguous",
        zh,
        en,
        "照证照核对范围里有没有“托育服务”四个字，在“范围写明托育服务”一栏写“是”或“否”",
        "look for 托育服务 on the certificate, and answer in a column 范围写明托育服务",
    )


def name(cell: object) -> tuple[str, tuple[str, str] | None]:
    """Return the name of an institution; what does not look like one is not repeated."""
    text = tidy(cell) if isinstance(cell, str) else ""
    text = text.translate({0x28: "（", 0x29: "）"})
    why = None if text == cell else LAYOUT
    if former := FORMER.fullmatch(text):
        text, why = former[1], FORMER_NAME
    letters = len(re.sub(r"\W", "", text))
    is_name = NAME.fullmatch(text) and INSTITUTION.search(text) and letters in LENGTHS
    if not is_name or PERSON.search(text) or ASIDE.search(text):
        raise Unreadable(
            "unknown_name",
            "不像机构的名称",
            "it does not look like the name of an institution",
            "照证照写机构的全称，不写人名和电话",
            "write the full name on the certificate, and nobody's name or phone",
        )
    return text, why


LENGTHS = range(4, 61)


def place(cell: object, places: Places) -> Reading:
    """Return the place that a cell names: itself, in brackets, or at the end of a path."""
    text = solid(written(cell))
    code, why = places.find(text)
    return Reading({"jurisdiction": code}, code, why, places.told_source(text))


def credit_code(cell: object) -> Reading:
    """Return a code that the library reads, with what it put right."""
    refuse_rounded(cell)
    if not isinstance(cell, str):
        cell = written(cell)
    try:
        found = CreditCode.parse(cell)
    except TuoyuError as error:
        raise Unreadable(
            error.code,
            error.message,
            error.message_en,
            error.hint_zh or "照证照重新填写18位统一社会信用代码",
            error.hint or "enter the code of 18 characters again from the certificate",
        ) from None
    if not found.repairs:
        return Reading({"credit_code": found.code}, found.code)
    reasons = dict.fromkeys(repair.why for repair in found.repairs)
    why = "、".join(reason.label for reason in reasons), ", ".join(map(str, reasons))
    look_alike = [one for one in found.repairs if one.why == RepairReason.LOOK_ALIKE]
    told = "；".join(f"第{one.at}位 {one.from_} → {one.to}" for one in look_alike)
    return Reading({"credit_code": found.code}, found.code, why, told or "另一种写法")


def placeholder(cell: object, column: Layout) -> Reading | None:
    """Return that a cell states nothing, where it says so by a mark."""
    text = solid(cell) if isinstance(cell, str) else ""
    if text in DATA["placeholders"] or text in DATA["unknown"].get(column.key, ()):
        return Reading({}, "未知", UNKNOWN)
    return None


def as_text(facts: Mapping[str, object]) -> str:
    """Return facts as the Chinese terms of their values."""
    said = []
    for fact, value in facts.items():
        known = labels_of(fact)
        values = value if isinstance(value, list) else [value]
        said.append("、".join(known.get(str(one), str(one)) for one in values))
    return "；".join(said)


def unknown_word(column: Layout) -> Unreadable:
    """Return the refusal of a word."""
    return Unreadable("unknown_word", "不认识这个取值", "no such term", *wanted(column))


def wanted(column: Layout) -> tuple[str, str]:
    """Return the cure: one of the terms of the facts that the column is asked for."""
    facts = column.facts if column.key in {"nature", "legal_form"} else column.facts[:1]
    zh = "；".join("、".join(dict.fromkeys(labels(fact))) for fact in facts)
    return f"可写：{zh}", f"write one of {zh}"
