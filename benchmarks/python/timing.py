"""Medians of interleaved rounds."""

import time
from dataclasses import dataclass, field
from statistics import median


@dataclass
class Contender:
    name: str
    run: object
    # How many rows one call answers.
    rows: int = 1
    # What a round gives, one call each; otherwise it is one call.
    each: list = None
    # What has to be made anew for each round, outside the time.
    before: object = None
    rounds: list[float] = field(default_factory=list)

    def round(self):
        run, each = self.run, self.each
        given = [self.before()] if self.before else []
        start = time.perf_counter_ns()
        if each:
            for one in each:
                run(one)
        else:
            run(*given)
        return (time.perf_counter_ns() - start) / len(each or [None]) / self.rows

    def median(self):
        return median(self.rounds)

    def ratio(self, other):
        return median(mine / its for mine, its in zip(self.rounds, other.rounds, strict=True))


def race(contenders, rounds):
    """Every contender in turn, again and again, so that what slows the machine slows them all."""
    for contender in contenders:
        contender.round()
    for _ in range(rounds):
        for contender in contenders:
            contender.rounds.append(contender.round())
