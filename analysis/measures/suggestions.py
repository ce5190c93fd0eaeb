"""Suggestions: which words go together in many texts, as a hint at themes that the codebook may lack.

Each text becomes a row of word weights (a word weighs more the fewer texts have it), and the table of weights is cut
into a few bundles of words (non-negative matrix factorization), each text leaning to the bundle that fits it best.
A bundle is a hint and no finding: nobody read the texts, words are counted and not understood, and with another number
of bundles other ones come out. No code is ever set from it.

Refused is a bundle where there is nothing to bundle: words that stand in one text alone, and texts without any other
words, have no part in it. Fewer bundles than asked for come back where the texts do not hold as many.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import numpy as np
import pandas as pd

from analysis.errors import Fault, ToolkitError
from analysis.guide import load_words
from analysis.measures.estimates import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

__all__ = ["MOST_WORDS", "NOWHERE", "SuggestedThemes", "suggest_themes"]

MOST_WORDS = 6
"""How many words a suggestion shows at most."""

NOWHERE = -1
"""The place of a text that leans to no suggestion."""

IN_TEXTS = 2
"""In how many texts a word has to stand to count."""

NEARLY_ALL = 0.9
"""A word that stands in a larger part of the texts tells none of them apart, once there are many."""

MANY = 20
STEPS = 400
LEAST = 0.1
"""The part of a suggestion's heaviest word that another word needs to be shown."""

# A word begins with a letter and has two at least; what an apostrophe cuts off is a word of its own.
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True)
class SuggestedThemes:
    """Bundles of words that go together, and which texts lean to them.

    `table` has a row per suggestion, the one that most texts lean to first: `suggestion` (its number from 0), `words`
    (a tuple, the heaviest first), `texts` (how many lean to it). `places` holds for each text the suggestion that it
    leans to, or -1 (`NOWHERE`). `weights` (texts × suggestions) says how much, rows adding up to 1, or to 0.
    """

    table: pd.DataFrame
    places: np.ndarray
    weights: Floats


def suggest_themes(texts: Sequence[str], count: int = 8, language: str = "en", seed: int = 0) -> SuggestedThemes:
    """At most `count` bundles of words that go together in `texts`, by TF-IDF and NMF.

    Words are compared in small letters, accents kept; those that say nothing (`stopwords.toml` of the language) are
    left out, and so are words that stand in one text alone. So texts of several languages are asked for one by one.
    Word weights are (1 + log tf) · (log((1+n)/(1+df)) + 1)
    with rows of length 1; the factorization starts from a singular value decomposition that `seed` fixes, so that the
    same texts give the same suggestions.

    With a few dozen short texts chance makes bundles too. Look at the texts before a bundle becomes a theme.

    Missing answers
    ---------------
    An empty text leans nowhere. Where no two texts share a word that says something, the table has no rows.

    Raises `ToolkitError` where scikit-learn is not installed, and for a count below 1. Raises `GuideError` for a
    language without wording.
    Sources: Lee & Seung 1999, Nature 401, 788-791; Boutsidis & Gallopoulos 2008, Pattern Recognit. 41, 1350-1362.

    >>> said = ["time to practise", "no time for practice time", "quiet time", "leaders listen", "leaders who listen"]
    >>> suggest_themes(said, count=2).table
       suggestion              words  texts
    0           0            (time,)      3
    1           1  (leaders, listen)      2
    """
    _check_count(count)
    bags = _bags(texts, frozenset(load_words(language).many("stopwords.words")))
    vocabulary = _vocabulary(bags)
    if not vocabulary:
        return _none(len(bags))
    table = _weigh(bags, vocabulary)
    leaning, bundles = _factorize(table, _at_most(count, bags, vocabulary), seed)
    return _told(leaning, bundles, vocabulary)


def _check_count(count: int) -> None:
    if count < 1:
        fault = Fault("count", str(count), "1 or more", "Say how many suggestions to look for.")
        raise ToolkitError("Themes cannot be suggested.", [fault])


def _bags(texts: Sequence[str], empty_words: frozenset[str]) -> list[Counter[str]]:
    found = (WORD.findall(normalize("NFC", text).casefold()) for text in texts)
    return [Counter(word for word in words if word not in empty_words) for words in found]


