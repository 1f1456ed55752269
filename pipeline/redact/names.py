"""Names of people, where a cue says that a name stands there.

"Anna i kassan", "talte med Lars", "m-a servit Ioana", "kind regards, Susan". After some cues ("my name is")
any capitalised word is a name; after others ("thanks to") only a given name of the lists, because shops
and brands stand there as often as people do. A given name that is no ordinary word ("Lars", not "Mark")
needs no cue when it is written with a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.languages.folding import fold
from pipeline.redact.cues import Cues
from pipeline.redact.spans import LEAD, Span

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CAPITAL_WORD = re.compile(r"(?<![\w\[])[A-ZÀ-ÖØ-ÞĂŞŢȘȚŠŽŁĐĆČ][^\W\d_]+")
_ANY_WORD = re.compile(r"(?<![\w\[])[^\W\d_]+")
_NEXT_WORD = re.compile(r" (?=[^\W\d_])")
_INITIAL = re.compile(r" [^\W\d_](?:\.|(?!\w))")
# A full stop after up to three letters ends an abbreviation ("hr.", "Mrs.").
_OPENS_SENTENCE = re.compile(r"(?:^|[!?…]\s?|\w{4}\.\s?|[^\w\s]\.\s?)$")
# A dash, a slash, a full stop or a new line, and only a name after it: signed at the end of the answer.
_SIGNED = re.compile(r"(?:(?<!\w)(?:[-–—~]|//?)\s?|[.!?…)]\s*|\n\s*)$")
_PUNCTUATION = str.maketrans(dict.fromkeys(".,!?;:()\"'", " "))
_COMPANY = re.compile(r"['’]s\b|\s?(?:&|\+)|\s(?:AB|HB|A/S|ApS|I/S|SRL|SA|Ltd|LLP|plc|Inc|Group|Co)\b")
_SURNAMES = 2
_BRAND = 24  # characters, the longest name of a company


def find_names(text: str, cues: Cues) -> Iterator[Span]:
    """Names beside a cue, with the surnames that follow and the names joined to them by "and"."""
    lower_too = not cues.given_as_written.isdisjoint(text.lower().translate(_PUNCTUATION).split())
    if not lower_too and not _has_capital_name(text, cues):
        return
    folded = fold(text)
    position = 0
    for word in (_ANY_WORD if lower_too else _CAPITAL_WORD).finditer(text):
        start = word.start()
        if start < position or not (_is_capital(word[0]) or _is_given(word[0], cues)):
            continue
        for name in _names_at(text, folded, start, cues):
            yield name
            position = name.end


def _has_capital_name(text: str, cues: Cues) -> bool:
    """Whether a word inside a sentence has a capital, or a given name opens one: most answers lack both."""
    return any(
        not _OPENS_SENTENCE.search(text, max(0, word.start() - 6), word.start()) or fold(word[0]) in cues.given
        for word in _CAPITAL_WORD.finditer(text)
    )


def _names_at(text: str, folded: str, start: int, cues: Cues) -> list[Span]:
    """The names that begin at `start`, if a cue stands before or after them."""
    reach = max(0, start - LEAD)
    if cues.anyone_after.search(folded, reach, start):
        return list(_names_from(text, start, cues, anyone=True))
    names = list(_names_from(text, start, cues, anyone=False))
    if not names:
        return []
    if cues.known_after.search(folded, reach, start):
        return names
    end = names[-1].end
    if cues.known_before.match(folded, end):
        return names
    if _stands_alone(text, folded, names[0], cues):
        return names
    signed = text[start].isupper() and not text[end:].strip(" .!\n") and _SIGNED.search(text, reach, start)
    return names if signed else []


def _stands_alone(text: str, folded: str, name: Span, cues: Cues) -> bool:
    """Whether it is a name without a cue: a given name that is no word, product or company.

    In small letters only when somebody then does something ("tina har hjulpet os").
    """
    given = _WORD.match(text, name.start)[0]
    if not _is_capital(given):
        return cues.acts.match(folded, name.end) is not None
    if fold(given) in cues.ordinary_words or _COMPANY.match(text, name.end):
        return False
    if cues.things.search(folded, max(0, name.start - LEAD), name.start):
        return False
    opens = _OPENS_SENTENCE.search(text, max(0, name.start - 6), name.start)
    return not opens or fold(given) in cues.own_given


def _names_from(text: str, start: int, cues: Cues, anyone: bool) -> Iterator[Span]:
    """The name that begins at `start`, and those that are joined to it."""
    end = _name_end(text, start, cues, anyone)
    while end is not None:
        yield Span(start, end, "name")
        join = cues.joins.match(fold(text[end : end + 8]))
        if join is None:
            return
        start = end + join.end()
        end = _name_end(text, start, cues, anyone=False)


def _name_end(text: str, start: int, cues: Cues, anyone: bool) -> int | None:
    """Where the name that begins at `start` ends, or None if no name begins there."""
    word = _WORD.match(text, start)
    if word is None:
        return None
    name = re.sub(r"['’]s$", "", word[0])
    if fold(name) in cues.not_names:
        return None
    unknown = anyone and _is_capital(name) and _is_plain(name) and not _is_thing(name, cues)
    if not (unknown or _is_given(name, cues)) or _is_brand(text, start, cues):
        return None
    end = start + len(name)
    return end if name != word[0] else _surname_end(text, end, cues)


def _surname_end(text: str, end: int, cues: Cues) -> int:
    """Where the surnames and initials after a name end; `end` if there are none."""
    for _ in range(_SURNAMES):
        space = _NEXT_WORD.match(text, end)
        word = _WORD.match(text, space.end()) if space else None
        if word and word[0] in cues.particles and (after := _NEXT_WORD.match(text, word.end())):
            following = _WORD.match(text, after.end())
            word = following if following and _is_capital(following[0]) else None
        if word is None or fold(word[0]) in cues.not_names:
            break
        if initial := _INITIAL.match(text, end):
            if not initial[0][1].isupper():
                break
            end = initial.end()
        elif _is_capital(word[0]) or (
            cues.surname_endings and len(word[0]) > 5 and fold(word[0]).endswith(cues.surname_endings)
        ):
            end = word.end()
        else:
            break
    return end


def _is_capital(word: str) -> bool:
    """Written as names are; a word all in capitals says nothing."""
    return word[0].isupper() and not (len(word) > 1 and word.isupper())


def _is_plain(name: str) -> bool:
    """Without a capital inside, as companies have: not "PostNord", but "McKay", "O'Brien" and "Sven-Erik"."""
    parts = re.split(r"[-'’]", name.removeprefix("Mc").removeprefix("Mac"))
    return all(part[1:].islower() or len(part) == 1 for part in parts) and len(name) > 1


def _is_thing(name: str, cues: Cues) -> bool:
    return bool(cues.not_name_endings) and fold(name).endswith(cues.not_name_endings)


def _is_given(word: str, cues: Cues) -> bool:
    """A given name: of any language when capitalised, else of the text's own and no ordinary word."""
    folded = fold(word)
    names = cues.given if _is_capital(word) else cues.given_in_lower_case
    return folded in names or ("-" in folded and folded.split("-")[0] in names)


def _is_brand(text: str, start: int, cues: Cues) -> bool:
    """Whether the word at `start` belongs to a company's or product's name: "John Lewis", "Santa Maria"."""
    around = fold(text[max(0, start - _BRAND) : start + _BRAND])
    here = min(start, _BRAND)
    return any(found.start() <= here < found.end() for found in cues.brands.finditer(around))
