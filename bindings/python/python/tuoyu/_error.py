"""The one exception."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


class TuoyuError(ValueError):
    """Input that cannot be read (输入有误); "no" is never an error, it is an answer.

    `code` is the stable kind, `path` the field or the policy file, `line` the line of a policy
    file or of JSON, `message` what was found in Chinese and `message_en` in English, `hint` how to
    cure it in English and `hint_zh` in Chinese. These are of the first fault; `errors` has every
    fault of a record, each as an error of its own.
    """

    def __init__(  # noqa: PLR0913, PLR0917, the parts of an error
        self,
        text: str,
        code: str,
        path: str,
        line: int | None,
        message: str,
        message_en: str,
        hint: str | None,
        hint_zh: str | None = None,
        several: Sequence[tuple[Any, ...]] = (),
    ) -> None:
        """Keep each part under its name."""
        # All of them, so that pickle can build it again.
        super().__init__(text, code, path, line, message, message_en, hint, hint_zh, tuple(several))
        self.code = code
        self.path = path
        self.line = line
        self.message = message
        self.message_en = message_en
        self.hint = hint
        self.hint_zh = hint_zh
        self._several = several
        self._text = text

    @property
    def errors(self) -> list[TuoyuError]:
        """Every fault, the first one too."""
        return [TuoyuError(*parts) for parts in self._several] or [self]

    def __str__(self) -> str:
        """Return the whole error in one line."""
        return self._text
