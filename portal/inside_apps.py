"""Whether a page is being read inside a messenger's own browser, told by what it calls itself. Stores and logs nothing."""

from __future__ import annotations

# WeChat and WeCom, DingTalk, Feishu and Lark, QQ, Alipay
_NAMES = ("micromessenger", "wxwork", "dingtalk", "feishu", "lark/", " qq/", "alipayclient")


def is_inside_app(user_agent: str) -> bool:
    """The app can see the page, keep it in its history, and may belong to the company."""
    called = user_agent.lower()
    return any(name in called for name in _NAMES)
