"""备案: the review of a dossier, the letters and what has to be done afterwards."""

from __future__ import annotations

import datetime
import json
import pickle
import re
from collections import Counter
from typing import Any, Callable

import pytest
import tuoyu
from tuoyu import (
    Band,
    CareClass,
    Dossier,
    Event,
    FindingKind,
    Institution,
    PolicyBook,
    Regime,
    Review,
    Severity,
    Status,
    TuoyuError,
    Verdict,
    bundled_texts,
)

DAY = "2026-02-03"
FACTS = {"jurisdiction": "370303", "service": "institution", "legal_form": "enterprise"}
CLASSES = [{"band": "older", "children": 14, "carers": 2}, CareClass(band="older", children=30)]
PARTS: dict[str, Any] = {"received_on": "2022-03-14", "filing_form": False, "classes": CLASSES}


def test_an_explanation_and_a_receipt_are_of_the_filing_too(book: PolicyBook) -> None:
    assessment = book.assess(FACTS, as_of=DAY, dossier=PARTS)
    assert book.explain(FACTS, as_of=DAY, dossier=PARTS) == assessment.explain()
    assert book.receipt(FACTS, as_of=DAY, dossier=PARTS) == assessment.receipt
    assert book.receipt(FACTS, as_of=DAY) != assessment.receipt


def test_an_empty_dossier_has_every_requirement_once(book: PolicyBook) -> None:
    review = book.review({"jurisdiction": "370303"}, {}, as_of=DAY)
    rules = "".join(bundled_texts().values()).split("[[rule]]")
    # A note is on something that was handed in.
    gaps = [rule for rule in rules if 'severity = "note"' not in rule]
    of_rule = r'^id = "([^"]+)"(?s:.*?)^then = (?:"require"|\{ require = "([^"]+)")'
    found_in = [re.search(of_rule, rule, re.MULTILINE) for rule in gaps]
    required = {one[2] or one[1] for one in found_in if one}
    assert required
    found = [one.id for one in review.findings if one.severity is not Severity.NOTE]
    assert Counter(found) == Counter(required)
    assert review.regime is Regime.FILING_DUTY
    assert review.status is Status.OPEN
    for one in review.findings:
        assert one.kind is FindingKind.REQUIREMENT
        assert one.status is Status.OPEN
        assert one.severity in list(Severity)
        assert one.subject is None
        assert one.citations
        assert one.cure
        assert one.cure.zh
    assert review.missing
    assert [one.deadline for one in review.due] == [None, None]


def test_what_is_missing_is_to_be_cured(book: PolicyBook) -> None:
    review = book.review(FACTS, PARTS, as_of="2022-04-11")
    form = next(one for one in review.findings if one.id == "filing-form")
    assert review.status is Status.UNMET
    assert (form.status, form.severity) == (Status.UNMET, Severity.DEFECT)
    assert [one.id for one in form.cure_at] == ["health"]
    sizes = {one.subject: one.status for one in review.findings if one.id == "class-size-older"}
    assert sizes == {"classes[0]": Status.MET, "classes[1]": Status.UNMET}


def test_a_review_says_when_each_answer_is_due(book: PolicyBook) -> None:
    review = book.review(FACTS, {"received_on": "2022-03-14"}, as_of="2022-03-14")
    days = {one.id: one.deadline.due for one in review.due if one.deadline}
    assert days == {
        "filing-receipt": datetime.date(2022, 3, 21),
        "nonconformity-notice": datetime.date(2022, 4, 2),
    }
    assert all(one.citations for one in review.due)
    late = book.review(FACTS, Dossier(received_on="2026-12-24"), as_of="2026-12-24").due[1]
    assert late.deadline
    assert late.deadline.due is None


def test_before_the_rules_there_is_no_filing(book: PolicyBook) -> None:
    review = book.review(FACTS, {}, as_of="2019-01-01")
    assert (review.regime, review.status) == (Regime.UNKNOWN, Status.OPEN)
    assert review.findings == []


