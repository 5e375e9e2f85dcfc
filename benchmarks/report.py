"""One table of what every language found, beside what is aimed at; below it, each engine on the conditions alone."""

import datetime
import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Row:
    """A line of the table: a call of ours, what stands beside it, and what is aimed at."""

    path: str
    # The contender or figure of ours; the second, if any, is taken off it.
    ours: str
    less: str | None = None
    beside: str | None = None
    # In nanoseconds, bytes or allocations: ours is to be no more.
    most: float | None = None
    # Least ratio of the time of the other one to ours.
    least: float | None = None
    # Greatest ratio of our time to that of the other one.
    times: float | None = None
    group: str = "readme"
    facts: str = "complete"


US, MS, MIB = 1e3, 1e6, 1 << 20

RUST = "datalogic-rs"
PYTHON = "datalogic-py"


def read(call, most):
    return Row(
        f"`{call}`, every sentence, reason and citation read",
        f"tuoyu, {call}, all read",
        beside=RUST,
        most=most,
        least=1,
    )


def columns(path, facts, **how):
    return Row(path, "tuoyu", group="batch", facts=facts, **how)


def figure(name, most=None):
    return Row(name, name, most=most, group="figures")


# The lines that have an aim, by language, and the README's calls before all others.
ROWS = {
    "rust": [
        Row("`register`, answer in hand", "tuoyu, register", beside=RUST, most=0.5 * US, least=1),
        Row("`supports`, answer in hand", "tuoyu, supports", beside=RUST),
        Row(
            "`review`, a full dossier with two classes",
            "tuoyu, review",
            beside=RUST,
            most=1.5 * US,
            least=1,
        ),
        Row("`assess`, answer in hand", "tuoyu, assess", beside=RUST, most=0.5 * US, least=1),
        read("register", 2 * US),
        read("supports", None),
        read("review", 5 * US),
        read("assess", 5.5 * US),
        Row(
            "the receipt on top of `assess`",
            "tuoyu, assess and its receipt",
            "tuoyu, assess",
            most=2.5 * US,
        ),
        figure("allocations, register, all read", 10),
        figure("allocations, supports, all read", 10),
        figure("allocations, review, all read", 10),
        figure("allocations, assess, all read", 10),
        figure("allocations, register"),
        figure("allocations, review"),
        figure("allocations, assess"),
        figure("allocations, assess and its receipt"),
        Row(
            "`plan.ask`, JSON to JSON with reasons",
            "tuoyu, plan.ask",
            beside=f"{RUST}, JSON to JSON",
            least=2,
        ),
        *(
            Row(
                f"`ask`: `{call}` in JSON with every text",
                f"tuoyu, ask {call}",
                beside=f"serde_json writes {call}",
                times=2,
            )
            for call in ["register", "supports", "review", "assess"]
        ),
        Row("plan, ready facts to bare outcomes", "tuoyu, plan", beside=RUST, least=80),
        Row("plan, ready facts to bare outcomes", "tuoyu, plan", beside="zen-engine", least=1000),
        Row(
            "plan, outcomes and every reason",
            "tuoyu, plan, every reason",
            beside="tuoyu, plan",
            times=6,
        ),
        figure("100,000 filings, outcomes and reasons", 1000 * MS),
        figure("100,000 filings, with sentences", 5000 * MS),
        figure("10,000 assessments held", 8 * MIB),
        figure("136 districts, load", 150 * MS),
        figure("136 districts, first register", 6 * MS),
        Row(
            "136 districts, register",
            "136 districts, register",
            beside="136 districts, register in a book of one",
            times=1.2,
            group="figures",
        ),
        Row(
            "136 districts, assess",
            "136 districts, assess",
            beside="136 districts, assess in a book of one",
            times=1.2,
            group="figures",
        ),
        figure("136 districts, memory", 150 * MIB),
        figure("136 districts, place not known, first register"),
        figure("136 districts, place not known, register", 20 * US),
        figure("136 districts, place not known, assess", 20 * US),
        figure("136 districts, memory after that"),
        figure("load of the bundled book", 2.5 * MS),
        figure("first register of a process", 6 * MS),
        figure("first assess after it"),
        figure("a day in a new era, register", 2 * MS),
        figure("a day in a new era, assess", 2 * MS),
        *(
            figure(f"hostile, {kind}", 100 * MS)
            for kind in ["pairs", "parity", "majority", "conflicts", "chain", "nested"]
        ),
    ],
    "python": [
        *(
            Row(
                f"`{call}`, a dict; a sentence and a citation read",
                f"tuoyu, {call}",
                beside=beside,
                least=least,
            )
            for call in ["register", "supports", "review", "assess"]
            for beside, least in [(PYTHON, 6), ("zen-engine", 20)]
        ),
        Row("`plan.outcomes`, a dict", "tuoyu, plan.outcomes", beside=PYTHON),
        Row(
            "`plan.ask`, JSON to JSON with reasons",
            "tuoyu, plan.ask",
            beside=f"{PYTHON}, JSON to JSON",
            least=2,
        ),
        *(
            Row(
                f"`ask`: `{call}` in JSON with every text",
                f"tuoyu, ask {call}",
                beside=f"{PYTHON}, JSON to JSON",
            )
            for call in ["register", "supports", "review", "assess"]
        ),
        columns("columns, unknowns", "unknowns", beside="polars", least=8),
        columns("columns, complete", "complete", beside="polars", least=5),
        columns(
            "columns, one thread beside all", "unknowns", beside="tuoyu, one thread", least=1.7
        ),
        Row(
            "columns, with why it is open",
            "tuoyu, with why it is open",
            beside="tuoyu",
            times=2,
            group="batch",
            facts="unknowns",
        ),
    ],
    "jvm": [
        *(
            Row(path, ours, beside="drools", most=most, least=10)
            for path, ours, most in [
                ("`register`, every finding an object", "tuoyu, register", 2 * US),
                ("`supports`, every finding an object", "tuoyu, supports", None),
                ("`review`, every finding an object", "tuoyu, review", None),
                ("`assess`, every finding an object", "tuoyu, assess", 6 * US),
                ("`register`, all read", "tuoyu, register, all read", None),
                ("`supports`, all read", "tuoyu, supports, all read", None),
                ("`review`, all read", "tuoyu, review, all read", None),
                ("`assess`, all read", "tuoyu, assess, all read", None),
                ("`plan.outcomes`", "tuoyu, plan.outcomes", 0.5 * US),
            ]
        ),
    ],
}

