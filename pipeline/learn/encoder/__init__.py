"""The recipe of the shipped encoder: translations and an English teacher in, a table of word pieces out.

    python -m pipeline.learn.encoder --parallel DIR --teacher DIR --out models/encoder

`corpus` reads the translations, `pieces` cuts words, `ragged` holds texts as numbers, `spellings` misspells
them, `rows` is what is learnt, `training` the lesson, `figures` the examination.
"""
