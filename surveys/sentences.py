"""Marks a sentence in code for the catalogues. Translates nothing: that is the door's work."""


def N_(sentence: str) -> str:
    return sentence
