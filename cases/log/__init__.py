"""The transparency log: a salted leaf for every row that must not vanish or change, signed heads, and proofs of both."""
