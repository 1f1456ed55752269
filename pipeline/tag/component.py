"""The tagger as a spaCy component: `spacy.blank("sv").add_pipe("whyscore")` gives `doc._.themes`.

spaCy finds it through the entry point `spacy_factories`, so nothing of ours has to be imported first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch

from pipeline.codebook import load_codebook
from pipeline.tag import make_tagger

_ATTRIBUTES = ("themes", "frictions", "asks", "sentiment", "detractor_risk")


@Language.factory("whyscore", default_config={"tagger": "lexicon", "codebook": None, "question_kind": None})
def make_component(
    nlp: Language, name: str, tagger: str, codebook: str | None, question_kind: str | None
) -> WhyscoreComponent:
    """A component for the language of `nlp`; `tagger` and `codebook` are as in a configuration."""
    return WhyscoreComponent(nlp.lang, tagger, codebook, question_kind)


class WhyscoreComponent:
    """Sets `doc._.themes` (theme to polarity), `.frictions` and `.asks` (spans), `.sentiment`, `.detractor_risk`."""

    def __init__(self, language: str, tagger: str, codebook: str | None, question_kind: str | None) -> None:
        self._language, self._question_kind = language, question_kind
        self._tagger = make_tagger(tagger, load_codebook(codebook))
        for attribute in _ATTRIBUTES:
            if not Doc.has_extension(attribute):
                Doc.set_extension(attribute, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with its tags."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """The docs of `stream` with their tags, tagged `batch_size` at a time."""
        for docs in minibatch(stream, size=batch_size):
            many = len(docs)
            found = self._tagger.tag([d.text for d in docs], [self._language] * many, [self._question_kind] * many)
            for doc, tags in zip(docs, found):
                doc._.themes = {m.theme: m.polarity for m in tags.mentions}
                doc._.frictions = [
                    doc.char_span(f.start, f.end, label=f.friction, alignment_mode="expand") for f in tags.frictions
                ]
                doc._.asks = [doc.char_span(a.start, a.end, label="ask", alignment_mode="expand") for a in tags.asks]
                doc._.sentiment, doc._.detractor_risk = tags.sentiment, tags.detractor_risk
                yield doc
