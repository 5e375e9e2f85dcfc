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
    # How many calls make a round.
    calls: int = 1
    # What has to be made anew for each round, outside the time.
    before: object = None
    rounds: list[float] = field(default_factory=list)

    def round(self):
        given = [self.before()] if self.before else []
        start = time.perf_counter_ns()
        for call in range(self.calls):
            self.run(*(given or ([call] if self.calls > 1 else [])))
        return (time.perf_counter_ns() - start) / self.calls / self.rows

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
