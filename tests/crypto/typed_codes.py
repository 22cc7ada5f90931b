"""How people type a receipt code, rightly and wrongly. Data, read by make_vectors; words by the `mnemonic` package."""

from mnemonic import Mnemonic

Case = dict[str, str | int]


def typed(entropy: bytes) -> list[Case]:
    zh, en = _words("chinese_simplified", entropy), _words("english", entropy)
    ways = {
        "chinese-unspaced": "".join(zh),
        "chinese-spaced": " ".join(zh),
        "chinese-ideographic-spaces": "\u3000".join(zh),
        "chinese-in-fours": "-".join("".join(zh[i : i + 4]) for i in (0, 4, 8)),
        "chinese-numbered": "\n".join(f"{i}. {word}" for i, word in enumerate(zh, 1)),
        "chinese-numbered-fullwidth": "".join(f"（{i}）{word}，" for i, word in enumerate(zh, 1)),
        "chinese-circled-numbers": "".join(f"{chr(0x245F + i)}{word}" for i, word in enumerate(zh, 1)),
        "chinese-zero-width": "\u200b".join(zh) + "\ufeff",
        "chinese-traditional": "".join(_words("chinese_traditional", entropy)),
        "english-spaced": " ".join(en),
        "english-capitals": "  ".join(en).upper(),
        "english-title-case-lines": "\r\n".join(en).title(),
        "english-numbered": ", ".join(f"{i}){word}" for i, word in enumerate(en, 1)),
        "english-fullwidth": " ".join("".join(chr(ord(letter) + 0xFEE0) for letter in word) for word in en),
        "english-underscores": "_".join(en),
    }
    return [{"name": name, "text": text, "entropy": entropy.hex()} for name, text in ways.items()]


def mistyped(entropy: bytes) -> list[Case]:
    zh, en = _words("chinese_simplified", entropy), _words("english", entropy)
    return [
        _count("empty", "", 0),
        _count("only-punctuation", "1. 2. 3.", 0),
        _count("chinese-one-missing", "".join(zh[1:]), 11),
        _count("chinese-one-doubled", "".join([*zh, zh[-1]]), 13),
        _count("english-unspaced", "".join(en), 1),
        _count("with-a-label", "回执码：" + "".join(zh), 15),
        _count("both-languages", "".join(zh) + " " + " ".join(en), 24),
        _unknown("chinese-not-in-list", "".join([*zh[:4], "龘", *zh[5:]]), 5),
        _unknown("english-not-in-list", " ".join(["brightline", *en[1:]]), 1),
        _unknown("english-cut-short", " ".join([*en[:11], en[11][:2]]), 12),
        _unknown("english-word-among-chinese", "".join(zh[:11]) + " able", 12),
        _unknown("chinese-word-among-english", " ".join(en[:11]) + zh[11], 12),
        _unknown("greek", " ".join(["αβγ"] * 12), 1),
        {"name": "chinese-places-changed", "text": "".join([zh[1], zh[0], *zh[2:]]), "error": "ReceiptChecksumWrong"},
        {"name": "english-places-changed", "text": " ".join([*en[1:], en[0]]), "error": "ReceiptChecksumWrong"},
        {"name": "chinese-same-word-12-times", "text": "的" * 12, "error": "ReceiptChecksumWrong"},
    ]


def _words(language: str, entropy: bytes) -> list[str]:
    return Mnemonic(language).to_mnemonic(entropy).split()


def _count(name: str, text: str, count: int) -> Case:
    return {"name": name, "text": text, "error": "ReceiptWordCount", "count": count}


def _unknown(name: str, text: str, place: int) -> Case:
    return {"name": name, "text": text, "error": "ReceiptWordUnknown", "place": place}
