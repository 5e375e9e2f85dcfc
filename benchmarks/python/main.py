"""The same rules in Python peers: the calls of READMEs, agreement, then time, for one institution and for columns."""

import argparse
import importlib.metadata
import json
import os
import sys
import time
from functools import partial
from pathlib import Path

import zen
from datalogic_py import DataHandle

from agreement import compare
from columns import Arrow, DuckDb, OpenFisca, Polars
from datalogic import Datalogic
from ours import Ours
from rows import Rows
from rules import Rules
from timing import Contender, race

PACKAGES = ["datalogic-py", "duckdb", "numpy", "openfisca-core", "polars", "pyarrow", "zen-engine"]

# How many institutions a round of single calls answers.
CALLS = 200

# The peers that take long answer a part of the batch; their times are by row.
SHARES = {"duckdb": 5, "openfisca-core": 10}


# Ways of answering a batch; the first is what the others are compared with.
OURS = {
    "tuoyu": {},
    "tuoyu, one thread": {"threads": 1},
    "tuoyu, with why it is open": {"details": True},
}


def zen_engine(folder, facts, asked):
    """From a static loader: that way alone the expressions are compiled beforehand."""
    graph = json.loads((folder / f"zen-{facts}-{asked}.json").read_text())
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"rules": graph}}})
    return partial(engine.evaluate, "rules")


def zen_columns(evaluate, rows, conditions, facts):
    """What ZEN says of every row, by condition."""
    columns = [[] for _ in range(conditions)]
    for row in range(len(rows.codes)):
        result = evaluate(rows.ready(row))["result"]
        for at, column in enumerate(columns):
            holds = result[f"t{at}"]
            if facts == "unknowns" and not holds:
                holds = False if result[f"f{at}"] else None
            column.append(holds)
    return columns


def one(folder, rules, rows, facts, asked, ours, rounds):
    """One institution at a time."""
    evaluate = zen_engine(folder, facts, asked)
    conditions = len(rules.conditions(asked))
    columns = zen_columns(evaluate, rows, conditions, facts)
    datalogic = Datalogic(folder, facts, asked)
    told = datalogic.columns(rows, conditions)
    agreements = [
        compare("zen-engine", columns, rows, rules, asked, facts),
        compare(datalogic.name, told, rows, rules, asked, facts),
    ]
    ready = [rows.ready(row) for row in range(CALLS)]
    institutions = rows.institutions[:CALLS]
    contenders = [
        Contender("tuoyu", ours.one, each=institutions),
        Contender("tuoyu, with every text", ours.one_with_text, each=institutions),
        Contender(
            "tuoyu, JSON to JSON", ours.one_in_json, each=list(map(json.dumps, institutions))
        ),
        # The least that a call into the library costs.
        Contender("tuoyu, an empty call", ours.empty, each=institutions),
        Contender(datalogic.name, datalogic.one, each=ready),
        Contender("zen-engine", evaluate, each=ready),
    ]
    race(contenders, rounds)
    return agreements, times(contenders, "one", facts, asked)


def readme(folder, rows, facts, ours, rounds):
    """The calls that READMEs show, ours first, beside the peers' precompiled forms."""
    asked = "outcome"
    institutions = rows.institutions[:CALLS]
    ready = [rows.ready(row) for row in range(CALLS)]
    written = [json.dumps(row) for row in ready]
    contenders = [
        Contender("tuoyu, register", ours.register, each=institutions),
        Contender("tuoyu, supports", ours.supports, each=institutions),
        Contender("tuoyu, review", ours.review, each=institutions),
        Contender("tuoyu, assess", ours.assess, each=institutions),
        Contender("tuoyu, plan.outcomes", ours.one, each=institutions),
        Contender("tuoyu, plan.ask", ours.one_in_json, each=list(map(json.dumps, institutions))),
    ]
    for question in ["register", "supports", "review", "assess"]:
        requests = [ours.request(question, record) for record in institutions]
        contenders.append(Contender(f"tuoyu, ask {question}", ours.book.ask, each=requests))
    datalogic = Datalogic(folder, facts, asked)
    precompiled = zen_engine(folder, facts, asked)
    # As its README has it: a decision made from text, not compiled beforehand.
    graph = (folder / f"zen-{facts}-{asked}.json").read_text()
    decision = zen.ZenEngine().create_decision(graph)
    contenders += [
        Contender("datalogic-py", datalogic.one, each=ready),
        Contender(
            "datalogic-py, parsed data", datalogic.one_parsed, each=list(map(DataHandle, written))
        ),
        Contender("datalogic-py, JSON to JSON", datalogic.one_in_json, each=written),
        Contender("datalogic-py, README", datalogic.as_in_its_readme, each=ready),
        Contender("zen-engine", precompiled, each=ready),
        Contender("zen-engine, README", decision.evaluate, each=ready),
    ]
    race(contenders, rounds)
    return [
        {
            "language": "python",
            "facts": facts,
            "engine": contender.name,
            "ns": contender.median(),
            "rounds": contender.rounds,
        }
        for contender in contenders
    ]


