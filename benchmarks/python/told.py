"""Answers read as a caller reads them: one sentence and one citation of each.

All that this folder knows of the shape of an answer stands here.
"""


def registration(answer):
    return answer.message.zh, clause(answer.citations)


def supports(answer):
    return finding(answer.findings)


def review(answer):
    return finding(answer.findings)


def assessment(answer):
    return finding(answer.supports.findings)


def finding(findings):
    """The first of them, if there is any."""
    return next(((found.message.zh, clause(found.citations)) for found in findings), None)


def clause(citations):
    return next((citation.clause for citation in citations), None)