def test_a_dossier_may_be_a_record_or_a_dict(book: PolicyBook) -> None:
    records = [
        Dossier(**PARTS),
        Dossier.from_json(Dossier(**PARTS).to_json()),
        Dossier(
            received_on=datetime.date(2022, 3, 14),
            filing_form=False,
            commitment=None,
            classes=(
                CareClass(band=Band.OLDER, children=14, carers=2),
                {"band": "托大班", "children": 30},
            ),
        ),
    ]
    assert records[0] == records[1] == records[2]
    answers = [book.review(FACTS, one, as_of=DAY) for one in records]
    assert answers[0] == answers[1] == answers[2] == book.review(FACTS, PARTS, as_of=DAY)
    assert answers[0] == book.review(Institution.from_json(json.dumps(FACTS)), PARTS, as_of=DAY)
    assert records[0].classes
    assert records[0].classes[1] == CareClass(band="older", children=30)
    with pytest.raises(TypeError):
        Dossier({})  # type: ignore[arg-type, call-arg]


def test_the_new_records_are_values(book: PolicyBook) -> None:
    review = book.review(FACTS, PARTS, as_of=DAY)
    for record in (
        review,
        review.due[0],
        review.due[0].deadline,
        Dossier(**PARTS),
        CareClass(band="mixed", youngest_months=18),
        book.duties_after("name_changed", FACTS, as_of=DAY),
        tuoyu.CreditCode.parse("91350100 M0001OOY43"),
    ):
        assert record is not None
        again = pickle.loads(pickle.dumps(record))
        assert again == record
        assert hash(again) == hash(record)
        assert type(record).from_json(record.to_json()) == record
        assert record.to_dict() == json.loads(record.to_json())
    names = {"datetime": datetime, **vars(tuoyu)}
    given = Dossier(received_on="2022-03-14", classes=[CareClass(band="infant", carers=3)])
    assert eval(repr(given), names) == given  # noqa: S307


@pytest.mark.parametrize(
    ("dossier", "code", "path", "hint"),
    [
        ({"filing_from": True}, "unknown_field", "filing_from", "did you mean `filing_form`?"),
        ({"filing_form": "yes"}, "wrong_type", "filing_form", None),
        ({"guards": -1}, "out_of_range", "guards", None),
        ({"received_on": "2022-3-14"}, "bad_date", "received_on", None),
        ({"head_degree": "colege"}, "unknown_word", "head_degree", "did you mean `college`?"),
        ({"classes": "older"}, "wrong_type", "classes", None),
        ({"classes": {}}, "wrong_type", "classes", None),
        ({"classes": [{}] * 1001}, "too_long", "classes", None),
        ({"classes": [{}, 3]}, "wrong_type", "classes[1]", None),
        ({"classes": [{}, object()]}, "wrong_type", "classes[1]", None),
        ({"classes": [{}, {"children": "3"}]}, "wrong_type", "classes[1].children", None),
        ({"classes": [{}, {"children": -3}]}, "out_of_range", "classes[1].children", None),
        ({"classes": [CareClass(), {"band": "oldr"}]}, "unknown_word", "classes[1].band", "older"),
        ({"classes": [{"childrn": 3}]}, "unknown_field", "classes[0].childrn", "children"),
        ({"classes": [{3: 3}]}, "wrong_type", "classes[0]", None),
    ],
    ids=lambda value: f"{value!r:.40}",
)
def test_errors(
    book: PolicyBook, dossier: dict[Any, Any], code: str, path: str, hint: str | None
) -> None:
    for call in (
        lambda: book.review({}, dossier, as_of=DAY),
        lambda: book.assess({}, as_of=DAY, dossier=dossier),
        lambda: book.notice({}, dossier, as_of=DAY),
        lambda: book.acknowledgement({}, dossier, as_of=DAY),
        lambda: book.verify(book.receipt({}, as_of=DAY), {}, dossier),
    ):
        with pytest.raises(TuoyuError) as caught:
            call()
        assert (caught.value.code, caught.value.path) == (code, f"dossier.{path}")
        assert (hint or "") in (caught.value.hint or "")
    with pytest.raises(TuoyuError) as caught:
        Dossier(**dossier)
    assert (caught.value.code, caught.value.path) == (code, path)