def batch(rules, rows, facts, asked, ours, count, rounds):
    """Columns: agreement on the different rows, time on many of them."""
    different = rows.for_peers(rows.drawn(len(rows.codes)))
    table = rows.for_peers(rows.drawn(count))
    agreements, contenders = [], []
    mine = rows.for_us(rows.drawn(count))
    for name, how in OURS.items():
        contenders.append(Contender(name, partial(ours.batch, mine, **how), rows=count))
    peers = [
        Polars(rules, asked, quickest(rules, asked, table)),
        Arrow(rules, asked),
        DuckDb(rules, asked),
    ]
    if facts == "complete":
        peers.append(OpenFisca(rules, asked))
    for peer in peers:
        peer.load(different)
        columns = [column.to_pylist() for column in peer.decided()]
        agreements.append(compare(peer.name, columns, rows, rules, asked, facts))
        share = count // SHARES.get(peer.name, 1)
        peer.load(table.slice(0, share))
        before = peer.ready if isinstance(peer, OpenFisca) else None
        contenders.append(Contender(peer.name, peer.run, rows=share, before=before))
    race(contenders, rounds)
    found = times(contenders, "batch", facts, asked)
    next(of for of in found if of["engine"] == "polars")["way"] = peers[0].way
    return agreements, found


def quickest(rules, asked, table):
    """The way of running polars that takes least time, of two tries each."""
    took = {}
    for way in Polars.WAYS:
        peer = Polars(rules, asked, way)
        peer.load(table)
        for _ in range(2):
            start = time.perf_counter()
            peer.run()
            took[way] = min(took.get(way, float("inf")), time.perf_counter() - start)
    return min(took, key=took.get)


def times(contenders, group, facts, asked):
    return [
        {
            "language": "python",
            "group": group,
            "facts": facts,
            "asked": asked,
            "engine": contender.name,
            "ns": contender.median(),
            "ratio": contender.ratio(contenders[0]),
            "rows": contender.rows,
            "rounds": contender.rounds,
        }
        for contender in contenders
    ]


def check_ours(rules, rows, ours):
    """That columns in Python say what single rows said in Rust."""
    columns = ours.decided(rows.for_us(rows.drawn(len(rows.codes))))
    wanted = {"Met": True, "Unmet": False}
    for at, target in enumerate(rules.targets):
        expected = [wanted.get(outcomes[at]) for outcomes in rows.outcomes]
        if columns[at] != expected:
            sys.exit(f"columns and rows differ in {target}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    count = int(os.environ.get("ROWS", "1000000"))
    rules = Rules(folder)
    ours = Ours(rules, folder)
    rounds = int(os.environ.get("ROUNDS", "31"))
    agreements, found, calls = [], [], []
    for facts in ["complete", "unknowns"]:
        rows = Rows(folder, facts, rules)
        check_ours(rules, rows, ours)
        calls += readme(folder, rows, facts, ours, rounds)
        for asked in ["met", "outcome"]:
            for answered in (
                one(folder, rules, rows, facts, asked, ours, rounds),
                batch(
                    rules, rows, facts, asked, ours, count, int(os.environ.get("BATCH_ROUNDS", "7"))
                ),
            ):
                agreements += answered[0]
                found += answered[1]
    versions = {package: importlib.metadata.version(package) for package in PACKAGES}
    results = {
        "language": "python",
        "versions": versions,
        "agreements": agreements,
        "times": found,
        "readme": calls,
    }
    (folder / "python.json").write_text(json.dumps(results, indent=1))
    if any(agreement["differ"] for agreement in agreements):
        sys.exit("a peer differs from tuoyu: see python.json")


if __name__ == "__main__":
    main()
