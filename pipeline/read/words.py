"""Words that survey exports use in the four languages, folded as `pipeline.languages.folding.fold` does."""

from __future__ import annotations

from pipeline.languages.folding import fold


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(" ".join(phrase.split())) for phrase in text.split(",") if phrase.strip())


# What stands in a score cell of somebody who would not, or could not, give a score.
NO_SCORE = _folded(
    """don't know, dont know, do not know, not applicable, n/a, no opinion, prefer not to say, not sure, unsure,
    no answer, rather not say, vet ej, vet inte, ej aktuellt, ej relevant, inte relevant, ej tillämpligt, ingen uppfattning,
    ingen åsikt, kan ej svara, kan inte svara, vill ej svara, vill inte svara, inget svar, ved ikke, ved ej, ikke relevant,
    ingen mening, ønsker ikke at svare, kan ikke svare, intet svar, nu știu, nu este cazul, nu e cazul, nu se aplică,
    nu răspund, nu doresc să răspund, nu pot aprecia, fără răspuns, nu am o părere"""
)

# What programs write where nothing was given.
BLANK = _folded("-, --, ., nan, null, none, nil, #n/a, #null!, <na>, (blank), (tom), (tomt)")

PROMOTER = _folded(
    "promoter, promoters, promotor, promotorer, ambassadör, ambassadörer, ambassadør, ambassadører, promotori"
)
PASSIVE = _folded(
    "passive, passives, passiv, passiva, passiver, neutral, neutrala, neutrale, pasiv, pasivi, neutru, neutri"
)
DETRACTOR = _folded(
    """detractor, detractors, detraktor, detraktorer, kritiker, kritikere, detractori, critic, critici"""
)

# Words in a status cell, and the reason for setting the row aside that they give. "" keeps the row.
STATUS = {
    "preview or test": (
        "survey preview, preview, survey test, test, test response, testsvar, förhandsgranskning, förhandsvisning, "
        "eksempelvisning, forhåndsvisning, previzualizare, răspuns de test"
    ),
    "spam": "spam, possible spam, survey preview spam, imported spam, skräp",
    "screened out": (
        "disqualified, screened out, screenout, quota full, over quota, overquota, terminated, diskvalificerad, "
        "diskvalificeret, frascreenet, utscreenad, kvot full, kvote fuld, descalificat, descalificată"
    ),
    "unfinished": (
        "started, partial, partially completed, incomplete, unfinished, in progress, not completed, not finished, abandoned, "
        "started but not completed, ofullständig, ofullständigt, påbörjad, påbörjat, ej slutförd, ej klar, delvis, avbruten, "
        "pågående, ufuldstændig, påbegyndt, delvist, delvist besvaret, ikke afsluttet, ikke gennemført, afbrudt, incomplet, "
        "incompletă, parțial, neterminat, nefinalizat, abandonat, început, în curs"
    ),
    "": (
        "completed, complete, finished, done, ip address, imported, offline, slutförd, slutfört, klar, fullständig, besvarad, "
        "gennemført, afsluttet, fuldført, besvaret, finalizat, complet, completat, terminat, submitted, inskickad, active"
    ),
}
STATUS_REASON = {word: reason for reason, words in STATUS.items() for word in _folded(words)}

FALSE = _folded("0, false, no, nej, nu, falskt, falsk, fals, falsch, faux, falso")
TRUE = _folded("1, true, yes, ja, da, sant, sand, sandt, adevărat, wahr")

_MONTHS = (
    "january januari januar ianuarie",
    "february februari februar februarie",
    "march mars marts martie",
    "april aprilie",
    "may maj mai",
    "june juni iunie",
    "july juli iulie",
    "august augusti",
    "september septembrie",
    "october oktober octombrie",
    "november noiembrie",
    "december decembrie",
)


def month(word: str) -> int | None:
    """The month, 1 to 12, that a word of three letters or more names or begins, or None."""
    word = fold(word).rstrip(".")
    if len(word) < 3:
        return None
    for number, names in enumerate(_MONTHS, 1):
        if any(name.startswith(word) for name in names.split()) or (word == "sept" and number == 9):
            return number
    return None
