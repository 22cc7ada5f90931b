"""What passers-by of the demo company wrote into the open form behind the codes that hang in its stores. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from portal.demo.people import STORES

OPINIONS = 48
_OVER_DAYS = 75
_SEED = 48
_REMARKS = (
    "店里灯光有点暗，看不清地板的颜色。",
    "前台很热情，等的时候还给倒了水。",
    "周末人多，排了四十分钟才有人接待。",
    "样板间很好看，希望多摆几款壁挂炉。",
    "停车不方便，最好有个指示牌。",
    "报价单写得很清楚，一项一项都有。",
    "客服电话响了很久才接。",
    "售后上门换了个阀门，没有收费，赞。",
    "希望周一也能开门。",
    "价签有几处和电脑里的对不上。",
    "孩子有地方玩，这点很好。",
    "讲解的人很懂，问什么都答得上来。",
    "等开票等了快二十分钟。",
    "空调声音现场听不出来，店里太吵。",
    "希望能带一块地板小样回家看。",
    "会员积分怎么用，没人说得清。",
    "洗手间很干净。",
    "送货时间改了两次，好在提前打了电话。",
    "旧机回收很方便，一趟就拉走了。",
    "说明书字太小，老人看不清。",
    "同一款两家店的价格一样，放心。",
    "下雨天门口有点滑。",
)


@dataclass(frozen=True)
class Opinion:
    """given: as the open form takes it. store: where the code hung."""

    given_on: datetime
    store: str
    given: Mapping[str, tuple[str, ...]]


def make_opinions(today: date) -> tuple[Opinion, ...]:
    """OPINIONS of them, oldest first, none of today. Nothing that anybody else of the demo says hangs on their dice."""
    random = Random(_SEED)  # noqa: S311  # a stage set, not a secret
    days_ago = sorted((random.randint(1, _OVER_DAYS) for _ in range(OPINIONS)), reverse=True)
    remarks = random.sample(_REMARKS + ("",) * (OPINIONS - len(_REMARKS)), OPINIONS)
    return tuple(
        _opinion(today - timedelta(days=days), one, random) for days, one in zip(days_ago, remarks, strict=True)
    )


def _opinion(day: date, remark: str, random: Random) -> Opinion:
    rating = random.choices(("5", "4", "3", "2", "1"), (38, 34, 16, 8, 4))[0]
    may_call = random.choices((("yes",), ("no",), ()), (30, 45, 25))[0]
    given = {"rating": (rating,), "events": ("none",), "remark": (remark,) if remark else (), "may_call": may_call}
    return Opinion(datetime.combine(day, time(random.randint(2, 12)), UTC), random.choice(STORES), given)
