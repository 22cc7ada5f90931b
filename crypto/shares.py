"""Recovery shares: the organisation's recovery key as printed SLIP-39 sheets, any two of three of which restore it.

Knows words and the key's bytes; not who keeps which sheet. No passphrase: the sheets are the secret.
"""

import re
import unicodedata
from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics

from crypto.errors import ShareError, ShareMistyped, SharesMixed, SharesTooFew
from crypto.keys import KEY_BYTES

_WORD = re.compile(r"[^\W\d_]+")
_MOST_TYPED_CHARACTERS = 2000
_LEAST_THRESHOLD = 2
_MOST_SHARES = 16
_ITERATION_EXPONENT = 0  # stretching protects a passphrase; there is none


def split_recovery_key(private: bytes, threshold: int = 2, shares: int = 3) -> list[str]:
    """Split 32 bytes into that many shares of 33 English words; `threshold` of them restore it, fewer tell nothing."""
    if len(private) != KEY_BYTES or not _LEAST_THRESHOLD <= threshold <= shares <= _MOST_SHARES:
        raise ShareError
    groups: list[list[str]] = generate_mnemonics(
        1, [(threshold, shares)], private, iteration_exponent=_ITERATION_EXPONENT
    )
    return groups[0]


def combine(shares: Sequence[str]) -> bytes:
    """Restore the key from shares as typed, in any order, case, spacing and numbering; more than enough is fine.

    Raises ShareMistyped, SharesTooFew or SharesMixed, none of which quotes a word.
    """
    parsed = [_parse(text, place) for place, text in enumerate(shares, start=1)]
    distinct = {share.index: share for share in parsed}
    if len({share.group_parameters() for share in parsed}) > 1 or len(set(parsed)) > len(distinct):
        raise SharesMixed
    needed = parsed[0].member_threshold if parsed else _LEAST_THRESHOLD
    if len(distinct) < needed:
        raise SharesTooFew(needed=needed, given=len(distinct))
    try:
        private: bytes = combine_mnemonics([share.mnemonic() for share in list(distinct.values())[:needed]])
    except MnemonicError:
        raise SharesMixed from None
    return private


def _parse(text: str, place: int) -> Share:
    words = _WORD.findall(unicodedata.normalize("NFKC", text[:_MOST_TYPED_CHARACTERS]).lower())
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError:  # its text quotes the words
        raise ShareMistyped(place=place) from None
    if not _is_ours(share):
        raise ShareError
    return share


def _is_ours(share: Share) -> bool:
    """A foreign sheet may be valid SLIP-39 and still ask for days of stretching, or hold another length of secret."""
    one_group = (share.group_index, share.group_threshold, share.group_count) == (0, 1, 1)
    unstretched = share.iteration_exponent == _ITERATION_EXPONENT
    return one_group and unstretched and share.member_threshold >= _LEAST_THRESHOLD and len(share.value) == KEY_BYTES
