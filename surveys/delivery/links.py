"""Links as a list for whoever sends them (CSV) and as codes to print (QR, SVG). Made once, stored nowhere."""

import csv
import io
from collections.abc import Sequence

import segno

from surveys.campaigns.inviting import Link

HEADERS = {
    "zh": ("编号", "客户姓名", "客户手机", "邮箱", "链接", "有效期至"),
    "en": ("number", "customer_name", "customer_phone", "customer_email", "link", "valid_until"),
}
# A spreadsheet runs what starts with one of these.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def public_link(base_url: str, token: str) -> str:
    return f"{base_url}/s/{token}"


def links_as_csv(links: Sequence[Link], base_url: str, language: str) -> bytes:
    """A list a spreadsheet opens as it is: UTF-8 with a mark in front, no cell that could run."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADERS["en" if language == "en" else "zh"])
    for link in links:
        asked = link.transaction
        row = (asked.ref, asked.customer_name, asked.customer_phone, asked.customer_email)
        writer.writerow([*map(unformula, row), public_link(base_url, link.token), link.expires_on.isoformat()])
    return text.getvalue().encode("utf-8-sig")


def qr_svg(url: str) -> str:
    """A code as an inline SVG element without any style, so that a strict page may hold it."""
    code = segno.make(url, error="m", micro=False)
    # always dark on light, whatever the page's colours: scanners need it
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None)


def unformula(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
