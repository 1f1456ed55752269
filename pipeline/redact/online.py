"""E-mail addresses, also spelled out, and web addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.redact.cues import Cues
from pipeline.redact.spans import Span, lead

_LOCAL = r"(?<![\w.+%-])[\w.+%-]+"
_DOMAIN = r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}"
_TLD = r"(?:com|net|org|info|eu|se|dk|ro|uk|fi|io|biz|app|shop|store|online|example|edu|gov)"
# These are also words, so a full stop without a space after it looks like one: only after "on", "from" …
_WORD_TLD = r"(?:nu|no|de|me|tv|co|it|is|at|be|us)"
_LINK = re.compile(
    r"(?<!\w)(?:(?i:https?|ftp)://|(?i:www)\.)[^\s<>\"«»“”]+"
    rf"|(?<![\w@.-])(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:(?P<word>{_WORD_TLD}|{_WORD_TLD.upper()})"
    rf"|{_TLD}|{_TLD.upper()})(?::\d+)?(?![\w@-])(?P<path>/[^\s<>\"«»“”]*)?"
)
_DOT_IN_WORD = re.compile(r"\.[^\W\d_]")
_TRAILING = ".,;:!?)]}'…"


@cache
def _email(at: str, dot: str) -> re.Pattern[str]:
    bracketed_at = rf"\s?[\[({{]\s?(?:at|@|a|{at})\s?[\])}}]\s?"
    any_dot = rf"(?:\.|\s?[\[({{]\s?(?:dot|\.|{dot})\s?[\])}}]\s?|\s(?:dot|{dot})\s)"
    spelled_dot = rf"(?:\s?[\[({{]\s?(?:dot|{dot})\s?[\])}}]\s?|\s(?:dot|{dot})\s)"
    label = r"[\w-]+"
    return re.compile(
        rf"{_LOCAL}\s?@\s?{_DOMAIN}"
        rf"|{_LOCAL}(?:{bracketed_at}|\s(?:{at})\s){label}(?:{any_dot}{label}){{0,2}}?{any_dot}[^\W\d_]{{2,}}"
        rf"|{_LOCAL}\sat\s{label}(?:{spelled_dot}{label}){{0,2}}?{spelled_dot}[^\W\d_]{{2,}}",
        re.IGNORECASE,
    )


def find_emails(text: str, cues: Cues) -> Iterator[Span]:
    """E-mail addresses: `a@b.se`, `a (at) b.se`, `a at b dot com`, `a snabela b punkt se`."""
    lowered = text.lower()
    for mark in cues.email_marks:
        if mark in lowered:
            break
    else:
        return
    for found in _email(cues.spelled_at, cues.spelled_dot).finditer(text):
        yield Span(found.start(), found.end(), "email")


def find_urls(text: str, cues: Cues) -> Iterator[Span]:
    """Links, and domains that stand bare. `bra.Men` and `kl.10` are a full stop without its space."""
    if "://" not in text and not _DOT_IN_WORD.search(text):
        return
    for found in _LINK.finditer(text):
        if found["word"] and not found["path"] and not cues.before_site.search(lead(text, found.start())):
            continue
        yield Span(found.start(), found.start() + len(found[0].rstrip(_TRAILING)), "url")
