"""Show a document of the generator, or the same with one defect, and what the program finds: python -m proof.show SEED [CODE]."""

from __future__ import annotations

import sys
from random import Random

from proof.generator import generate
from proof.planters import plant
from proof.trial import audited


def main() -> int:
    seed = int(sys.argv[1])
    made = generate(seed)
    text = made.text
    if len(sys.argv) > 2:
        planted = plant(made, sys.argv[2], Random(f"{seed} {sys.argv[2]}"))
        if planted is None:
            print("no place for this defect")
            return 1
        text = planted.text
        print(text)
        for place in planted.places:
            print(f"planted at {place.start}: {text[place.start : place.end]!r}")
    else:
        print(text)
    for finding in audited(text).findings:
        print(f"{finding.severity.value} {finding.rule.code} {finding.message()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
