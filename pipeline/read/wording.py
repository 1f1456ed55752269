"""How questions and columns are worded in the four languages, for guessing what a column holds. All folded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.languages.folding import fold

_LONGEST_WHOLE_WORD = 4  # shorter cues are whole words, longer ones may be the beginning of one


def _plain(text: str) -> str:
    """Folded, with CamelCase, underscores and hyphens as separate words."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return fold(" ".join(re.split(r"[\s_-]+", apart)))


def _cues(text: str) -> re.Pattern[str]:
    """A pattern that finds any of the phrases at the start of a word."""
    phrases = sorted({_plain(p.strip()) for p in text.split(",") if p.strip()}, key=len, reverse=True)
    ends = [re.escape(p) + ("(?![a-z0-9])" if len(p) <= _LONGEST_WHOLE_WORD else "") for p in phrases]
    return re.compile("(?<![a-z0-9])(?:" + "|".join(ends) + ")")


RECOMMEND = _cues("recommend, nps, likelihood to rec, rekommend, anbefal, recomand")
EFFORT = _cues(
    "ces, effort, how easy, easy to, easy was, ease, lätt att, enkelt, hur lätt, anstränga, nemt, let at, besvær, ușor, efort"
)
SATISFIED = _cues("csat, satisf, nöjd, tilfreds, mulțumit, satisfăcut")
STARS = _cues("star, stars, stjärn, stjern, stele, rating, betyg")
SCORE = _cues(
    "score, scor, betyg, poäng, karakter, nota, notă, rating, grade, mark, likelihood, sannolik, sandsynlig, probabil"
)
GROUP = _cues("nps_group, nps group, nps-group, nps grupp, nps gruppe, nps category, nps kategori, nps typ")
NOT_A_SCORE = _cues(
    "nr, no, id, number, nummer, butik, store, branch, filial, magazin, kassa, postcode, number of, how many, age, ålder, alder, vârsta, antal, year, hur många, hvor mange, câți, câte, order, duration, progress, index"
)

WHY = _cues(
    """why, reason, because, varför, anledning, orsak, motiver, hvorfor, årsag, begrund, de ce, motivul, motivați,
    explain, förklara, forklar, ce v-a determinat, ce te-a determinat, behind your score, behind your rating, what went wrong, what do you like, what do you love, what did you like,
    what did we do, vad gick fel, vad uppskatt, vad gillar, hvad gik galt, hvad kan du lide, ce nu a mers, ce v-a plăcut, ce vă place,
    promoter, passive, detractor"""
)
IMPROVE = _cues(
    """missing, saknar, mangler, savner, lipsește, improv, better, do differently, suggestion, wish, förbättr, bättre, förslag, önska, annorlunda, forbedr, bedre, forslag,
    ønske, anderledes, îmbunătăț, mai bine, sugesti, propuner, change one thing, ändra, ændre, schimba"""
)
ANYTHING_ELSE = _cues(
    """anything else, something else, other comments, further comments, något annat, något mer, övrigt, övriga, noget andet,
    noget mere, øvrige, andre kommentarer, altceva, alte comentarii, mai doriți"""
)
COMMENT = _cues(
    """comment, feedback, review content, review, content, answer, response, text, verbatim, tell us, describe, what, how,
    other (, kommentar, synpunkt, berätta, beskriv, fritext, svar, vad, hur, fortæl, uddyb, hvad, hvordan, bemærkning, fritekst,
    comentari, părere, opinie, spuneți, descrie, ce, cum, observații, răspuns, pros, cons, why"""
)

# Words that only a column of free text is called by.
FREE_TEXT = _cues(
    """comment, comments, feedback, review, verbatim, free text, kommentar, kommentarer, synpunkt, fritext, omdöme,
    bemærkning, fritekst, anmeldelse, comentari, observații, recenzie, părere"""
)
TRANSLATED = _cues("translated, translation, översatt, översättning, oversat, tradus, traducere")

RESPONSE_ID = _cues(
    "response id, responseid, response_id, respondent id, respondentid, svars-id, svarsid, svar id, besvarelses-id, besvarelse id, id răspuns, review id, reviewid, submission id"
)
ANY_ID = _cues("id, respondent, nr, no, number, nummer, lopnummer, løbenummer, key, guid, uuid")
PERSON_ID = _cues(
    "respondent_id, customer id, customerid, customer_id, kund-id, kundnr, kundnummer, kunde-id, kundenr, kundenummer, id client, cod client, client id, contact id, user id, member id"
)
FINISHED_DATE = _cues(
    "completed, complete, submit, submitted, end, recorded, finished, inskicka, slutförd, besvarad, svarsdatum, sluttid, afsluttet, gennemført, besvaret, svardato, finalizat, trimis, completat, data răspuns, data completării, responded"
)
STARTED_DATE = _cues(
    "start, created, begin, skapad, påbörja, startet, oprettet, început, creat, sent, skickad, sendt, born, birth, född, född, født, order, invoice, purchase"
)
MARKET = _cues("country, market, land, marknad, marked, țara, țară, piața, piață")
LANGUAGE = _cues("userlanguage, language, språk, sprog, limba, lang")
WEIGHT = _cues("weight, vikt, vægt, pondere")
DATE = _cues("date, datum, dato, data, tid, time, timestamp, when, at")
QUESTION_COLUMN = _cues("question, fråga, spørgsmål, întrebare")
ANSWER_COLUMN = _cues("answer, response, svar, besvarelse, răspuns, value, värde")
STATUS = _cues("status, finished, completed, slutförd, gennemført, finalizat, response type, svarsstatus")

