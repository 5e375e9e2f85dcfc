"""Every call of tuoyu that is compared."""

import datetime
import os

import pyarrow as pa
import tuoyu


class Ours:
    def __init__(self, rules):
        self.rules = rules
        self.on = datetime.date.fromisoformat(rules.as_of)
        self.book = tuoyu.PolicyBook.bundled()
        self.plan = self.book.plan(self.on, rules.targets)
        # From the facts of one institution to bare outcomes.
        self.one = self.plan.outcomes
        # From JSON to JSON, with the facts behind each outcome.
        self.one_in_json = self.plan.ask
        # Takes an argument and gives the plan back.
        self.empty = self.plan.__deepcopy__

    def one_with_text(self, record):
        """The same with every reason, citation and sentence."""
        return self.book.assess(record, on=self.on)

    def batch(self, table, *, threads=None, details=False):
        """From columns to nullable booleans; with details also why one is open."""
        threads = threads or os.cpu_count()
        return pa.table(self.plan.run(table, threads=threads, details=details))

    def decided(self, table):
        columns = self.batch(table)
        return [columns[target].to_pylist() for target in self.rules.targets]
