"""Every question, asked of the bundled book."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
import tuoyu
from tuoyu import (
    Format,
    Institution,
    OpenBecause,
    PolicyBook,
    ScopeState,
    Status,
    TuoyuError,
    Verdict,
    bundled_texts,
)

DAY = datetime.date(2022, 4, 11)
PLACE = "370303"
COMPANY = {"jurisdiction": PLACE, "legal_form": "enterprise", "filed": False}


def test_a_company_is_registered_by_the_approval_bureau_first(book: PolicyBook) -> None:
    found = book.register(COMPANY, as_of=DAY)
    assert found.status == Status.MET
    assert found.open_because is None
    assert [(one.rank, one.department.id) for one in found.authorities] == [
        (1, "administrative_approval"),
        (2, "market_regulation"),
    ]
    assert found.authorities[0].department.office == "区行政审批服务局"
    assert found.authorities[0].citations[0].clause == "二（五）10"
    assert found.as_of == DAY
    assert str(found.message) == found.message.zh


def test_facts_may_be_a_record_or_a_dict_and_the_day_a_date_or_text(book: PolicyBook) -> None:
    record = Institution(jurisdiction=PLACE, legal_form=tuoyu.LegalForm.ENTERPRISE, filed=False)
    answers = [
        book.assess(COMPANY, as_of=DAY),
        book.assess(record, as_of=DAY),
        book.assess({**COMPANY, "legal_form": "企业法人", "places": None}, as_of="2022-04-11"),
    ]
    assert answers[0] == answers[1] == answers[2]


def test_nothing_known_is_open_and_says_what_to_ask(book: PolicyBook) -> None:
    found = book.register({}, as_of=DAY)
    assert found.status == Status.OPEN
    assert found.open_because == OpenBecause.FACTS
    assert found.missing
    assert all(one.question.zh for one in found.missing)


def test_facts_that_contradict_each_other_are_an_answer(book: PolicyBook) -> None:
    facts = {"jurisdiction": PLACE, "legal_form": "public_institution", "nature": "for_profit"}
    found = book.register(facts, as_of=DAY)
    assert found.status == Status.OPEN
    assert found.open_because == OpenBecause.CONFLICT
    assert found.conflicts
    assert all(one.citations for one in found.conflicts)


def test_supports_and_assessment_agree(book: PolicyBook) -> None:
    supports = book.supports(COMPANY, as_of=DAY)
    assessment = book.assess(COMPANY, as_of=DAY)
    assert assessment.supports == supports
    assert assessment.registration == book.register(COMPANY, as_of=DAY)
    assert assessment.receipt == book.receipt(COMPANY, as_of=DAY)
    prices = [one for one in supports.findings if one.id.startswith("price-")]
    assert len(prices) == 4
    assert {one.status for one in prices} == {Status.UNMET}
    assert all(one.reasons[0].fact == "filed" for one in prices)


def test_what_would_help(book: PolicyBook) -> None:
    found = book.what_if("price-water", {**COMPANY, "service": "institution"}, as_of=DAY)
    assert found.status == Status.UNMET
    assert [[(one.fact, one.to) for one in remedy.changes] for remedy in found.remedies]
    assert any(one.fact == "filed" for remedy in found.remedies for one in remedy.changes)
    with pytest.raises(TuoyuError) as caught:
        book.what_if("price-watr", COMPANY, as_of=DAY)
    assert caught.value.code == "unknown_target"
    assert caught.value.hint == "did you mean `price-water`?"


def test_a_receipt_is_replayed(book: PolicyBook) -> None:
    receipt = book.receipt(COMPANY, as_of=DAY)
    assert receipt.edition_sha256 == book.sha256
    stored = tuoyu.DecisionRecord.from_json(receipt.to_json())
    verification = book.verify(stored, COMPANY)
    assert verification.verdict == Verdict.CONFIRMED
    assert verification.replayed == receipt
    assert book.verify(stored, {**COMPANY, "filed": True}).verdict == Verdict.INPUT_DIFFERS


def test_an_explanation(book: PolicyBook) -> None:
    plain = book.explain(COMPANY, as_of=DAY)
    assert plain == book.explain(COMPANY, as_of=DAY, format="text")
    assert plain == book.assess(COMPANY, as_of=DAY).explain()
    assert "区行政审批服务局" in plain
    markdown = book.explain(COMPANY, as_of=DAY, format=Format.MARKDOWN)
    assert markdown.startswith("# ")
    assert markdown == book.assess(COMPANY, as_of=DAY).explain("markdown")
    with pytest.raises(TuoyuError) as caught:
        book.explain(COMPANY, as_of=DAY, format="markdwn")
    assert (caught.value.code, caught.value.path) == ("unknown_word", "format")
    assert caught.value.hint == "did you mean `markdown`?"


def test_who_answers_for_a_matter(book: PolicyBook) -> None:
    found = book.responsible("消防安全", jurisdiction=PLACE, as_of=DAY)
    assert found.matters == ["消防安全"]
    assert found.named or found.duties or found.nearest
    by_name = book.responsible("区卫健局", jurisdiction="张店区", as_of=DAY)
    assert any(one.department.id == "health" for one in by_name.duties)


def test_lists(book: PolicyBook) -> None:
    goals = book.goals(jurisdiction=PLACE, as_of=DAY)
    assert [one.by.year for one in goals.goals] == sorted(one.by.year for one in goals.goals)
    assert goals.goals[0].past
    assert book.seats(jurisdiction=PLACE, as_of=DAY).seats
    clauses = book.clauses(jurisdiction=PLACE, as_of=DAY).clauses
    assert any(one.citation.clause == "二（五）10" for one in clauses)
    departments = book.departments(jurisdiction=PLACE, as_of=DAY).departments
    assert len(departments) == 24
    assert {"health", "towns"} <= {one.id for one in departments}


def test_the_vocabulary_has_every_field(book: PolicyBook) -> None:
    facts = book.vocabulary()
    assert {one.name for one in facts} == set(tuoyu.Facts.__annotations__)
    nature = next(one for one in facts if one.name == "nature")
    assert nature.words == list(tuoyu.Nature)
    assert nature.word_labels == [word.label for word in tuoyu.Nature]


def test_json_in_and_json_out(book: PolicyBook) -> None:
    request = {"question": "register", "as_of": "2022-04-11", "facts": COMPANY}
    answer = book.ask(json.dumps(request))
    assert tuoyu.Registration.from_json(answer) == book.register(COMPANY, as_of=DAY)


@pytest.mark.parametrize("place", ["110101", "淄博高新区", "370300-gaoxin"])
def test_another_place_is_out_of_scope(book: PolicyBook, place: str) -> None:
    found = book.register({**COMPANY, "jurisdiction": place}, as_of=DAY)
    assert found.scope.state == ScopeState.OUT_OF_SCOPE
    assert found.status == Status.OPEN
    assert found.authorities == []
    assert book.seats(jurisdiction=place, as_of=DAY).scope.state == ScopeState.OUT_OF_SCOPE
    assert book.goals(jurisdiction=place, as_of=DAY).goals == []
    assert book.assess({**COMPANY, "jurisdiction": place}, as_of=DAY).explain()


def test_a_day_before_the_first_edition(book: PolicyBook) -> None:
    found = book.register(COMPANY, as_of="2020-01-01")
    assert found.scope.state == ScopeState.NOT_YET_IN_FORCE
    assert found.scope.first_day == datetime.date(2021, 12, 31)
    assert found.status == Status.OPEN
    assert found.authorities == []
    seats = book.seats(jurisdiction=PLACE, as_of="1900-01-01")
    assert (seats.scope.state, seats.seats) == (ScopeState.NOT_YET_IN_FORCE, [])
    assert book.assess(COMPANY, as_of="2199-12-31").receipt.as_of == datetime.date(2199, 12, 31)


def test_the_bundled_book(book: PolicyBook) -> None:
    book.check()
    assert datetime.date.fromisoformat(book.edition)
    assert len(book.sha256) == 64
    assert book.sha256[:12] in repr(book)
    texts = bundled_texts()
    assert "370303/zhangdian-2021-8.md" in texts
    assert PolicyBook.parse(texts) == PolicyBook.parse(list(texts.items())) == book
    assert PolicyBook.parse({}).edition == "empty"
    with pytest.raises(TypeError):
        PolicyBook()


def test_a_book_can_go_to_another_process(book: PolicyBook) -> None:
    again = pickle.loads(pickle.dumps(book))
    assert again == book
    assert hash(again) == hash(book)
    assert again != PolicyBook.parse({})
    assert book != "book"
    assert copy.copy(book) is copy.deepcopy(book) is book
    assert again.assess(COMPANY, as_of=DAY) == book.assess(COMPANY, as_of=DAY)


def test_threads_share_a_book(book: PolicyBook) -> None:
    expected = book.register(COMPANY, as_of=DAY)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: book.register(COMPANY, as_of=DAY), range(40)))
    assert all(answer == expected for answer in answers)
