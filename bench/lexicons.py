"""Makes the lexicons that are shipped, of the training split of MASSIVE.

    python -m bench.lexicons

Each is learnt from English utterances and their translations, a minute for all. The files are sorted, so that the same
data gives the same bytes.
"""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path

from backend.datasets.translations import word_translations
from backend.domain.utterance import Utterance
from backend.methods.lexicon import FOLDER, PIVOT
from backend.methods.tokenised import Tokenised, is_punctuation
from bench.parallel import DATA, LOCALES, massive


def main() -> None:
    options = _options()
    english = massive(PIVOT, "train", options.data)
    for language in (one for one in LOCALES if one != PIVOT):
        others = massive(language, "train", options.data)
        pairs = [(words(english[one]), words(others[one])) for one in english if one in others]
        found = sorted(word_translations(pairs).items())
        lines = (f"{word}\t{other}\t{surely:.2f}\n" for (word, other), surely in found)
        (FOLDER / f"{PIVOT}-{language}.tsv").write_text("".join(lines), encoding="utf-8")
        print(f"{language}: {len(found)} translations of {len(pairs)} utterances")


def words(utterance: Utterance) -> list[str]:
    """The words of an utterance as they are looked up; several tokens of one word are one."""
    made = Tokenised.made_of(Utterance(utterance.text, utterance.intent, utterance.language))
    whole = [word for word, _ in groupby(made.words)]
    return [word for word in whole if not is_punctuation(word)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    return parser.parse_args()


if __name__ == "__main__":
    main()
