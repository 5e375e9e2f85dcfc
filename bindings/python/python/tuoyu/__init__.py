"""Answers what a Chinese district's childcare policy says, with the clause behind every answer.

>>> import tuoyu
>>> book = tuoyu.PolicyBook.bundled()
>>> company = {"jurisdiction": "370303", "legal_form": "enterprise"}
>>> registration = book.register(company, as_of="2022-04-11")
>>> print(registration.message)
登记：到区行政审批服务局（条文也列区市场监管局）登记
>>> registration.citations[0].clause
'二（五）10'

A fact that is not given is unknown, never "no".
"""

from tuoyu import _names
from tuoyu._error import TuoyuError
from tuoyu._names import *  # noqa: F403, the list is generated
from tuoyu._tuoyu import __version__, _check_interpreter

_check_interpreter()

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tuoyu._facts import CareClassFacts, DossierFacts, Facts

__all__ = ["CareClassFacts", "DossierFacts", "Facts", "TuoyuError", "__version__"]
__all__ += _names.__all__


def __getattr__(name: str) -> object:
    """Import the classes of dicts when asked for: `typing`, which they need, is slow."""
    if name in {"CareClassFacts", "DossierFacts", "Facts"}:
        from tuoyu import _facts  # noqa: PLC0415

        return getattr(_facts, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
