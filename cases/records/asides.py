"""Columns that are read into others: a survey's list of what happened, a bank's money out, direction and currency,
an accounting program's mark of what is void.
"""

from __future__ import annotations

import re
from decimal import Decimal

from cases.records.cells import Cell, Record, Refused, said, shown
from cases.records.contract import Kind
from cases.records.values import parse_number, parse_scaled
from cases.records.words import parse_happened, word_key

_OUT = frozenset({"支出", "支", "付", "付款", "转出", "出账", "借", "借方", "退款", "out", "debit", "d"})
_REFUNDED = frozenset({"退款", "退货", "退货退款", "全额退款", "部分退款", "refund", "partialrefund"})
_NEVER_PAID = """
已关闭 关闭 交易关闭 交易已关闭 交易失败 失败 支付失败 付款失败 收款失败 已撤销 撤销 交易撤销 已冲正 冲正 未支付 待支付
未付款 待付款 等待付款 等待买家付款 支付中 处理中 对方已退还 已取消 取消 fail failed closed cancelled canceled pending
unpaid notpay payerror revoked voided declined"""
_CLOSED = frozenset(_NEVER_PAID.split())
_UNCOUNTED = frozenset({"不计收支", "不计", "中性交易"})
_VOIDED = frozenset({"是", "已作废", "作废", "y", "yes", "true", "1", "√"})
_YUAN = re.compile(r"人民币.{0,3}|CNY|RMB|￥|¥|元|本位币|156|01|001", re.IGNORECASE)


def read_aside(kind: Kind, name: str, cell: Cell, record: Record, scale: Decimal | None) -> None:
    """Let one such cell have its say about the record. scale: of an amount, None where it is no yuan. Raises Refused."""
    if name == "happened":
        for answered, answer in parse_happened(cell).items():
            record[answered] = record.get(answered) or answer
    elif name == "currency":
        if (text := said(cell)) is not None and not _YUAN.fullmatch(text):
            raise Refused("amount_foreign")
    elif name == "voided":
        if word_key(said(cell) or "") in _VOIDED:
            record["status"] = "cancelled"
    elif name == "direction":
        _turn(record, cell, _OUT)
    elif name == "deal_type":
        _turn(record, cell, _REFUNDED)
    elif name == "refund_no":
        if (number := parse_number(cell)) is not None:
            record["payment_no"] = number
    elif name == "paid_out":
        _pay_out(record, parse_scaled(cell, scale, refunds=True))


def was_paid(name: str, cell: Cell) -> bool:
    """False where a wallet's `state` or `direction` says that no money came or went: its bills list such deals, too."""
    said_so = word_key(shown(cell))
    return said_so not in (_CLOSED if name == "state" else _UNCOUNTED)


def _turn(record: Record, cell: Cell, out: frozenset[str]) -> None:
    amount, text = record.get("amount_fen"), said(cell)
    if isinstance(amount, int) and text is not None and word_key(text) in out:
        record["amount_fen"] = -abs(amount)


def _pay_out(record: Record, paid_out_fen: int | None) -> None:
    """Where a bank keeps two columns, one of them is empty or zero."""
    if paid_out_fen and not record.get("amount_fen"):
        record["amount_fen"] = -abs(paid_out_fen)
