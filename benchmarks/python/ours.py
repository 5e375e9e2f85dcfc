"""Every call of tuoyu that is compared."""

import datetime
import json
import os

import pyarrow as pa
import tuoyu

import told


class Ours:
    def __init__(self, rules, folder):
        self.rules = rules
        self.on = datetime.date.fromisoformat(rules.as_of)
        self.book = tuoyu.PolicyBook.bundled()
        self.plan = self.book.plan(self.on, rules.targets)
        # A full dossier with two classes.
        self.dossier = json.loads((folder / "dossier.json").read_text())
        # From the facts of one institution to bare outcomes.
        self.one = self.plan.outcomes
        # From JSON to JSON, with the facts behind each outcome.
        self.one_in_json = self.plan.ask
        # Takes an argument and gives the plan back.
        self.empty = self.plan.__deepcopy__

    def one_with_text(self, record):
        """The same with every reason, citation and sentence."""
        return self.book.assess(record, as_of=self.on)

    # The calls that the README shows: a dict to each, one sentence and one citation read.

    def register(self, record):
        return told.registration(self.book.register(record, as_of=self.on))

    def supports(self, record):
        return told.supports(self.book.supports(record, as_of=self.on))

    def review(self, record):
        return told.review(self.book.review(record, self.dossier, as_of=self.on))

    def assess(self, record):
        return told.assessment(self.book.assess(record, as_of=self.on))

    def request(self, question, record):
        """The same question as one JSON object."""
        request = {"question": question, "as_of": self.rules.as_of, "facts": record}
        if question == "review":
            request["dossier"] = self.dossier
        return json.dumps(request, ensure_ascii=False)

    def batch(self, table, *, threads=None, details=False):
        """From columns to nullable booleans; with details also why one is open."""
        threads = threads or os.cpu_count()
        return pa.table(self.plan.run(table, threads=threads, details=details))

    def decided(self, table):
        columns = self.batch(table)
        return [columns[target].to_pylist() for target in self.rules.targets]
