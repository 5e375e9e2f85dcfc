"""The same institution under the rules of last year: what changed, in outcome or in basis."""

from tuoyu import ledger
from tuoyu.ledger import answers

row = ledger.read([{"机构名称": "示例托育园", "区划": "张店区", "备案情况": "已备案"}]).rows[0]
for one in answers.differences(row, "2025-12-31", "2026-01-01")[:2]:
    print(one.kind, one.what, one.before, one.after, sep=" | ")