# Columns about persons: never read, never a segment.
PERSONAL = _cues(
    """ip address, ipaddress, ip-adress, ip-adresse, adresa ip, ip, e-mail, email, mail, e-post, epost, adresa de e-mail,
    first name, last name, firstname, lastname, full name, fullname, surname, recipientfirstname, recipientlastname,
    recipientemail, förnamn, efternamn, fornavn, efternavn, prenume, nume, namn, navn, name, username, user name,
    review username, review user email, consumer_name, respondent email, respondent_email, phone, telefon, mobil, latitude, longitude,
    locationlatitude, locationlongitude, latitud, longitud, coordinates, koordinat, address, adress, adresse, adresă,
    personnummer, cpr, cnp, birth, född, født, street, gata, stradă, postal, postnummer, postnr, zip, cod poștal"""
)
ADDRESSES = _cues("e-mail, email, mail, e-post, epost, phone, telefon, mobil, ip address, ipaddress")
NOT_PERSONS = _cues(
    """product, produkt, produs, store, shop, webshop, butik, magazin, location, branch, filial, company, företag, firma, business,
    campaign, kampanj, service, brand, märke, channel, kanal, site, unit, team, avdelning, afdeling, category"""
)
# What a survey tool writes for itself.
TECHNICAL = _cues(
    """collector id, network id, user agent, useragent, duration, time taken, progress, custom data, custom variable,
    external reference, externaldatareference, externalreference, responseset, distributionchannel, reference id, domain url,
    source of review, business unit id, business reply, company reply, company response, sequence, tags, ending, question viewed,
    topics, sentiment, token, session, browser, device id, hash, seq"""
)

_LANGUAGES = {
    "sv": _cues(
        "varför, vad, hur sannolikt, rekommendera, och, för, att, kommentar, svarsdatum, tidstämpel, land, produkt"
    ),
    "da": _cues("hvorfor, hvad, hvor sandsynligt, anbefale, og, hvordan, dato, tidsstempel, besvarelse, butik"),
    "ro": _cues("de ce, ce, cât de probabil, recomandați, recomanda, și, pentru, marcaj, țara, data, răspuns, magazin"),
    "en": _cues("why, what, how likely, recommend, and, for, the, date, response, country, your"),
}
_COUNTRIES = (  # language, zone, names
    ("sv", "Europe/Stockholm", _cues("se, swe, sweden, sverige, suedia")),
    ("da", "Europe/Copenhagen", _cues("dk, dnk, denmark, danmark, danemarca")),
    ("ro", "Europe/Bucharest", _cues("ro, rou, romania, rumänien, rumænien")),
    (
        "en",
        "Europe/London",
        _cues("gb, uk, gbr, united kingdom, great britain, england, scotland, wales, storbritannien"),
    ),
    ("en", "Europe/Dublin", _cues("ie, irl, ireland, irland, irlanda")),
)
_LETTERS = {"sv": "äö", "da": "æø", "ro": "ășțşţ"}
_ZONES = {language: zone for language, zone, _ in reversed(_COUNTRIES) if language != "en"}


def says(pattern: re.Pattern[str], names: Iterable[str]) -> bool:
    """Whether any of the names holds one of the cues."""
    return any(pattern.search(_plain(name)) for name in names)


def language_of(names: Iterable[str]) -> str | None:
    """The language that the headings are worded in, or None where they do not tell."""
    text = _plain(" | ".join(names))
    hits = {language: len(set(cues.findall(text))) for language, cues in _LANGUAGES.items()}
    best = max(hits, key=lambda language: hits[language])
    return best if hits[best] >= 2 else None


@dataclass(frozen=True)
class Place:
    """Where a survey seems to come from: the language and the zone, None where not known, and whether others do too."""

    language: str | None = None
    zone: str | None = None
    is_one_of_several: bool = False


def place_of(countries: Iterable[str], headings: Iterable[str], texts: Iterable[str] = ()) -> Place:
    """The country named most often, else the one whose language the headings are worded in, or the texts spelt in."""
    counts = Counter[tuple[str, str]]()
    for country, times in Counter(countries).items():
        for language, zone, cues in _COUNTRIES:
            if cues.fullmatch(_plain(country)):
                counts[language, zone] += times
    if counts:
        (language, zone), _ = min(counts.most_common(), key=lambda item: (-item[1], item[0]))
        return Place(language, zone, len(counts) > 1)
    worded = language_of(headings) or _spelling_of(texts)
    return Place(worded, _ZONES.get(worded or ""))


def _spelling_of(texts: Iterable[str]) -> str | None:
    """The language whose own letters the texts use, or None where they use none or those of several alike."""
    counts = Counter(letter for text in texts for letter in text.lower())
    used = {language: sum(counts[letter] for letter in letters) for language, letters in _LETTERS.items()}
    best = max(used, key=lambda language: used[language])
    return best if used[best] > 0.8 * sum(used.values()) > 0 else None


def are_countries(cells: Sequence[str]) -> bool:
    """Whether the cells are names or codes of countries, at least half of them ours."""
    known = sum(any(cues.fullmatch(_plain(cell)) for _, _, cues in _COUNTRIES) for cell in cells)
    return 2 <= len(cells) <= 60 and known >= 0.5 * len(cells)
