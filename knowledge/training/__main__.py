"""`python -m knowledge.training`: learn the table from the sentences and say how good it is on unseen ones.

Needs the development dependencies. `--check` needs nothing and only says whether the table fits the sentences.
Exit code 1 when the table is stale (`--check`) or when figures got worse than the recorded ones; `--record`
takes the new figures as the ones to compare with.
"""

import json
import sys
from pathlib import Path
from typing import Any, Final

from knowledge.compiled import knowledge
from knowledge.load import Knowledge
from knowledge.matching.features import names_peering, of_azure_networks
from knowledge.matching.table import FILE, load_table, table_bytes
from knowledge.reading.subject import Subject, about
from knowledge.training.sentences import fingerprint, sentences

RECORDED: Final = Path(__file__).parent / "recorded.json"


def stale(known: Knowledge) -> bool:
    """Tell whether sentences or the code that learns from them changed since the table was made."""
    table = load_table()
    return table is None or table.header["fingerprint"] != fingerprint(sentences(known))


def main(arguments: list[str]) -> int:
    """Run the command; give its exit code."""
    if "--check" in arguments:
        old = stale(knowledge())
        print("the table is stale: run `make train`" if old else "the table fits its sentences")  # noqa: T201
        return int(old)
    return train(record="--record" in arguments)


def train(*, record: bool) -> int:
    """Learn, write the table, print the report, and compare the figures with the recorded ones."""
    import numpy as np

    from knowledge.training.export import numbers_of
    from knowledge.training.fit import fit, paraphrase_folds, unseen_scores, vectors
    from knowledge.training.limits import Unseen, calibrate
    from knowledge.training.report import figures, report, worse

    rows = sentences(knowledge())
    ids = np.array([row.id for row in rows])
    given, rare = vectors([row.text for row in rows])
    names, scores = unseen_scores(given, ids, paraphrase_folds(rows))
    named = np.array([names_peering(row.text) for row in rows])
    refused = np.array([_refused(row.text) for row in rows])
    unseen = Unseen(names, scores, ids, named, refused)
    chosen = calibrate(unseen)
    now = figures(unseen, chosen)
    fitted = fit(given, ids)
    numbers, scales = numbers_of(fitted.weights, rare)
    header: dict[str, Any] = {
        "ids": [str(id_) for id_ in fitted.ids],
        "scales": scales,
        "shifts": [float(value) for value in fitted.shifts],
        "heat": chosen.heat,
        "gate": chosen.gate,
        "answer": chosen.answer,
        "figures": now,
        "fingerprint": fingerprint(rows),
    }
    FILE.write_bytes(table_bytes(header, numbers))
    print("\n".join(report(rows, unseen, chosen)))  # noqa: T201
    before = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    bad = worse(now, before)
    if record or not before:
        RECORDED.write_text(json.dumps({name: round(value, 4) for name, value in now.items()}, indent=2) + "\n")
    elif bad:
        print("\nworse than recorded: " + ", ".join(bad))  # noqa: T201
        return 1
    return 0


def _refused(text: str) -> bool:
    """Tell whether reading alone finds a text to be about something else."""
    return about(text).subject is Subject.OTHER or not of_azure_networks(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
