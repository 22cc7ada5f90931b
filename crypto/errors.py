"""The errors of `crypto`. None of them knows, and none may quote, the bytes or words it refused."""

from typing import ClassVar


class CryptoError(Exception):
    """Root of the tree. `sentence` is an English msgid, `facts` fills its placeholders: counts, places, fault names."""

    sentence: ClassVar[str] = "What was sealed could not be opened."
    status: ClassVar[int] = 409

    def __init__(self, **facts: int | str) -> None:
        super().__init__(self.sentence.format(**facts))
        self.facts = facts


class EnvelopeError(CryptoError):
    """An envelope is malformed, altered or cut. `facts["fault"]` is a name from docs/envelope-v1.md."""

    sentence = "This sealed message is damaged or incomplete."
    status = 422

    def __init__(self, fault: str) -> None:
        super().__init__(fault=fault)

    def __str__(self) -> str:
        return f"{self.sentence} ({self.facts['fault']})"


class ReceiptMistyped(CryptoError):
    """What was typed cannot be a receipt code. Told before any look-up, so it says nothing about what is stored."""

    sentence = "This receipt code is mistyped. Please compare it with what you wrote down."
    status = 422


class ReceiptWordCount(ReceiptMistyped):
    """facts: count, the number of words found."""

    sentence = "A receipt code has 12 words. We counted {count}. Please see whether one is missing or doubled."


class ReceiptWordUnknown(ReceiptMistyped):
    """facts: place, 1 to 12, of the first word that no receipt code contains."""

    sentence = "Word {place} does not occur in any receipt code. Please look at it again."


class ReceiptChecksumWrong(ReceiptMistyped):
    """Twelve good words that do not belong together: one was swapped for another, or the order changed."""

    sentence = "One of the words differs from your receipt code, or two changed places. Please compare all 12."


class WrongKey(CryptoError):
    """The key at hand does not open this, or it was altered: the two cannot be told apart."""

    sentence = "Your key does not open this."
    status = 403


class WrongPassword(CryptoError):
    sentence = "The password is wrong."
    status = 403


class LockDamaged(CryptoError):
    """A locked secret whose frame is broken or whose cost is out of bounds; no password was tried."""

    sentence = "A stored key is damaged. Please restore it from a backup or with the recovery shares."
    status = 500


class RootKeyUnusable(CryptoError):
    sentence = (
        "The root key file must exist, hold 32 bytes (96 since it was last renewed), and be open to its owner only "
        "(mode 0600)."
    )
    status = 500


class ShareError(CryptoError):
    sentence = "These recovery shares do not open the recovery key."
    status = 422


class ShareMistyped(ShareError):
    """facts: place, 1 for the first share given."""

    sentence = "Recovery share {place} is mistyped. Please compare every word with the paper."


class SharesTooFew(ShareError):
    """facts: needed, given. A share given twice counts once."""

    sentence = "{needed} different recovery shares are needed. We have {given}."


class SharesMixed(ShareError):
    sentence = "These recovery shares come from different sets. Please use shares that were printed together."


class ProofError(CryptoError):
    """A proof, or the tree it should fit, was altered. facts: fault, one of a few words of ours."""

    sentence = "This proof does not fit: the proof, or the log it was taken from, was altered."
    status = 422

    def __init__(self, fault: str) -> None:
        super().__init__(fault=fault)


class ProofUnreadable(ProofError):
    sentence = "This is no proof file, or a part of it is missing."


class HeadError(CryptoError):
    """A tree head that is malformed or not signed by the key at hand."""

    sentence = "This tree head is damaged, or another key signed it."
    status = 422


class SignatureWrong(CryptoError):
    """Somebody else signed this, in another role, or it was altered since: the three cannot be told apart."""

    sentence = "The signature does not fit: this was altered, or somebody else wrote it."
    status = 422
