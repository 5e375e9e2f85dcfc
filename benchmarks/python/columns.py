"""Peers that answer columns: every condition for every row, as nullable booleans."""

from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from operator import and_, or_

import duckdb
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

PERIOD = "2026-03"

# Rows that Arrow's kernels take at a time, so that what they make stays in the cache.
CHUNK = 1 << 16


class Operators:
    """Conditions of values that have the operators of Python."""

    def all(self, parts):
        return reduce(and_, parts)

    def any(self, parts):
        return reduce(or_, parts)

    def no(self, part):
        return ~part


class Polars(Operators):
    """Lazy expressions; the way of running them that was quickest on this table."""

    WAYS = {
        "streaming": {"engine": "streaming"},
        "in memory": {"engine": "in-memory"},
        "in memory, without common subexpressions": {
            "engine": "in-memory",
            "optimizations": pl.QueryOptFlags(comm_subexpr_elim=False),
        },
    }

    def __init__(self, rules, asked, way):
        self.name = "polars"
        self.way = way
        conditions = rules.conditions(asked)
        self.select = [
            rules.fold(condition.logic, self).alias(str(at))
            for at, condition in enumerate(conditions)
        ]

    def test(self, fact, kind, codes):
        column = pl.col(fact)
        if kind == "bool":
            return column if codes == [[1, 1]] else ~column
        ranges = [
            column == low if low == high else column.is_between(low, high) for low, high in codes
        ]
        return reduce(or_, ranges)

    def load(self, table):
        self.frame = pl.from_arrow(table)

    def run(self):
        return self.frame.lazy().select(self.select).collect(**self.WAYS[self.way])

    def decided(self):
        return self.run().to_arrow().columns


class Arrow:
    """Kernels with Kleene's logic, each condition that stands in several places once."""

    name = "pyarrow.compute"

    def __init__(self, rules, asked):
        self.rules = rules
        self.conditions = rules.conditions(asked)
        self.pool = ThreadPoolExecutor(pa.cpu_count())

    def load(self, table):
        self.batches = table.to_batches(max_chunksize=CHUNK)

    def _batch(self, batch):
        kernels = Kernels(batch)
        return [self._once(condition.logic, kernels) for condition in self.conditions]

    def _once(self, logic, kernels):
        key = str(logic)
        if key not in kernels.seen:
            ((kind, value),) = logic.items()
            if kind == "test":
                found = kernels.test(value["fact"], self.rules.kinds[value["fact"]], value["codes"])
            elif kind == "not":
                found = pc.invert(self._once(value, kernels))
            else:
                join = pc.and_kleene if kind == "all" else pc.or_kleene
                found = reduce(join, [self._once(part, kernels) for part in value])
            kernels.seen[key] = found
        return kernels.seen[key]

    def run(self):
        return list(self.pool.map(self._batch, self.batches))

    def decided(self):
        return [pa.chunked_array(chunks) for chunks in zip(*self.run(), strict=True)]


class Kernels:
    """Tests of one batch, and what was found of it."""

    def __init__(self, batch):
        self.batch = batch
        self.seen = {}

    def test(self, fact, kind, codes):
        column = self.batch[fact]
        if kind == "bool":
            return column if codes == [[1, 1]] else pc.invert(column)
        of = [self._range(column, low, high) for low, high in codes]
        return reduce(pc.or_kleene, of)

    def _range(self, column, low, high):
        low, high = (pa.scalar(bound, column.type) for bound in (low, high))
        if low == high:
            return pc.equal(column, low)
        within = pc.greater_equal(column, low), pc.less_equal(column, high)
        return pc.and_kleene(*within)


class DuckDb:
    """One prepared SELECT over a table of its own, the answer as Arrow."""

    name = "duckdb"

    def __init__(self, rules, asked):
        conditions = rules.conditions(asked)
        select = [
            f'{rules.fold(condition.logic, self)} AS "{at}"'
            for at, condition in enumerate(conditions)
        ]
        self.query = f"SELECT {', '.join(select)} FROM facts"

    def all(self, parts):
        return f"({' AND '.join(parts)})"

    def any(self, parts):
        return f"({' OR '.join(parts)})"

    def no(self, part):
        return f"(NOT {part})"

    def test(self, fact, kind, codes):
        if kind == "bool":
            return fact if codes == [[1, 1]] else f"(NOT {fact})"
        ranges = [
            f"{fact} = {low}" if low == high else f"{fact} BETWEEN {low} AND {high}"
            for low, high in codes
        ]
        return f"({' OR '.join(ranges)})"

    def load(self, table):
        self.connection = duckdb.connect()
        self.connection.register("given", table)
        self.connection.execute("CREATE TABLE facts AS SELECT * FROM given")
        self.connection.execute(f"PREPARE outcomes AS {self.query}")

    def run(self):
        return self.connection.sql("EXECUTE outcomes").to_arrow_table()

    def decided(self):
        return self.run().columns


class OpenFisca:
    """One variable a condition, over institutions; it has no third value."""

    name = "openfisca-core"

    def __init__(self, rules, asked):
        from openfisca_core.entities import build_entity
        from openfisca_core.periods import DateUnit
        from openfisca_core.taxbenefitsystems import TaxBenefitSystem
        from openfisca_core.variables import Variable

        entity = build_entity("institution", "institutions", "", is_person=True)
        self.system = TaxBenefitSystem([entity])
        self.names = []

        def add(name, value_type, formula=None):
            fields = {"value_type": value_type, "entity": entity, "label": name}
            fields["definition_period"] = DateUnit.MONTH
            if formula:
                fields["formula"] = formula
            self.system.add_variable(type(name, (Variable,), fields))

        for fact in rules.facts:
            add(fact["name"], bool if fact["kind"] == "bool" else int)
        for at, condition in enumerate(rules.conditions(asked)):
            add(f"condition_{at}", bool, self._formula(rules, condition.logic))
            self.names.append(f"condition_{at}")

    @staticmethod
    def _formula(rules, logic):
        def formula(institution, period):
            return rules.fold(logic, Vectors(institution, period))

        return formula

    def load(self, table):
        self.inputs = {
            name: column.to_numpy() for name, column in zip(table.column_names, table, strict=True)
        }
        self.rows = table.num_rows

    def ready(self):
        """A new simulation with its inputs set; one remembers what it calculated."""
        from openfisca_core.simulations import SimulationBuilder

        simulation = SimulationBuilder().build_default_simulation(self.system, count=self.rows)
        for name, values in self.inputs.items():
            simulation.set_input(name, PERIOD, values)
        return simulation

    def run(self, simulation=None):
        simulation = simulation or self.ready()
        return [simulation.calculate(name, PERIOD) for name in self.names]

    def decided(self):
        return [pa.array(np.asarray(column, dtype=bool)) for column in self.run()]


class Vectors(Operators):
    """The algebra of an OpenFisca formula."""

    def __init__(self, institution, period):
        self.institution = institution
        self.period = period

    def test(self, fact, kind, codes):
        column = self.institution(fact, self.period)
        if kind == "bool":
            return column if codes == [[1, 1]] else ~column
        ranges = [
            column == low if low == high else (column >= low) & (column <= high)
            for low, high in codes
        ]
        return reduce(or_, ranges)