def test_errors_of_a_class_by_itself() -> None:
    with pytest.raises(TuoyuError) as caught:
        CareClass(childrn=3)  # type: ignore[call-arg]
    assert (caught.value.code, caught.value.path) == ("unknown_field", "childrn")
    with pytest.raises(TuoyuError) as caught:
        CareClass.from_json('{"children": 3, "children": 4}')
    assert (caught.value.code, caught.value.path) == ("duplicate_field", "children")
    for text in ("null", "[]", "3"):
        with pytest.raises(TuoyuError) as caught:
            CareClass.from_json(text)
        assert caught.value.code == "wrong_type"


LETTERS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (FACTS, {}),
    (FACTS, PARTS),
    ({**FACTS, "meals": "cooked_on_site"}, {"food_licence": False}),
    ({"service": "family_site"}, {}),
    ({"service": "kindergarten_class"}, {"toddler_classes": 3, "approved_classes": 4}),
]


@pytest.mark.parametrize("on", ["2019-01-01", "2020-06-01", "2022-04-11", DAY])
@pytest.mark.parametrize(("facts", "dossier"), LETTERS)
def test_a_letter_never_calls_a_filing_a_licence(
    book: PolicyBook, facts: dict[str, Any], dossier: dict[str, Any], on: str
) -> None:
    if on < dossier.get("received_on", on):
        dossier = {name: value for name, value in dossier.items() if name != "received_on"}
    for form in ("text", "markdown"):
        letters = (
            book.notice(facts, dossier, as_of=on, format=form),
            book.acknowledgement(facts, dossier, as_of=on, format=form),
        )
        told = "\n".join(letters).replace("不是行政许可", "")
        for sentence in re.split(r"[。；：\n]", told):
            # Licences of others, such as 食品经营许可证, are named by themselves.
            assert "许可" not in sentence or "备案" not in sentence
            assert not re.search(
                r"准予|批准|许可(?!证|的|（)",
                re.sub("供餐单位许可|食品(生产)?经营许可", "", sentence),
            )


def test_letters(book: PolicyBook) -> None:
    notice = book.notice(FACTS, PARTS, as_of="2022-04-11")
    assert notice == book.review(FACTS, PARTS, as_of="2022-04-11").notice()
    assert notice == book.notice(FACTS, Dossier(**PARTS), as_of="2022-04-11", format="text")
    assert "托育机构备案材料补正一次性告知书\n" in notice
    assert "第2个班" in notice
    assert "2022年4月2日" in notice
    markdown = book.notice(FACTS, PARTS, as_of="2022-04-11", format=tuoyu.Format.MARKDOWN)
    assert "\n# 托育机构" in markdown
    assert markdown == book.review(FACTS, PARTS, as_of="2022-04-11").notice("markdown")
    receipt = book.acknowledgement(FACTS, PARTS, as_of="2022-04-11")
    assert "2022年3月14日收到" in receipt
    calls: tuple[Callable[[], object], ...] = (
        lambda: book.notice(FACTS, {}, as_of=DAY, format="markdwn"),
        lambda: book.review(FACTS, {}, as_of=DAY).notice("markdwn"),
    )
    for call in calls:
        with pytest.raises(TuoyuError) as caught:
            call()
        assert (caught.value.code, caught.value.path) == ("unknown_word", "format")


def test_an_event_has_duties(book: PolicyBook) -> None:
    for event in Event:
        found = book.duties_after(event, FACTS, as_of=DAY)
        assert found == book.duties_after(event.value, FACTS, as_of=DAY)
        assert found == book.duties_after(event.label, FACTS, as_of=DAY)
        assert found.event is event
        assert found.as_of == datetime.date(2026, 2, 3)
        assert all(one.citations for one in found.findings)
    assert book.duties_after("moved_to_other_district", FACTS, as_of=DAY).findings
    with pytest.raises(TuoyuError) as caught:
        book.duties_after("moved", FACTS, as_of=DAY)
    assert (caught.value.code, caught.value.path) == ("unknown_word", "event")


