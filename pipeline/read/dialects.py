"""The layouts that survey tools write, as frozen records: how each is known, and what is particular to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.languages.folding import fold
from pipeline.read import words


def key(name: str) -> str:
    """A column name as layouts are compared: folded, and letters and digits only."""
    return "".join(c for c in fold(name) if c.isalnum() or c == "#")


def _keys(names: str) -> frozenset[str]:
    return frozenset(key(name) for name in names.split(","))


@dataclass(frozen=True)
class StatusColumn:
    """A column that marks rows which are no real responses: value (folded) to reason; the rest is kept."""

    name: str
    reasons: tuple[tuple[str, str], ...] = ()
    finished_flag: bool = False  # the column says true or false, and false means unfinished

    def reason(self, value: str) -> str:
        """Why a row with this value is set aside, or "" where it is not."""
        folded = fold(" ".join(value.split()))
        if not folded:
            return ""
        if self.finished_flag:
            return "unfinished" if folded in words.FALSE else ""
        return dict(self.reasons).get(folded, words.STATUS_REASON.get(folded, ""))


@dataclass(frozen=True)
class Dialect:
    """A tool's layout. Names are compared by `key`; a layout is known when one of its signatures is all there."""

    name: str
    signatures: tuple[frozenset[str], ...] = ()
    roles: tuple[tuple[str, str], ...] = ()  # role, key of the column
    status: tuple[StatusColumn, ...] = ()
    date_order: str | None = None
    utc: bool = False

    def matches(self, names: Iterable[str]) -> bool:
        """Whether these column names are this layout's."""
        known = {key(name) for name in names if name}
        return any(signature <= known for signature in self.signatures)


_QUALTRICS_STATUS = (
    StatusColumn("Status", (
        ("1", "preview or test"), ("2", "preview or test"), ("8", "spam"), ("9", "preview or test"), ("12", "spam"),
        ("17", "preview or test"),
    )),
    StatusColumn("DistributionChannel", (("preview", "preview or test"), ("test", "preview or test"))),
    StatusColumn("Finished", finished_flag=True),
)  # fmt: skip

QUALTRICS = Dialect(
    "Qualtrics",
    (_keys("StartDate,EndDate,ResponseId"), _keys("StartDate,RecordedDate,Finished"), _keys("RecordedDate,ResponseId")),
    roles=(("response_id", "responseid"), ("at", "recordeddate"), ("at", "enddate"), ("language", "userlanguage")),
    status=_QUALTRICS_STATUS,
)

DIALECTS = (
    Dialect(
        "Qualtrics (legacy)",
        (_keys("ResponseID,ResponseSet"),),
        roles=(("response_id", "responseid"), ("at", "enddate"), ("language", "userlanguage")),
        status=_QUALTRICS_STATUS,
    ),
    QUALTRICS,
    Dialect(
        "SurveyMonkey",
        (_keys("Respondent ID,Collector ID"),),
        roles=(("response_id", "respondentid"), ("at", "enddate"), ("at", "startdate")),
        date_order="month-first",
    ),
    Dialect(
        "QuestionPro",
        (_keys("Response ID,Response Status"),),
        roles=(("response_id", "responseid"), ("at", "timestampmmddyyyy"), ("at", "timestamp")),
        status=(StatusColumn("Response Status"),),
    ),
    Dialect(
        "Typeform",
        (_keys("#,Submit Date (UTC)"), _keys("#,Network ID"), _keys("Start Date (UTC),Submit Date (UTC)")),
        roles=(("response_id", "#"), ("at", "submitdateutc"), ("at", "startdateutc")),
        status=(StatusColumn("Response Type"),),
        utc=True,
    ),
    Dialect(
        "Trustpilot",
        (_keys("Review Id,Review Stars"), _keys("Review Id,Review Content"), _keys("review_id,stars,content")),
        roles=(
            ("response_id", "reviewid"), ("at", "reviewcreatedutc"), ("at", "createdat"),
            ("respondent_id", "reviewconsumeruserid"),
        ),
        utc=True,
    ),
)  # fmt: skip

# Google Forms has no more than its first column, in the language of the form's owner.
GOOGLE_FORMS = Dialect(
    "Google Forms",
    roles=tuple(("at", k) for k in sorted(_keys("Timestamp,Tidstämpel,Tidsstempel,Marcaj de timp,Marcaj temporal"))),
)
NETIGATE = Dialect("Netigate")
PLAIN = Dialect("plain")

_GOOGLE_FIRST = frozenset(k for _, k in GOOGLE_FORMS.roles)
_NETIGATE_SIGNATURES = (
    _keys("answer,submitted on,from"),
    _keys("svar,inskickat,från"),
    _keys("svar,inskickad,från"),
    _keys("respondentid,inskickad,status"),
)


def recognise(names: list[str]) -> Dialect:
    """The layout to which the names of a header row belong, or PLAIN."""
    for dialect in DIALECTS:
        if dialect.matches(names):
            return dialect
    known = {key(name) for name in names if name}
    if any(signature <= known for signature in _NETIGATE_SIGNATURES):
        return NETIGATE
    first = key(names[0]) if names else ""
    return GOOGLE_FORMS if first in _GOOGLE_FIRST and "responseid" not in known else PLAIN
