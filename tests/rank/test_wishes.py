"""Wishes that want the same thing become one improvement, across languages, and the same in every run."""

from __future__ import annotations

import pandas as pd
import pytest
from planted import answered, asked, b_cubed, spans_two, voices, wordings

from pipeline.codebook import load_codebook
from pipeline.config import DetectSettings, RankSettings
from pipeline.detect import detect
from pipeline.rank import rank, short_list
from pipeline.rank.wishes import OTHER, group_wishes, wordings_table
from pipeline.report.quotes import choose, of_wishes
from pipeline.shipped import folder
from pipeline.tag.encoder import load_encoder

CODEBOOK = load_codebook()


@pytest.fixture(scope="module")
def encode():
    return load_encoder(folder("models") / "encoder").encode


def wishes_of(rows: list[tuple[str, str, str]], copies: int = 2) -> pd.DataFrame:
    """Voices of `copies` people for each language, theme and text."""
    return asked(pd.DataFrame([row for row in rows for _ in range(copies)], columns=["language", "theme", "text"]))


def groups(voices: pd.DataFrame, encode) -> dict[str, str]:
    done, _ = group_wishes(voices, CODEBOOK, encode)
    return dict(zip(done["wording"], done["improvement"]))


@pytest.mark.parametrize(("half", "least", "most_spanning"), [("dev", 0.92, 0.1), ("test", 0.83, 0.15)])
def test_planted_wishes_are_found_again(encode, half: str, least: float, most_spanning: float) -> None:
    texts = wordings(half)
    found = group_wishes(asked(texts), CODEBOOK, encode)[0]["improvement"]
    assert b_cubed(texts["wish"], found)[2] >= least
    assert spans_two(texts["wish"], texts["theme"], found) <= most_spanning


def test_one_wish_in_four_languages_is_one_improvement(encode) -> None:
    one = [("sv", "reachability", "Kortare telefonkö"), ("da", "reachability", "Kortere telefonkø"),
           ("ro", "reachability", "Timp de așteptare mai scurt la telefon"), ("en", "reachability", "Shorter phone queues")]  # fmt: skip
    assert len(set(groups(wishes_of(one), encode).values())) == 1


@pytest.mark.parametrize(
    ("language", "theme", "one", "other"),
    [
        ("en", "delivery", "Cheaper delivery", "Faster delivery"),
        ("sv", "delivery", "Billigare leverans", "Snabbare leverans"),
        ("da", "delivery", "Billigere levering", "Hurtigere levering"),
        ("ro", "delivery", "Livrare mai ieftină", "Livrare mai rapidă"),
        ("en", "premises", "Longer opening hours", "Shorter queues"),
        ("en", "information", "Fewer emails", "More emails"),
        ("sv", "premises", "Längre öppettider", "Kortare öppettider"),
    ],
)
def test_opposites_stay_apart(encode, language: str, theme: str, one: str, other: str) -> None:
    found = groups(wishes_of([(language, theme, one), (language, theme, other)]), encode)
    assert found[one] != found[other]


def test_the_order_of_the_voices_changes_nothing(encode) -> None:
    straight = asked(wordings("dev"))
    shuffled = straight.sample(frac=1, random_state=3).reset_index(drop=True)
    one, other = (group_wishes(v, CODEBOOK, encode) for v in (straight, shuffled))
    assert one[1] == other[1]
    by_answer = [done.set_index("answer_id")["improvement"].sort_index() for done, _ in (one, other)]
    pd.testing.assert_series_equal(*by_answer)


def test_a_wish_that_nobody_shares_goes_to_the_pile_and_is_counted(encode) -> None:
    said = wishes_of([("en", "premises", "Longer opening hours")])
    lone = wishes_of([("en", "other", "Sponsor the local chess club")], copies=1).assign(respondent_id="x", answer_id="x")
    found = groups(pd.concat([said, lone], ignore_index=True), encode)
    assert found["Sponsor the local chess club"] == OTHER
    assert found["Longer opening hours"] != OTHER


def test_one_person_saying_it_twice_shares_it_with_nobody(encode) -> None:
    said = wishes_of([("en", "premises", "Longer opening hours")]).assign(respondent_id="same")
    assert set(groups(said, encode).values()) == {OTHER}


