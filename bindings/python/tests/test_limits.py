"""Lists that are longer than any needs to be are refused before they are read."""

from collections.abc import Callable
from typing import Any

import pytest
from tuoyu import Dossier, Institution, PolicyBook, TuoyuError

ON = "2026-03-01"


def paths(book: PolicyBook) -> list[Callable[[dict[str, Any]], object]]:
    plan = book.plan(ON)
    return [
        lambda facts: book.register(facts, as_of=ON),
        lambda facts: Institution(**facts),
        plan.outcomes,
    ]


@pytest.mark.parametrize("count", [65, 1_000, 1_000_000])
def test_a_list_of_words_has_at_most_64(book: PolicyBook, count: int) -> None:
    for ask in paths(book):
        ask({"modes": ["hourly"] * 64})
        with pytest.raises(TuoyuError) as error:
            ask({"modes": ["hourly"] * count})
        assert (error.value.code, error.value.path) == ("too_long", "modes")


def test_classes_and_fields_have_a_limit(book: PolicyBook) -> None:
    Dossier(classes=[{}] * 1_000)
    with pytest.raises(TuoyuError) as error:
        book.review({}, {"classes": [{}] * 1_001}, as_of=ON)
    assert (error.value.code, error.value.path) == ("too_long", "dossier.classes")
    with pytest.raises(TuoyuError) as error:
        book.register({f"x{number}": True for number in range(10_000)}, as_of=ON)
    assert error.value.code == "too_long"


@pytest.mark.parametrize("count", [100_001, 1_000_000])
def test_a_hundred_thousand_institutions_are_assessed_at_once(book: PolicyBook, count: int) -> None:
    with pytest.raises(TuoyuError) as error:
        book.assess_all([{}] * count, as_of=ON)
    assert (error.value.code, error.value.path) == ("too_long", "institutions")
    assert error.value.hint == "use a plan, or hand over parts"
