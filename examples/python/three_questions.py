"""Three questions about one institution: where it registers, what its filing lacks, what supports it has."""

from tuoyu import PolicyBook, Status

book = PolicyBook.bundled()
company = {"jurisdiction": "370303", "service": "institution", "legal_form": "enterprise", "filed": False}
dossier = {"received_on": "2026-11-20", "licence": False, "commitment": True}
day = "2026-11-27"

print(book.register(company, as_of=day).message)
review = book.review(company, dossier, as_of=day)
print([gap.title.zh for gap in review.findings if gap.status == Status.UNMET])
supports = book.supports(company, as_of=day)
print({one.title.zh: one.status.label for one in supports.findings[:3]})
