"""Makes the sample: six months of made-up answers to a made-up company, in four languages.

    python data/sample/make.py

Nordhem, its customers and every answer are invented. The sentences are in `answers/`, written for this
project; this script deals them out with a fixed seed. The story that it plants, and the report must find: in
April 2026 deliveries in Sweden break (a new courier), in May they are being mended, in June they are back to
normal. Romania differs throughout: returns and refunds are a trouble there.
"""

from __future__ import annotations

import csv
import random
import tomllib
import unicodedata
from calendar import monthrange
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEED = 20260630
MONTHS = ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
RESPONSES_A_MONTH = 680
MARKETS = {"Sweden": ("sv", 0.36), "Denmark": ("da", 0.24), "Romania": ("ro", 0.20), "United Kingdom": ("en", 0.20)}
PRODUCTS = {"Furniture": 0.34, "Kitchen": 0.24, "Electronics": 0.27, "Garden": 0.15}
CHANNELS = {"Web shop": 0.55, "Store": 0.33, "Telephone": 0.12}
CUSTOMERS = {"Member": 0.45, "New": 0.25, "Returning": 0.30}

# How many of a hundred customers meet a theme well or badly, and what that does to the score.
MEETS = {
    "staff_attitude": (14, 4), "staff_competence": (8, 3), "reachability": (2, 6), "problem_resolution": (5, 5),
    "waiting_time": (5, 5), "delivery": (12, 5), "order_accuracy": (2, 4), "product_quality": (13, 6),
    "assortment_availability": (6, 4), "price_value": (9, 8), "billing_payment": (1, 3), "returns_refunds": (3, 3),
    "digital_experience": (4, 5), "ordering_booking": (7, 2), "information": (3, 4), "terms_trust": (3, 2),
    "service_reliability": (1, 1), "premises": (4, 3), "loyalty_recognition": (2, 3),
}  # fmt: skip
PRAISED, BLAMED = 0.9, {"price_value": -1.2, "assortment_availability": -1.3, "premises": -1.2, "delivery": -3.6, "returns_refunds": -3.4}
BLAMED_OTHERWISE = -2.6
BROKEN = {("Sweden", "2026-04"): 60, ("Sweden", "2026-05"): 28}
ROMANIAN_RETURNS = 45

COLUMNS = (
    "Response ID", "Customer ID", "Completed", "Country", "Product", "Channel", "Customer type",
    "How likely are you to recommend Nordhem to a friend or colleague?", "Why did you give that score?",
    "What could we do better?", "About this file",
)  # fmt: skip
MADE_UP = "made up: no real customer"


def main() -> None:
    """Writes one CSV a month beside this script."""
    dice = random.Random(SEED)
    bank = {
        l: tomllib.loads((HERE / "answers" / f"{l}.toml").read_text(encoding="utf-8")) for l in ("sv", "da", "ro", "en")
    }
    number = 0
    for month in MONTHS:
        rows = []
        for _ in range(RESPONSES_A_MONTH):
            number += 1
            rows.append(response(number, month, dice, bank))
        for damaged in dice.sample(rows, 2):
            rows.append(list(damaged))
        dice.choice(rows)[7] = "Don't know"
        dice.choice(rows)[7] = "11"
        with (HERE / f"nordhem-{month}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])


def response(number: int, month: str, dice: random.Random, bank: dict) -> list[str]:
    """One made-up response, as a row of the file."""
    market = pick({m: share for m, (_, share) in MARKETS.items()}, dice)
    met = experience(market, month, dice)
    score = 8.9 + sum(PRAISED if good else BLAMED.get(t, BLAMED_OTHERWISE) for t, good in met) + dice.gauss(0, 1.5)
    score = min(10, max(0, round(score)))
    language = MARKETS[market][0] if dice.random() > 0.05 else "en"
    year, m = map(int, month.split("-"))
    at = datetime(
        year, m, dice.randint(1, monthrange(year, m)[1]), dice.randint(6, 22), dice.randint(0, 59), dice.randint(0, 59)
    )
    return [
        f"R{number:05d}", f"C{dice.randint(1, 9000):05d}", at.isoformat(sep=" "), market,
        pick(PRODUCTS, dice), pick(CHANNELS, dice), pick(CUSTOMERS, dice), str(score) if dice.random() > 0.01 else "",
        why(met, score, bank[language], dice), improve(score, bank[language], dice), MADE_UP,
    ]  # fmt: skip


def experience(market: str, month: str, dice: random.Random) -> list[tuple[str, bool]]:
    """The themes that a customer met, each well (True) or badly."""
    met = []
    for theme, (well, badly) in MEETS.items():
        if theme == "delivery":
            badly = BROKEN.get((market, month), badly)
            well = well // 3 if badly > 10 else well
        if theme == "returns_refunds" and market == "Romania":
            badly = ROMANIAN_RETURNS
        roll = dice.uniform(0, 100)
        if roll < badly:
            met.append((theme, False))
        elif roll < badly + well:
            met.append((theme, True))
    return met


def why(met: list[tuple[str, bool]], score: int, bank: dict, dice: random.Random) -> str:
    """The answer to "why?": a fifth leave it empty, most are short, some are odd."""
    roll = dice.random()
    if roll < 0.20:
        return ""
    if roll < 0.22:
        return dice.choice(bank["special"]["nonsense"])
    if not met:
        mood = "positive" if score >= 7 else "negative"
        return worn(dice.choice(bank["why"]["overall"][mood]), dice)
    told = sorted(met, key=lambda m: (m[1] == (score >= 7), dice.random()), reverse=True)[
        : 2 if dice.random() < 0.35 else 1
    ]
    if roll < 0.27:
        kind = dice.choice([k for k in ("shouting", "personal", "mixed_language", "long") if bank["special"].get(k)])
        return dice.choice(bank["special"][kind])
    texts = [
        dice.choice(bank["why"][t].get("positive" if good else "negative") or bank["why"]["overall"]["positive"])
        for t, good in told
    ]
    joined = texts[0] if len(texts) == 1 else f"{texts[0].rstrip('.! ')}. {texts[1]}"
    return worn(joined, dice)


def improve(score: int, bank: dict, dice: random.Random) -> str:
    """The answer to "what could we do better?": one in three gives one."""
    if dice.random() > (0.45 if score < 9 else 0.25):
        return ""
    return worn(dice.choice(bank["improve"]["nothing" if dice.random() < 0.25 else "asks"]), dice)


def worn(text: str, dice: random.Random) -> str:
    """The text as people leave it: now and then without capitals, diacritics or full stop, or with a slip."""
    roll = dice.random()
    if roll < 0.08:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    elif roll < 0.20:
        text = text.lower()
    elif roll < 0.24 and len(text) > 12:
        i = dice.randint(3, len(text) - 3)
        text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
    return text.rstrip(".") if dice.random() < 0.3 else text


def pick(shares: dict[str, float], dice: random.Random) -> str:
    """One key, by its share."""
    return dice.choices(list(shares), weights=list(shares.values()))[0]


if __name__ == "__main__":
    main()
