"""Every hash of a receipt, recomputed by `docs/receipts.md` with only `json` and `hashlib`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import tuoyu
from tuoyu import PolicyBook, TuoyuError, Verdict

ON = "2022-09-01"
CALENDAR = Path(__file__).parents[3] / "core/data/working-days.toml"
# Fictitious: no such notice exists.
NEWER = '[[year]]\nyear = 2027\nnumber = "虚构"\n'
FACTS = {
    "jurisdiction": "张店区",
    "legal_form": "企业法人",
    "filed": False,
    "modes": ["hourly", "full_day", "hourly"],
}
DOSSIER = {"received_on": "2022-08-30", "classes": [{}, {"carers": 3, "children": 12}]}
INPUT = {
    "dossier": {"classes": [{}, {"carers": 3, "children": 12}], "received_on": "2022-08-30"},
    "facts": {
        "filed": False,
        "jurisdiction": "370303",
        "legal_form": "enterprise",
        "modes": ["full_day", "hourly"],
    },
}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(fields: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in fields.items() if name != "sha256"}
    return {**fields, "sha256": sha256(canonical(fields))}


def test_every_hash_is_recomputed() -> None:
    files = tuoyu.bundled_texts()
    book = PolicyBook.parse(files, NEWER)
    receipt = json.loads(book.assess(FACTS, as_of=ON, dossier=DOSSIER).receipt.to_json())
    assert receipt == sealed(receipt)
    assert receipt["input_sha256"] == sha256(canonical(INPUT))
    assert receipt["edition_sha256"] == sha256(
        "\n".join(sorted(sha256(text) for text in files.values()))
    )
    assert receipt["calendar_sha256"] == sha256(
        "\n".join(map(sha256, (CALENDAR.read_text("utf-8"), NEWER)))
    )
    assert receipt["calendar_sha256"] == book.calendar_sha256
    alone = json.loads(book.receipt(FACTS, as_of=ON).to_json())
    assert alone["input_sha256"] == sha256(canonical({"facts": INPUT["facts"]}))


def test_any_change_is_noticed(book: PolicyBook) -> None:
    receipt = json.loads(book.receipt(FACTS, as_of=ON).to_json())

    def verdict(fields: dict[str, Any]) -> object:
        return book.verify(tuoyu.DecisionRecord.from_json(json.dumps(fields)), FACTS).verdict

    assert verdict(receipt) is Verdict.CONFIRMED
    for name, value in receipt.items():
        for other in (
            {"2022-09-02", "2021-12-31"} if name == "as_of" else {"", value[1:], value + " "}
        ):
            changed = {**receipt, name: other}
            if name == "format":
                with pytest.raises(TuoyuError) as error:
                    verdict(changed)
                assert (error.value.code, error.value.path) == ("unknown_word", "receipt.format")
                continue
            assert verdict(changed) is Verdict.ALTERED
            if name not in ("as_of", "sha256"):
                assert verdict(sealed(changed)) not in (Verdict.ALTERED, Verdict.CONFIRMED)


def test_a_stored_receipt_has_each_field_once_and_as_text(book: PolicyBook) -> None:
    receipt = book.receipt(FACTS, as_of=ON)
    stored = json.loads(receipt.to_json())
    assert tuoyu.DecisionRecord.from_json(json.dumps(stored)) == receipt
    wrong: list[tuple[str, str, str]] = [
        (json.dumps({**stored, "note": ""}), "unknown_field", "note"),
        (receipt.to_json().replace("{", '{"edition": "",', 1), "duplicate_field", "edition"),
    ]
    for name in stored:
        without = {other: value for other, value in stored.items() if other != name}
        wrong.append((json.dumps(without), "missing_field", name))
        wrong.append((json.dumps({**stored, name: 1}), "wrong_type", name))
    for text, code, path in wrong:
        with pytest.raises(TuoyuError) as error:
            tuoyu.DecisionRecord.from_json(text)
        assert (error.value.code, error.value.path) == (code, path)
        request = {"question": "verify", "as_of": ON, "facts": FACTS}
        with pytest.raises(TuoyuError) as error:
            book.ask(json.dumps(request)[:-1] + f', "receipt": {text}}}')
        assert (error.value.code, error.value.path) == (code, f"receipt.{path}")
