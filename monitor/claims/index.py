"""Which of very many texts an utterance may be about, by the sound of neighbouring syllables.

Built once from all the texts, then only read. A sound is a set of syllable bigrams, each weighing its
inverse document frequency; it is near an utterance that has `LEAST` of its weight. Figures are there
as they are spoken. Homophones change nothing; a syllable lost costs two bigrams, so sounds of up to
`_SHORT` syllables are also found by the bigram that is left when an inner syllable is lost. A bigram
of more than one in `_COMMON` sounds is held for those sounds alone that have no other.
"""

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from monitor.text.normal import plain, spoken
from monitor.text.syllables import encode

LEAST = 0.3
MOST = 64
_SHORT = 6
_COMMON = 64
_FEW = 500
_CODE_BITS = 21
_SILENT = re.compile(r"[\W_]")
_NO_KEY = np.iinfo(np.int64).max

Numbers = NDArray[np.int64]
Weights = NDArray[np.float64]


class Index:
    """Over `texts`, numbered as they come; equal sounds are held once."""

    def __init__(self, texts: Iterable[str]) -> None:
        held: dict[str, int] = {}
        numbers = [held.setdefault(_sound(text), len(held)) for text in texts]
        self._members = _Lists(np.array(numbers, np.int64), np.arange(len(numbers)), len(held))
        whole, broken = _bigrams(list(held))
        keys, terms = np.unique(np.concatenate([whole[0], broken[0]]), return_inverse=True)
        self._keys = np.append(keys, _NO_KEY)
        own = _once(np.searchsorted(keys, whole[0]), whole[1])
        tells = _tells(*own, len(held), len(keys))
        terms, sounds = _once(terms, np.concatenate([whole[1], broken[1]]))
        kept = tells(terms, sounds)
        self._postings = _Lists(terms[kept], sounds[kept], len(self._keys))
        self._weights: Weights = np.log1p(len(held) / np.maximum(1, self._postings.lengths))
        terms, sounds = (part[tells(*own)] for part in own)
        weight = np.bincount(sounds, weights=self._weights[terms], minlength=len(held))
        self._least = np.where(weight > 0, LEAST * weight, np.inf)

    def __len__(self) -> int:
        return len(self._members.items)

    @property
    def nbytes(self) -> int:
        """Bytes held by its arrays."""
        lists = self._members.nbytes + self._postings.nbytes
        return lists + self._keys.nbytes + self._weights.nbytes + self._least.nbytes

    def near(self, said: str) -> Numbers:
        """The numbers of the texts near an utterance, of the `MOST` nearest sounds, the nearest first."""
        heard = self._heard(_sound(said))
        found = np.flatnonzero(heard >= self._least)
        shares = heard[found] / self._least[found]
        if len(found) > MOST:
            kept = np.sort(np.argpartition(-shares, MOST)[:MOST])
            found, shares = found[kept], shares[kept]
        return self._members.of(found[np.argsort(-shares, kind="stable")])

    def _heard(self, sound: str) -> Weights:
        """Of each sound held, the weight of its bigrams that `sound` has too."""
        asked = np.unique(_pairs(_codes(sound), 1))
        terms = np.searchsorted(self._keys, asked)
        terms = terms[self._keys[terms] == asked]
        weights = np.repeat(self._weights[terms], self._postings.lengths[terms])
        heard = np.bincount(self._postings.of(terms), weights=weights, minlength=len(self._least))
        return np.asarray(heard, np.float64)


class _Lists:
    """Lists of numbers, one after another in one array. owners: whose list each item belongs to."""

    def __init__(self, owners: Numbers, items: Numbers, count: int) -> None:
        self.items = items[np.argsort(owners, kind="stable")]
        self.lengths = np.bincount(owners, minlength=count)
        self._ends = np.cumsum(self.lengths)

    @property
    def nbytes(self) -> int:
        return self.items.nbytes + self.lengths.nbytes + self._ends.nbytes

    def of(self, owners: Numbers) -> Numbers:
        """The items of those lists, list after list."""
        stops = self._ends[owners]
        begins = stops - self.lengths[owners]
        places = zip(begins.tolist(), stops.tolist(), strict=True)
        return np.concatenate([self.items[:0], *(self.items[begin:stop] for begin, stop in places)])


def _tells(
    terms: Numbers, sounds: Numbers, held: int, known: int
) -> Callable[[Numbers, Numbers], NDArray[np.bool_]]:
    """Which bigrams tell sounds apart: not those of very many sounds, but for sounds of no other bigram."""
    common = np.bincount(terms, minlength=known) > max(_FEW, held // _COMMON)
    has_other = np.bincount(sounds, weights=~common[terms], minlength=held) > 0
    return lambda terms, sounds: ~(common[terms] & has_other[sounds])


def _sound(text: str) -> str:
    return encode(_SILENT.sub("", spoken(plain(text)).text))


def _codes(sound: str) -> Numbers:
    return np.frombuffer(sound.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)


def _pairs(codes: Numbers, apart: int) -> Numbers:
    """A key of each two codes that stand `apart`."""
    return (codes[:-apart] << _CODE_BITS) | codes[apart:]


def _bigrams(sounds: Sequence[str]) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    """Keys and the numbers of the sounds they are of: of neighbours, and of those one syllable apart."""
    codes = _codes("".join(sounds))
    lengths = np.fromiter(map(len, sounds), np.int64, len(sounds))
    owners = np.repeat(np.arange(len(sounds)), lengths)
    beside = owners[:-1] == owners[1:]
    apart = (owners[:-2] == owners[2:]) & (lengths[owners[:-2]] <= _SHORT)
    return (
        (_pairs(codes, 1)[beside], owners[:-1][beside]),
        (_pairs(codes, 2)[apart], owners[:-2][apart]),
    )


def _once(terms: Numbers, sounds: Numbers) -> tuple[Numbers, Numbers]:
    """Each pair of a term and a sound once, in order."""
    span = int(sounds.max(initial=0)) + 1
    pairs = np.sort(terms * span + sounds)
    first = np.diff(pairs, prepend=-1) != 0
    terms, sounds = np.divmod(pairs[first], span)
    return terms, sounds
