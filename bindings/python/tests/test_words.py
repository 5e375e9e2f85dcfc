"""Words are real enums, equal to their stable names."""

from __future__ import annotations

import copy
import json
import pickle
from enum import Enum

import pytest
import tuoyu
from tuoyu import Force, ScopeState, Status, Term, Verdict, _words
from tuoyu._tuoyu import _terms

REASON = '{"fact": "filed", "label": "", "wanted": "", "found": null, "outcome": "met"}'
CLASSES = {
    name: found
    for name, found in vars(_words).items()
    if isinstance(found, type) and issubclass(found, Term) and len(found)
}


def test_words_are_those_of_the_library() -> None:
    ours = {name: [(word.value, word.label) for word in found] for name, found in CLASSES.items()}
    assert ours == dict(_terms())
    assert all(getattr(tuoyu, name) is found for name, found in CLASSES.items())
    assert all(word.name == word.value.upper() for found in CLASSES.values() for word in found)


def test_a_word_is_its_stable_name() -> None:
    status = tuoyu.Reason.from_json(REASON).outcome
    assert status == "met"
    assert status != "unmet"
    assert hash(status) == hash("met")
    assert {"met": 1}[status] == 1
    assert str(Force.ENCOURAGED) == f"{Force.ENCOURAGED}" == "encouraged"
    assert f"{Force.ENCOURAGED:>12}" == "  encouraged"
    assert repr(Force.ENCOURAGED) == "Force.ENCOURAGED"
    assert Force.ENCOURAGED.label == "鼓励"
    assert Force("encouraged") is Force.ENCOURAGED
    assert json.dumps([Force.ENCOURAGED]) == '["encouraged"]'
    assert isinstance(Force.ENCOURAGED, Enum)


def test_a_word_stays_itself(book: tuoyu.PolicyBook) -> None:
    status = book.register({}, as_of="2026-01-01").status
    assert status is Status.OPEN
    for word in (status, Force.REQUIRED):
        assert pickle.loads(pickle.dumps(word)) is word
        assert copy.copy(word) is copy.deepcopy(word) is word


@pytest.mark.parametrize("answer", [*Status, *ScopeState, *Verdict], ids=repr)
def test_an_answer_is_no_boolean(answer: Term) -> None:
    with pytest.raises(TypeError, match="not a yes or no"):
        bool(answer)


def test_other_words_are_text() -> None:
    assert all(bool(word) for word in tuoyu.Nature)
