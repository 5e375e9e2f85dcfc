"""Cell by cell: what a peer decides, tuoyu decides the same way."""

DECIDED = {"Met": "met", "Unmet": "unmet", "NotInForce": "unmet", "OpenUnsettled": "unsettled"}


def told(met, unsettled, asked):
    """What a peer says of a target."""
    if met is None or met is True:
        return "met" if met else "undecided"
    if asked == "met":
        return "not met"
    return {None: "undecided", True: "unsettled", False: "unmet"}[unsettled]


def same(theirs, ours):
    return theirs == ours or (theirs == "not met" and ours != "met")


def compare(engine, columns, rows, rules, asked, facts):
    """`columns` has one sequence of true, false and none for each condition."""
    count = len(rows.outcomes)
    found = dict.fromkeys(["cells", "agree", "only_ours", "neither", "differ"], 0)
    examples = []
    both = [
        [[known] * count for known in (met, unsettled)]
        for met, unsettled in zip(
            rules.by_the_day("met"), rules.by_the_day("unsettled"), strict=True
        )
    ]
    for condition, column in zip(rules.conditions(asked), columns, strict=True):
        both[condition.target][0 if condition.met else 1] = column
    for target, (met, unsettled) in enumerate(both):
        for row in range(count):
            theirs = told(met[row], unsettled[row], asked)
            outcome = rows.outcomes[row][target]
            ours = DECIDED.get(outcome, "undecided")
            found["cells"] += 1
            # On complete rows an engine has to decide everything.
            if theirs == "undecided" and facts == "unknowns":
                found["neither" if ours == theirs else "only_ours"] += 1
            elif same(theirs, ours):
                found["agree"] += 1
            else:
                found["differ"] += 1
                examples.append(
                    {
                        "institution": rows.institutions[row],
                        "target": rules.targets[target],
                        "theirs": theirs,
                        "ours": outcome,
                    }
                )
    return {
        "language": "python",
        "engine": engine,
        "facts": facts,
        "asked": asked,
        "rows": count,
        **found,
        "examples": examples[:3],
    }