@pytest.mark.parametrize(("people", "enough"), [(95, False), (101, True)])
def test_people_are_counted_and_not_wishes(encode, people: int, enough: bool) -> None:
    asks = 120 if people == 95 else people
    said = asked(pd.DataFrame([("en", "premises", "Longer opening hours")] * asks, columns=["language", "theme", "text"]))
    said["respondent_id"] = [f"p{i % people}" for i in range(asks)]
    base = pd.DataFrame({"period": ["2026-06"], "people": [50_000], "scored": [50_000], "detractors": [9_000]})
    done, wishes = group_wishes(said, CODEBOOK, encode)
    row = rank(done, base, "2026-06", CODEBOOK, RankSettings(), "en", wishes).iloc[0]
    assert (row["respondents"], bool(row["asked_by_enough"])) == (people, enough)


@pytest.mark.parametrize(
    ("language", "text"),
    [("sv", "Inget"), ("da", "Intet"), ("ro", "Nimic"), ("en", "Nothing"), ("sv", "allt är bra"), ("da", "alt fungerer"),
     ("sv", "Inget!"), ("en", "nothing at all")],
)  # fmt: skip
def test_nothing_is_never_a_wish(language: str, text: str) -> None:
    market = {"sv": "SE", "da": "DK", "ro": "RO", "en": "GB"}[language]
    answers = answered(pd.DataFrame({"language": [language], "text": [text]})).drop(columns=["language", "meaning"])
    read = answers.assign(question="Better?", at=pd.NaT, survey_language=pd.NA, weight=1.0, market=market)
    assert voices(detect(read, DetectSettings())).empty


def test_the_title_is_in_the_language_of_the_report_where_somebody_asked_in_it(encode) -> None:
    both = wishes_of([("sv", "premises", "Längre öppettider"), ("en", "premises", "Longer opening hours")])
    _, wishes = group_wishes(both, CODEBOOK, encode)
    assert [w.title(CODEBOOK, "en") for w in wishes.values()] == ["Longer opening hours"]


def test_the_title_names_the_theme_where_nobody_did(encode) -> None:
    _, wishes = group_wishes(wishes_of([("sv", "premises", "Längre öppettider")]), CODEBOOK, encode)
    title = next(iter(wishes.values())).title(CODEBOOK, "en")
    assert title == f"{CODEBOOK.title('premises', 'en')}: “Längre öppettider” (sv)"


def test_next_months_wishes_keep_their_ids(encode) -> None:
    """Half of the wishes come again in other words, the rest are new: what came again keeps its id."""
    texts = wordings("dev")
    first = texts[texts.groupby(["wish", "language"]).cumcount() < 3].reset_index(drop=True)
    again = texts[texts.groupby(["wish", "language"]).cumcount() >= 3]
    half = sorted(texts["wish"].unique())[::2]
    second = pd.concat([again[again["wish"].isin(half)], wordings("test")], ignore_index=True)
    _, earlier = group_wishes(asked(first), CODEBOOK, encode)
    table = wordings_table(earlier)
    of_wish = group_wishes(asked(first), CODEBOOK, encode)[0].groupby(first["wish"])["improvement"].agg(set)
    later = group_wishes(asked(second), CODEBOOK, encode, table)[0]
    main = later.groupby(second["wish"])["improvement"].agg(lambda ids: ids.mode()[0])
    assert sum(main[wish] in of_wish[wish] for wish in half) / len(half) >= 0.8


def test_the_same_wishes_next_month_have_the_same_ids(encode) -> None:
    texts = wordings("dev")
    _, earlier = group_wishes(asked(texts), CODEBOOK, encode)
    table = wordings_table(earlier)
    half = texts[texts["wish"].isin(sorted(texts["wish"].unique())[::2])]
    mixed = pd.concat([half, wordings("test")], ignore_index=True)
    _, later = group_wishes(asked(mixed), CODEBOOK, encode, table)
    alone = set(group_wishes(asked(half.reset_index(drop=True)), CODEBOOK, encode)[1]) & set(earlier)
    assert len(alone & set(later)) >= 0.95 * len(alone)


def test_quotes_come_from_different_languages(encode) -> None:
    said = wishes_of([("sv", "premises", "Längre öppettider tack, gärna"), ("en", "premises", "Longer opening hours please")])
    done, wishes = group_wishes(said, CODEBOOK, encode)
    quotes = choose(of_wishes(done, 6), next(iter(wishes)), "2026-06", 2)
    assert {q["language"] for q in quotes} == {"sv", "en"}


def test_each_touchpoint_has_one_improvement_on_the_short_list() -> None:
    table = pd.DataFrame({"improvement": ["a", "b", "c", "d"], "touchpoint": ["shop", "shop", None, "phone"]})
    assert short_list(table) == ["a", "d"]
