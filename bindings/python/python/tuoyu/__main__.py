"""`python -m tuoyu`, and the command `tuoyu`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command, or say what has to be installed for it."""
    try:
        from tuoyu import commands  # noqa: PLC0415, typer is an extra
    except ModuleNotFoundError as error:
        if error.name not in {"typer", "rich"}:
            raise
        words = "命令要装 typer：pip install 'tuoyu[cli]' (the command needs typer)"
        print(words, file=sys.stderr)  # noqa: T201
        return 2
    return commands.main()


if __name__ == "__main__":
    sys.exit(main())
