"""The conditions of the book, for an engine that has an algebra of its own."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Condition:
    """One of the two conditions of a target."""

    target: int
    met: bool
    logic: dict


class Rules:
    def __init__(self, folder: Path):
        read = json.loads((folder / "rules.json").read_text())
        self.as_of = read["as_of"]
        self.targets = [target["target"] for target in read["targets"]]
        self.facts = read["facts"]
        self.kinds = {fact["name"]: fact["kind"] for fact in read["facts"]}
        self._logic = read["targets"]

    def conditions(self, asked: str) -> list[Condition]:
        """What an engine has to decide; what the day alone settles is left out."""
        parts = ["met"] if asked == "met" else ["met", "unsettled"]
        return [
            Condition(at, part == "met", target[part])
            for part in parts
            for at, target in enumerate(self._logic)
            if constant(target[part]) is None
        ]

    def by_the_day(self, part: str) -> list[bool | None]:
        return [constant(target[part]) for target in self._logic]

    def fold(self, logic: dict, algebra):
        """A condition in an engine's algebra: `all`, `any`, `no` and `test`."""
        ((kind, value),) = logic.items()
        if kind == "test":
            return algebra.test(value["fact"], self.kinds[value["fact"]], value["codes"])
        if kind == "not":
            return algebra.no(self.fold(value, algebra))
        parts = [self.fold(part, algebra) for part in value]
        if len(parts) == 1:
            return parts[0]
        return (algebra.all if kind == "all" else algebra.any)(parts)


def constant(logic: dict) -> bool | None:
    """What a condition without tests always is."""
    return {"{'all': []}": True, "{'any': []}": False}.get(str(logic))
