"""Chance that can be repeated: each draw depends on seed, name and row alone, never on which rows were made before or together with it."""

from __future__ import annotations

import hashlib

import polars as pl

ROW = "row"
WORD = 2**64
STEP, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
"""The odd step and the two factors of the mixing known as SplitMix64 (Steele, Lea, Flood 2014); products keep their low 64 bits."""


def draw(seed: int, name: str) -> pl.Expr:
    """Give for each row, by its number in the column `ROW`, a number from 0 up to but not including 1: the draw called `name`."""
    key = int.from_bytes(hashlib.sha256(f"{seed}:{name}".encode()).digest()[:8])
    mixed = pl.col(ROW) * _word(STEP) + _word(key)
    mixed = (mixed ^ (mixed // _word(2**30))) * _word(FIRST)
    mixed = (mixed ^ (mixed // _word(2**27))) * _word(SECOND)
    mixed = mixed ^ (mixed // _word(2**31))
    return (mixed // _word(2**11)).cast(pl.Float64) * 2.0**-53


def _word(number: int) -> pl.Expr:
    return pl.lit(number % WORD, pl.UInt64)
