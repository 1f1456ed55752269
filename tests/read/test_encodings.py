"""Bytes become the letters that were written."""

from __future__ import annotations

import pytest

HEADER = "id,date,score,why\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "på tå, ok – „citat”"),
        ("utf-8-sig", "på tå"),
        ("utf-16", "på tå"),
        ("utf-16-le", "livrare rapidă și ieftină"),
        ("utf-16-be", "på tå"),
        ("cp1252", "Æblegrød på Fyn, “fint” – 5 €"),
        ("cp1252", "Räksmörgås är gott"),
        ("cp1252", "crème brûlée, sa han"),
        ("cp1250", "livrare rapidă şi ieftină, aţi fost amabili"),
        ("mac_roman", "Räksmörgås är gott på ön"),
    ],
)
def test_the_encoding_is_found_out_and_said(read_files, encoding, text):
    done = read_files((HEADER + f'1,2026-01-01,9,"{text}"\n2,2026-01-01,8,"{text}"\n').encode(encoding))
    assert done.column("text") == [text, text]
    assert "Encoding " in done.said


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_text_that_was_encoded_twice_is_mended_and_counted(read_files, wrong):
    once = HEADER + "1,2026-01-01,9,Fräsch på Öland är bra\n2,2026-01-01,9,plain\n"
    done = read_files(once.encode().decode(wrong).encode())
    assert done.column("text") == ["Fräsch på Öland är bra", "plain"]
    assert "1 cells had been encoded twice" in done.said


def test_honest_letters_are_not_mended(read_files):
    texts = ["Ärligt talat, ÅÄÖ", "São Paulo â la carte", "ÎN ŢARĂ"]
    done = read_files(HEADER + "".join(f'{i},2026-01-01,9,"{text}"\n' for i, text in enumerate(texts)))
    assert done.column("text") == texts
    assert "twice" not in done.said


def test_marks_and_letters_are_composed(read_files):
    assert read_files(HEADER + "1,2026-01-01,9,pa\u030a\n").column("text") == ["på"]


def test_line_breaks_in_quotes_stay(read_files):
    done = read_files(HEADER + '1,2026-01-01,9,"one\r\ntwo"\r\n2,2026-01-01,9,b\r\n')
    assert done.column("text") == ["one\ntwo", "b"]
    assert done.scan.rows == 2


def test_a_stray_damaged_byte_does_not_make_another_encoding_of_the_file(read_files):
    good = "".join(f"{i},2026-01-01,9,på tå\n" for i in range(40))
    done = read_files((HEADER + good).encode() + b"x,2026-01-01,9,sk\xf6n\n")
    assert done.column("text").count("på tå") == 40
    assert "1 letters are damaged" in done.said


def test_a_byte_that_the_old_encoding_does_not_have_does_not_end_the_run(read_files):
    done = read_files((HEADER + "1,2026-01-01,9,räksmörgås\n").encode("cp1252") + b"2,2026-01-01,9,a\x81b\n")
    assert done.responses == 2