# Every form of every peer stands beside this call of ours.
WIDEST = {
    "rust": "tuoyu, assess, all read",
    "python": "tuoyu, assess",
    "jvm": "tuoyu, assess, all read",
}

# The conditions themselves, in the tables below: how many times slower than tuoyu an engine is to be at least.
AIMS = {
    ("rust", None, "unknowns", "outcome", "cel"): 250,
    ("python", "batch", "complete", "outcome", "openfisca-core"): 35,
}

HEADINGS = ["engine", "a row", "times tuoyu", "aim"]


def machine():
    listed = subprocess.run(["lscpu"], capture_output=True, text=True, check=True).stdout
    fields = dict(line.split(":", 1) for line in listed.splitlines() if ":" in line)
    system = f"{platform.system()} {platform.machine()}"
    return f"{fields['Model name'].strip()}, {os.cpu_count()} CPUs, {system}"


def duration(ns):
    for unit, size in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if abs(ns) >= size:
            return f"{ns / size:.3g} {unit}"
    return f"{ns:.3g} ns"


def verdict(ratio, aim):
    if aim is None:
        return ""
    return f"≥ {aim}: {'reached' if ratio >= aim else 'missed'}"


def row(cells):
    return f"| {cells[0]:<34} | {cells[1]:>9} | {cells[2]:>11} | {cells[3]:<17} |"


def groups(times):
    found = {}
    for time in times:
        key = time["language"], time.get("group"), time["facts"], time["asked"]
        found.setdefault(key, []).append(time)
    return found


def print_times(times):
    for (language, group, facts, asked), rows in groups(times).items():
        what = {None: "one institution", "one": "one institution", "batch": "columns"}[group]
        known = {"complete": "all facts known", "unknowns": "one fact in twenty unknown"}[facts]
        told = {"met": "met or not", "outcome": "met, unmet, unsettled"}[asked]
        print(f"\n{language}, {what}, {known}; peers tell: {told}")
        print(row(HEADINGS))
        print(f"|{'-' * 36}|{'-' * 11}|{'-' * 13}|{'-' * 19}|")
        for time in rows:
            engine = time["engine"]
            aim = AIMS.get((language, group, facts, asked, engine))
            name = f"{engine} ({time['way']})" if "way" in time else engine
            ratio = time["ratio"]
            print(row([name, duration(time["ns"]), f"{ratio:.3g}", verdict(ratio, aim)]))


class Found:
    """Figures of one language, by group, facts and name."""

    def __init__(self, results, facts):
        self.rounds, self.values, self.units, self.notes = {}, {}, {}, {}
        for time in results.get("readme", []):
            if time["facts"] == facts:
                self._add("readme", time)
        for time in results["times"]:
            if time.get("group") == "batch" and time["asked"] == "outcome":
                self._add(f"batch, {time['facts']}", time)
        for of in results.get("figures", []):
            key = "figures", of["name"]
            self.values[key], self.units[key] = of["value"], of["unit"]
            self.notes[key] = of.get("note")

    def _add(self, group, time):
        key = group, time["engine"]
        self.values[key], self.units[key] = time["ns"], "ns"
        self.rounds[key] = time["rounds"]

    def difference(self, ours, less):
        """The median of what one took longer than the other in a round."""
        pairs = zip(self.rounds[ours], self.rounds[less], strict=True)
        return median(a - b for a, b in pairs)

    def ratio(self, other, ours):
        """The median of ratios within a round, where there are rounds."""
        theirs, mine = self.rounds.get(other), self.rounds.get(ours)
        if theirs and mine:
            return median(a / b for a, b in zip(theirs, mine, strict=True))
        return self.values[other] / self.values[ours]


