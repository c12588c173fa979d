"""Show a group of documents, or the same with one defect, and what the joint rules find: python -m proof.joint.show SEED [CODE]."""

from __future__ import annotations

import sys
from random import Random

from proof.joint.papers import make
from proof.joint.planters import plant
from proof.joint.trial import compared


def main() -> int:
    papers = make(int(sys.argv[1]))
    texts = papers.texts
    if len(sys.argv) > 2:
        changed = plant(papers, sys.argv[2], Random(f"{papers.seed} {sys.argv[2]}"))
        if changed is None:
            print("no place for this defect")
            return 1
        texts = changed.texts
    for name, text in texts.items():
        print(f"=== {name}\n{text}")
    if len(sys.argv) > 2 and changed is not None:
        for file, place in changed.places:
            print(f"planted in {file}: {texts[file][place.start : place.end]!r}")
    for finding in compared(texts).findings:
        print(f"{finding.severity.value} {finding.rule.code} {finding.message()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