def _vocabulary(bags: Sequence[Counter[str]]) -> list[str]:
    """The words that count, in alphabetical order."""
    in_texts = Counter(word for bag in bags for word in bag)
    most = NEARLY_ALL * len(bags) if len(bags) >= MANY else len(bags)
    return sorted(word for word, number in in_texts.items() if IN_TEXTS <= number <= most)


def _at_most(count: int, bags: Sequence[Counter[str]], vocabulary: Sequence[str]) -> int:
    """No more bundles than different texts that have words which count, nor than such words."""
    known = set(vocabulary)
    different = {frozenset(known.intersection(bag)) for bag in bags} - {frozenset[str]()}
    return min(count, len(different), len(vocabulary))


def _weigh(bags: Sequence[Counter[str]], vocabulary: Sequence[str]) -> csr_matrix:
    """The table of weights: texts × words, rows of length 1 or empty."""
    from scipy.sparse import csr_matrix

    places = {word: place for place, word in enumerate(vocabulary)}
    cells = [
        (row, places[word], 1 + np.log(times))
        for row, bag in enumerate(bags)
        for word, times in sorted(bag.items())
        if word in places
    ]
    rows, columns, values = (np.array(part) for part in zip(*cells, strict=True))
    in_texts = np.bincount(columns, minlength=len(places))
    values = values * (np.log((1 + len(bags)) / (1 + in_texts)) + 1)[columns]
    lengths = np.sqrt(np.bincount(rows, values**2, minlength=len(bags)))
    return csr_matrix((values / lengths[rows], (rows, columns)), shape=(len(bags), len(places)))


def _factorize(table: csr_matrix, count: int, seed: int) -> tuple[Floats, Floats]:
    """How much each text has of each bundle, and each bundle of each word."""
    try:
        from sklearn.decomposition import NMF
        from sklearn.exceptions import ConvergenceWarning
    except ImportError as missing:
        fault = Fault(
            "scikit-learn", "not installed", "scikit-learn 1.7 or later", 'Run: pip install "scikit-learn>=1.7"'
        )
        raise ToolkitError("Suggestions of themes need one more package.", [fault]) from missing
    settings: Any = {"n_components": count, "init": "nndsvd", "max_iter": STEPS, "tol": 1e-3}
    model = NMF(**settings, random_state=seed)
    # A hint need not have settled in its last digits, and what is left where everything fits may round to below 0.
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)
        leaning = model.fit_transform(table)
    return np.asarray(leaning, dtype=float), np.asarray(model.components_, dtype=float)


def _told(leaning: Floats, bundles: Floats, vocabulary: Sequence[str]) -> SuggestedThemes:
    """The bundles that some text leans to, those of most texts first."""
    # A bundle's scale is arbitrary until its words have length 1.
    leaning = leaning * np.linalg.norm(bundles, axis=1)
    leans = leaning.sum(axis=1) > 0
    best = np.where(leans, leaning.argmax(axis=1), NOWHERE)
    texts = np.bincount(best[leans], minlength=len(bundles))
    order = [place for place in np.argsort(-texts, kind="stable") if texts[place]]
    weights = leaning[:, order]
    sums = weights.sum(axis=1, keepdims=True)
    weights = np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0)
    new_place = {old: new for new, old in enumerate(order)} | {NOWHERE: NOWHERE}
    rows = [(new, _heaviest(bundles[old], vocabulary), int(texts[old])) for new, old in enumerate(order)]
    return SuggestedThemes(_table(rows), np.array([new_place[place] for place in best], dtype=int), weights)


def _heaviest(bundle: Floats, vocabulary: Sequence[str]) -> tuple[str, ...]:
    heaviest = np.argsort(-bundle, kind="stable")[:MOST_WORDS]
    return tuple(vocabulary[int(place)] for place in heaviest if bundle[place] >= LEAST * bundle.max() > 0)


def _none(texts: int) -> SuggestedThemes:
    return SuggestedThemes(_table([]), np.full(texts, NOWHERE), np.zeros((texts, 0)))


def _table(rows: list[tuple[int, tuple[str, ...], int]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["suggestion", "words", "texts"])
    return table.astype({"suggestion": "int64", "words": "object", "texts": "int64"})
