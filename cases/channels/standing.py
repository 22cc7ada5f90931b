"""Who reads what at this moment: channels, staff and the recovery key in one look. What every report is received with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any  # raw rows come untyped from the driver

from piccolo.querystring import QueryString

from cases.channels.errors import ChannelUnknown
from cases.channels.first import DEFAULT
from cases.channels.offered import OfferedChannel, offered_in
from cases.identities import keepers_among
from cases.readers import Readers, readers_among
from cases.staff import EVERYBODY_AND_RECOVERY, Recipient, everybody_in
from surveys.sharing import SharedLook, look_at

CHANNELS = QueryString("SELECT * FROM cases_channel")


@dataclass(frozen=True)
class Standing:
    """As of one moment. Rows of channels are read one by one: a report asks for one of them."""

    channels: Mapping[str, Mapping[str, Any]]
    everybody: Sequence[Recipient]
    recovery_public: bytes

    def channel(self, key: str) -> OfferedChannel:
        """Open or not: whoever was shown it may still report. An empty key means the default. Raises ChannelUnknown."""
        row = self.channels.get(key or DEFAULT)
        if row is None:
            raise ChannelUnknown
        return offered_in(row)

    def readers_of(self, channel: OfferedChannel) -> Readers:
        """Everybody a report in this channel can be sealed to."""
        return readers_among(self.everybody, self.recovery_public, channel.readers)

    @property
    def keepers(self) -> Readers:
        """Every custodian a name can be sealed to."""
        return keepers_among(self.everybody, self.recovery_public)


async def _look() -> Standing:
    channels, people = await look_at(CHANNELS, EVERYBODY_AND_RECOVERY)
    return Standing({row["key"]: row for row in channels}, *everybody_in(people))


standing = SharedLook(_look)  # raises NotSetUp; when many report at once, most of the work is asking
