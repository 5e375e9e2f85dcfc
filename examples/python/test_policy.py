"""A policy tested with pytest: `policy_book` is a fixture of the package."""

import pytest
from tuoyu import Outcome


@pytest.mark.parametrize(
    ("filed", "outcome"),
    [(False, Outcome.UNMET), (None, Outcome.OPEN_FACTS)],
)
def test_water_at_the_price_of_homes(policy_book, filed, outcome):
    plan = policy_book.plan("2026-03-01", ["price-water"])
    assert plan.outcomes({"jurisdiction": "370303", "filed": filed})["price-water"] == outcome
