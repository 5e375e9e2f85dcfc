"""One table of what every language found, beside what is aimed at."""

import datetime
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

# Language, group, facts, asked, engine: how many times slower than tuoyu it is to be at least.
AIMS = {
    ("rust", None, "unknowns", "outcome", "zen-engine"): 1500,
    ("rust", None, "unknowns", "outcome", "cel"): 250,
    ("python", "one", "unknowns", "outcome", "zen-engine"): 150,
    ("python", "batch", "unknowns", "outcome", "polars"): 6,
    ("python", "batch", "complete", "outcome", "polars"): 4,
    ("python", "batch", "complete", "outcome", "openfisca-core"): 35,
}

# How many times faster than the fastest peer's bare outcomes the whole way through JSON is to be.
AIM_OF_JSON = 8

WHOLE = "tuoyu, JSON to JSON with reasons"
HEADINGS = ["engine", "a row", "times tuoyu", "aim"]


def machine():
    listed = subprocess.run(["lscpu"], capture_output=True, text=True, check=True).stdout
    fields = dict(line.split(":", 1) for line in listed.splitlines() if ":" in line)
    system = f"{platform.system()} {platform.machine()}"
    return f"{fields['Model name'].strip()}, {os.cpu_count()} CPUs, {system}"


def duration(ns):
    for unit, size in (("ms", 1e6), ("µs", 1e3)):
        if ns >= size:
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
        print_whole(rows)


def print_whole(rows):
    """The whole way through JSON against the fastest peer's bare outcomes."""
    ours = [time for time in rows if time["engine"] == WHOLE]
    peers = [time for time in rows if not time["engine"].startswith("tuoyu")]
    if ours:
        fastest = min(peers, key=lambda time: time["ns"])
        ratio = fastest["to_json"]
        aim = verdict(ratio, AIM_OF_JSON)
        name = fastest["engine"]
        print(f"{name} takes {ratio:.3g} times as long as tuoyu through JSON ({aim})")


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
    for result in results:
        print_times(result["times"])
    print_agreements([agreement for result in results for agreement in result["agreements"]])


if __name__ == "__main__":
    main()
