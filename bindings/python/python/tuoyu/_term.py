"""The class of a word of a closed list, and of one that answers with more than yes or no."""

from __future__ import annotations

from enum import Enum


class Term(str, Enum):
    """A word of a closed list: equal to its stable name, with the Chinese term as `label`."""

    _value_: str
    label: str
    """The Chinese term."""

    def __new__(cls, name: str, label: str = "") -> Term:  # noqa: PYI034, as typeshed's Enum
        """Make the stable name the value."""
        word = str.__new__(cls, name)
        word._value_ = name
        word.label = label
        return word

    @classmethod
    def _missing_(cls, value: object) -> None:
        """Refuse without repeating what was given."""
        message = f"a text of {len(str(value))} characters is no {cls.__name__}"
        raise ValueError(message)

    def __repr__(self) -> str:
        """Return what one would type."""
        return f"{type(self).__name__}.{self.name}"

    def __str__(self) -> str:
        """Return the stable name."""
        return str.__str__(self)


class Answer(Term):
    """A word that answers with more than yes or no."""

    def __bool__(self) -> bool:
        """Refuse: every word would be true, `unmet` too."""
        words = ", ".join(map(repr, type(self)))
        message = f"not a yes or no: compare it with one of {words}"
        raise TypeError(message)