def test_an_assessment_with_a_dossier(book: PolicyBook) -> None:
    plain, full = book.assess(FACTS, as_of=DAY), book.assess(FACTS, as_of=DAY, dossier=PARTS)
    assert plain == book.assess(FACTS, as_of=DAY, dossier=None)
    assert plain.review is None
    assert full.review == book.review(FACTS, PARTS, as_of=DAY)
    assert full.registration == plain.registration
    assert len(full.missing) > len(plain.missing)
    assert full.review.message.zh in full._repr_html_()
    assert "备案：" not in plain._repr_html_()
    assert book.verify(full.receipt, FACTS, PARTS).verdict is Verdict.CONFIRMED
    assert book.verify(full.receipt, FACTS).verdict is Verdict.INPUT_DIFFERS
    assert book.verify(full.receipt, FACTS, {}).verdict is Verdict.INPUT_DIFFERS


def test_many_institutions(book: PolicyBook) -> None:
    many: list[Any] = [FACTS, Institution(nature="nonprofit"), {}]
    assert book.assess_all(many, as_of=DAY) == [book.assess(one, as_of=DAY) for one in many]
    assert book.assess_all(tuple(many), as_of=DAY) == book.assess_all(many, as_of=DAY)
    assert book.assess_all([], as_of=DAY) == []
    cases: tuple[tuple[Any, str], ...] = (
        ([FACTS, {"places": -1}], "[1].places"),
        ([{}, {"jurisdiction": "张店"}], "[1].jurisdiction"),
        ([3], "[0]"),
        (FACTS, "institutions"),
        (3, "institutions"),
    )
    for facts, path in cases:
        with pytest.raises(TuoyuError) as caught:
            book.assess_all(facts, as_of=DAY)
        assert caught.value.path == path
    with pytest.raises(TuoyuError) as caught:
        book.assess_all([], as_of="today")
    assert caught.value.path == "as_of"


def test_many_filings(book: PolicyBook) -> None:
    many: list[Any] = [(FACTS, PARTS), ({}, Dossier())]
    assert book.review_all(many, as_of=DAY) == [book.review(*one, as_of=DAY) for one in many]
    assert book.review_all([], as_of=DAY) == []
    cases: tuple[tuple[Any, str], ...] = (
        ([(FACTS, PARTS), ({"places": -1}, {})], "[1].places"),
        ([({}, {"classes": [{"children": -1}]})], "[0].dossier.classes[0].children"),
        ([({},)], "[0]"),
        ([3], "[0]"),
        (3, "filings"),
    )
    for filings, path in cases:
        with pytest.raises(TuoyuError) as caught:
            book.review_all(filings, as_of=DAY)
        assert caught.value.path == path


def test_the_vocabulary_of_a_filing_has_every_field(book: PolicyBook) -> None:
    fields = [*tuoyu.DossierFacts.__annotations__, *tuoyu.CareClassFacts.__annotations__]
    assert sorted(one.name for one in book.filing_vocabulary()) == sorted(fields)


def test_json_in_and_json_out(book: PolicyBook) -> None:
    request = {"question": "review", "as_of": DAY, "facts": FACTS, "dossier": {"guards": 1}}
    review = Review.from_json(book.ask(json.dumps(request)))
    assert review == book.review(FACTS, {"guards": 1}, as_of=DAY)
    for change, code, path in (
        ({"dossier": {"gards": 1}}, "unknown_field", "dossier.gards"),
        ({"dossier": 3}, "wrong_type", "dossier"),
        ({"event": 3}, "wrong_type", "event"),
        ({"working_days": "3"}, "wrong_type", "working_days"),
    ):
        with pytest.raises(TuoyuError) as caught:
            book.ask(json.dumps({**request, **change}))
        assert (caught.value.code, caught.value.path) == (code, path)