def shown(value, unit):
    if unit == "ns":
        return duration(value)
    if unit == "bytes":
        return f"{value / MIB:.3g} MiB"
    return f"{value:.4g}"


def told(ratio):
    """Ratio of the time of the other one to ours."""
    return f"{ratio:.3g}× faster" if ratio >= 1 else f"{1 / ratio:.3g}× slower"


def first_row(found, row):
    group = f"batch, {row.facts}" if row.group == "batch" else row.group
    ours, other = (group, row.ours), (group, row.beside)
    if ours not in found.values or (row.beside and other not in found.values):
        return [row.path, "not measured", "", "", "", ""]
    value, unit = found.values[ours], found.units[ours]
    if row.less:
        value = found.difference(ours, (group, row.less))
    aims, reached = [], []
    if row.most is not None:
        aims.append(f"≤ {shown(row.most, unit)}")
        reached.append(value <= row.most)
    cells = [row.path, shown(value, unit), "", "", ""]
    if row.beside:
        ratio = found.ratio(other, ours)
        cells[2:] = [row.beside, shown(found.values[other], found.units[other]), told(ratio)]
        if row.least:
            aims.append("no slower" if row.least == 1 else f"≥ {row.least:g}× faster")
            reached.append(ratio >= row.least)
        if row.times:
            aims.append(f"≤ {row.times:g}× slower")
            reached.append(1 / ratio <= row.times)
    note = found.notes.get(ours)
    verdict = f": {'reached' if all(reached) else '**missed**'}" if reached else ""
    return [*cells, ("; ".join(aims) + verdict + (f" ({note})" if note else "")).strip()]


def print_table(rows):
    headings = ["path", "ours", "beside it", "takes", "ours is", "aim"]
    widths = [max(len(row[at]) for row in [headings, *rows]) for at in range(len(headings))]
    for row in [headings, ["-" * width for width in widths], *rows]:
        print(
            "| "
            + " | ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
            + " |"
        )


def print_first(results, facts):
    """The calls of the READMEs, what is aimed at, and every form of every peer."""
    table = []
    for result in results:
        language = result["language"]
        found = Found(result, facts)
        rows = list(ROWS[language])
        if facts != "complete":
            rows = [row for row in rows if row.group == "readme"]
        widest = WIDEST[language]
        peers = [name for group, name in found.values if group == "readme"]
        peers = [name for name in peers if not name.startswith(("tuoyu", "serde_json"))]
        rows += [Row(f"the peers' forms beside `{widest}`", widest, beside=peer) for peer in peers]
        for cells in (first_row(found, row) for row in rows):
            table.append([f"{language}: {cells[0]}", *cells[1:]])
    print_table(table)


def print_agreements(agreements):
    print("\nagreement, cell by cell (a cell is one target of one institution)")
    headings = ["cells", "agree", "only tuoyu", "neither", "differ"]
    print(f"| {'engine':<42} | " + " | ".join(f"{heading:>10}" for heading in headings) + " |")
    print(f"|{'-' * 44}|" + f"{'-' * 12}|" * len(headings))
    for of in agreements:
        name = f"{of['language']} {of['engine']}, {of['facts']}, {of['asked']}"
        counts = [of[count] for count in ("cells", "agree", "only_ours", "neither", "differ")]
        print(f"| {name:<42} | " + " | ".join(f"{count:>10}" for count in counts) + " |")
        for example in of["examples"]:
            print(f"  differs: {json.dumps(example, ensure_ascii=False)}")


def main():
    folder = Path(sys.argv[1])
    names = (folder / f"{language}.json" for language in ("rust", "python", "jvm"))
    results = [json.loads(name.read_text()) for name in names if name.exists()]
    print(machine())
    print(datetime.datetime.now(tz=datetime.timezone.utc).date())
    for result in results:
        versions = ", ".join(f"{name} {version}" for name, version in result["versions"].items())
        print(f"{result['language']}: {versions}")
    for name in ("figures.json", "allocations.json"):
        if (folder / name).exists() and results and results[0]["language"] == "rust":
            results[0].setdefault("figures", []).extend(json.loads((folder / name).read_text()))
    print(
        "\nthe READMEs' calls, and what is aimed at: every fact known, peers tell met, unmet, unsettled\n"
    )
    print_first(results, "complete")
    print("\nthe calls again, one fact in twenty unknown\n")
    print_first(results, "unknowns")
    for result in results:
        print_times(result["times"])
    print_agreements([agreement for result in results for agreement in result["agreements"]])


if __name__ == "__main__":
    main()
