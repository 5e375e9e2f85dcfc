"""JSONLogic in datalogic-py: one compiled rule that lists every condition, and a session whose memory is kept."""

from datalogic_py import DataHandle, Engine, apply


class Datalogic:
    name = "datalogic-py"

    def __init__(self, folder, facts: str, asked: str):
        self.facts = facts
        self.text = (folder / f"datalogic-{facts}-{asked}.json").read_text()
        engine = Engine()
        self.rule = engine.compile(self.text)
        self.session = engine.session()

    def one(self, data: dict):
        """A dict to a list of truth values."""
        return self.session.evaluate(self.rule, data)

    def one_parsed(self, data: DataHandle):
        """The same of data parsed beforehand."""
        return self.session.evaluate_data(self.rule, data)

    def one_in_json(self, data: str):
        return self.session.evaluate_str(self.rule, data)

    def as_in_its_readme(self, data: dict):
        """Rule and data in one call; the rule as JSON, which is quicker here than as lists and dicts."""
        return apply(self.text, data)

    def columns(self, rows, conditions: int):
        """Values of every row, by condition."""
        columns = [[] for _ in range(conditions)]
        for row in range(len(rows.codes)):
            told = self.one(rows.ready(row))
            for at, column in enumerate(columns):
                if self.facts == "complete":
                    column.append(told[at])
                else:
                    column.append(True if told[2 * at] else False if told[2 * at + 1] else None)
        return columns
