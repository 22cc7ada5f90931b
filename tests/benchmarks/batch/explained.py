"""Ten findings as a person reads them, in both languages, each with what it rests on in bits."""

from __future__ import annotations

from cases.crosscheck.engine import Finding, check
from tests.cases.crosscheck.worlds import EASY, make_world

SHOWN = 10


def main() -> None:
    print("\nTen findings, as they are explained")
    for number, (claim_no, one) in enumerate(_different(), start=1):
        weights = "  ".join(f"{field} {bits:+.1f}" for field, bits in one.weights.items())
        print(f"{number}. {one.kind} ({one.grade}, {claim_no}, order {one.order_no or '–'})")
        print(f"   {one.summary.zh}\n   {one.summary.en}")
        print(f"   {weights}  = {sum(one.weights.values()):+.1f} bits, {one.probability:.1%}")


def _different() -> list[tuple[str, Finding]]:
    """As many kinds as there are, then more of the same."""
    world = make_world(206, 1500, EASY)
    found: dict[tuple[str, str], tuple[str, Finding]] = {}
    for claim in world.claims:
        for one in check(claim, world.candidates(claim)).findings:
            found.setdefault((one.kind, one.grade), (claim.claim_no, one))
    return list(found.values())[:SHOWN]


if __name__ == "__main__":
    main()
