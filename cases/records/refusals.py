"""Why a row was not taken, said so that its owner can mend it. A refused value is shown to them and never logged."""

from __future__ import annotations

from dataclasses import dataclass, field

VALUE_SHOWN = 80

SENTENCES: dict[str, tuple[str, str]] = {
    "missing": (
        "这一格不能为空，请补上。",
        "This must not be empty. Please fill it in.",
    ),
    "duplicate_in_file": (
        "同一编号在第 {first} 行已经出现过，内容不同。请只保留一行。",
        "The same number already stands in row {first} with other content. Please keep one of them.",
    ),
    "lines_unclear": (
        "这一单写了 {lines} 行，看不出金额是整单的还是每件商品的，整单没有导入。"
        "请每单只留一行，或把金额列的标题改成“订单金额”（整单）或“商品金额”（每件）。",
        "This order stands in {lines} rows, and its amounts may be the order's or a product's: none was taken. "
        "Please keep one row an order, or call the column 订单金额 (the order's) or 商品金额 (a product's).",
    ),
    "line_refused": (
        "同一单的第 {line} 行没有读懂，所以整单没有导入。请改好那一行再导入。",
        "Row {line} of the same order could not be read, so the order was not taken. Please mend that row and import again.",
    ),
    "too_many_cells": (
        "这一行比表头多出几格，可能是金额里的逗号没有加引号。请检查后重新导出。",
        "This row has more cells than the header, perhaps an unquoted comma in an amount. Please export again.",
    ),
    "rows_glued": (
        "这一格里粘进了后面 {rows} 行，多半是引号没有成对。这几行都没有导入，请改好后重新导出。",
        "{rows} later rows are glued into this cell: a quotation mark is not closed. None of them was imported.",
    ),
    "formula_error": (
        "这一格是表格公式的错误（如 #N/A）。请改成实际内容。",
        "This cell holds a spreadsheet error such as #N/A. Please put the value itself.",
    ),
    "column_too_narrow": (
        "这一格只剩 ####，导出时列太窄。请加宽该列后重新导出。",
        "Only #### is left: the column was too narrow when it was exported. Please widen it and export again.",
    ),
    "amount_unreadable": (
        "看不懂这个金额。请写成数字，如 1280.00。",
        "This is no amount. Please write a number such as 1280.00.",
    ),
    "amount_separators": (
        "分隔符的位置不对，看不出是多少。请写成 12800.00 或 12,800.00。",
        "The separators stand in unusual places. Please write 12800.00 or 12,800.00.",
    ),
    "amount_too_precise": (
        "金额最多两位小数。",
        "An amount has two decimals at most.",
    ),
    "amount_too_large": (
        "金额超过一百亿元，请检查是否填错了列。",
        "This is above ten billion yuan. Is it in the right column?",
    ),
    "amount_negative": (
        "订单金额不能是负数。退款请写在收款表里，或把状态改为已退货。",
        "This amount cannot be negative. Put refunds into the payments file, or set the status to returned.",
    ),
    "amount_foreign": (
        "只接受人民币。请换算后再导入。",
        "Only yuan are taken. Please convert the amount first.",
    ),
    "amount_scientific": (
        "科学计数法会丢失尾数。请把该列设为数字格式后重新导出。",
        "Scientific notation drops digits. Please format the column as a plain number and export again.",
    ),
    "amount_approximate": (
        "这是一个大概的数。请写实际金额。",
        "This is an estimate or a range. Please write the actual amount.",
    ),
    "date_unreadable": (
        "看不懂这个日期。请写成 2026-03-08。",
        "This is no date. Please write it like 2026-03-08.",
    ),
    "date_impossible": (
        "日历上没有这一天或这个时刻。",
        "There is no such day or time.",
    ),
    "date_out_of_range": (
        "年份应在 {first} 到 {last} 之间。",
        "The year must be from {first} to {last}.",
    ),
    "date_order": (
        "分不清哪个是月、哪个是日。请把年份写在前面，如 2026-03-08。",
        "Day and month cannot be told apart. Please write the year first, like 2026-03-08.",
    ),
    "date_short_year": (
        "请把年份写成四位，如 2026-03-08。",
        "Please write the year with four digits, like 2026-03-08.",
    ),
    "date_no_day": (
        "缺少日。请写成 2026-03-08。",
        "The day is missing. Please write it like 2026-03-08.",
    ),
    "date_no_year": (
        "缺少年份。请写成 2026-03-08。",
        "The year is missing. Please write it like 2026-03-08.",
    ),
    "phone_scientific": (
        "号码变成了科学计数法，尾数已丢失。请把该列设为文本后重新导出。",
        "The number became scientific notation and lost digits. Please format the column as text and export again.",
    ),
    "phone_length": (
        "有 {digits} 位数字，不是完整的电话号码。手机应为 11 位。",
        "{digits} digits are no complete telephone number. A mobile number has 11.",
    ),
    "phone_last_four": (
        "这里需要完整号码，不能只写后四位。",
        "The full number is needed here, not only its last four digits.",
    ),
    "phone_unreadable": (
        "这不是电话号码。请只写数字。",
        "This is no telephone number. Please write digits only.",
    ),
    "key_too_long": (
        "编号最多 {limit} 个字符。",
        "A number has at most {limit} characters.",
    ),
    "digits_lost": (
        "这个编号被表格软件改写，尾数已丢失。请把该列设为文本后重新导出。",
        "A spreadsheet rewrote this number and lost digits. Please format the column as text and export again.",
    ),
    "text_too_long": (
        "超过 {limit} 个字。如果几行内容粘在了一起，请检查引号是否成对。",
        "More than {limit} characters. If several rows are glued together, check that quotation marks come in pairs.",
    ),
    "word_coded": (
        "这里只有选项的代号，看不出选的是什么。请导出选项文字，或不导入这一列。可以写：{accepted}。",
        "Only an option's code stands here. Please export the options' words, or leave this column out. "
        "You can write: {accepted}.",
    ),
    "word_unknown": (
        "不认识这个词。可以写：{accepted}。",
        "This word is not known. You can write: {accepted}.",
    ),
}


@dataclass(frozen=True)
class Refusal:
    """One value that kept a row out. row: as a spreadsheet counts; column: the contract's name; header: the file's."""

    row: int
    column: str
    code: str
    sentence_zh: str
    sentence_en: str
    header: str = ""
    value: str = field(default="", repr=False)


def refuse(
    row: int, column: str, code: str, facts: dict[str, str | int], *, header: str = "", value: str = ""
) -> Refusal:
    """Put a code into words of both languages."""
    zh, en = SENTENCES[code]
    return Refusal(row, column, code, zh.format(**facts), en.format(**facts), header, value[:VALUE_SHOWN])
