"""Show a record, or the same with one defect, and what the rules find: python -m proof.records.show SEED [CODE]."""

from __future__ import annotations

import json
import sys
from random import Random

from proof.records.made import make
from proof.records.planters import plant
from proof.records.trial import audited


def main() -> int:
    seed, tree = int(sys.argv[1]), make(int(sys.argv[1]))
    if len(sys.argv) > 2:
        changed = plant(tree, sys.argv[2], Random(f"{seed} {sys.argv[2]}"))
        if changed is None:
            print("no place for this defect")
            return 1
        tree = changed.tree
        print(f"planted in {changed.place}")
    print(json.dumps(tree, ensure_ascii=False, indent=1, default=str))
    for finding in audited(tree).findings:
        print(f"{finding.severity.value} {finding.rule.code} {finding.message()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
