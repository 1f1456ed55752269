"""The tokenizer: words folded as people type them, and cut into pieces.

Folding is inside the tokenizer, so that whatever loads the model folds alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "<unk>"
SPACE = "▁"
LONGEST_PIECE = 20
# The letters and marks of the four languages come first by frequency; Cyrillic and emoji need no rows.
ALPHABET = 200


def train_tokenizer(texts: Iterable[str], pieces: int) -> Tokenizer:
    """A byte-pair tokenizer (Sennrich et al. 2016) of `pieces` pieces of the folded words of `texts`."""
    tokenizer = Tokenizer(models.BPE(unk_token=UNKNOWN))
    tokenizer.normalizer = _folding()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Metaspace(prepend_scheme="always", split=True),
            pre_tokenizers.Punctuation("isolated"),
            pre_tokenizers.Digits(individual_digits=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=pieces,
        special_tokens=[UNKNOWN],
        max_token_length=LONGEST_PIECE,
        limit_alphabet=ALPHABET,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def _folding() -> normalizers.Normalizer:
    replace = normalizers.Replace
    return normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            replace("ø", "o"),
            replace("æ", "a"),
            replace(Regex("['’`´]"), ""),
            # Of punctuation only what says something stays.
            replace(Regex(r"[^\p{L}\p{N}%€$?!]+"), " "),
            # å, ä and ø typed as aa, ae and oe; it costs poet and does a letter in every text alike.
            replace("aa", "a"),
            replace("ae", "a"),
            replace("oe", "o"),
            # Long-drawn words and rows of question marks.
            replace(Regex(r"(\p{L})(?=\1\1)|([?!])(?=\2)"), ""),
            normalizers.Strip(),
        ]
    )
