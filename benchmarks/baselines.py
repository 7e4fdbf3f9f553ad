"""What plain libraries make of the same pastes: for comparison only."""

from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process, utils

from knowledge.load import Knowledge

Finder = Callable[[str], str]


def by_messages(known: Knowledge) -> Finder:
    """Find an answer's id by its messages alone, as rapidfuzz does it: every one is compared."""
    pairs = [(text, answer.id) for answer in known.answers.values() for text in answer.recognise.texts]
    return _extract([text for text, _ in pairs], [id_ for _, id_ in pairs], fuzz.token_set_ratio)


def baselines(known: Knowledge) -> dict[str, Finder]:
    """Give every plain way to find an answer's id by its messages and phrases."""
    pairs = [
        (text, answer.id)
        for answer in known.answers.values()
        for text in answer.recognise.texts + answer.recognise.phrases
    ]
    texts, ids = [text for text, _ in pairs], [id_ for _, id_ in pairs]
    found = {
        f"extractOne {scorer.__name__}": _extract(texts, ids, scorer)
        for scorer in (fuzz.WRatio, fuzz.token_set_ratio, fuzz.partial_ratio)
    }
    return found | _bm25(texts, ids) | _tfidf(texts, ids)


def _extract(texts: Sequence[str], ids: Sequence[str], scorer: Callable[..., float]) -> Finder:
    ready = [utils.default_process(text) for text in texts]

    def find(text: str) -> str:
        best = process.extractOne(utils.default_process(text), ready, scorer=scorer)
        return ids[best[2]] if best else ""

    return find


def _bm25(texts: Sequence[str], ids: Sequence[str]) -> dict[str, Finder]:
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize(list(texts), show_progress=False), show_progress=False)

    def find(text: str) -> str:
        places, _ = index.retrieve(bm25s.tokenize([text], show_progress=False), k=1, show_progress=False)
        return ids[int(places[0, 0])]

    return {"bm25s": find}


def _tfidf(texts: Sequence[str], ids: Sequence[str]) -> dict[str, Finder]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    made = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5))
    rows = made.fit_transform(texts)
    return {"char n-gram TF-IDF": lambda text: ids[int((rows @ made.transform([text]).T).toarray().argmax())]}
