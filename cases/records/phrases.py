"""Phrases that no list of words can hold: what a state or an answer comes to by what stands in it. Knows no cell."""

from __future__ import annotations

import re

HAPPENED = {
    "private_contact": re.compile(
        r"微信|私下联系|私人联系|私人电话|wechat|(personal|private) (contact|phone|number)", re.IGNORECASE
    ),
    "private_discount": re.compile(
        r"优惠|私下(?!加|联系|聊|沟通).*(成交|交易|价|打折)|(另外|额外|承诺).*(更低|低价|打折)|(绕[开过]|不走)(公司|门?店|平台|合同)"
        r"|私单|折扣|便宜|返现|返利|回扣|discount|cheaper|cash ?back|rebate|kickback",
        re.IGNORECASE,
    ),
    "coached": re.compile(
        r"(教|指导|要求|告[诉知]|交代|叮嘱)(?!.*(地址|资料|信息|身份证)).*(回答|填|作答|怎么[答讲]|应[付对].*(回访|问卷|调查)|说)|话术|(told|asked|coached).*\b(answer|say)",
        re.IGNORECASE,
    ),
}
_UNSURE_LIKE = re.compile(
    r"记不|想不起|没记住|不(太|大|是?很|怎么)?(清|确定|知|记得)|[不难]好?说$|说不[清准好]|忘|没有?什?么?(注意|留意|在意|看清|印象)"
    r"|不(方便|便|想|愿意?|肯)(说|讲|回答|作答|透露|告知|填)"
    r"|not sure|unsure|(do|did) not (know|remember|recall)|\bforg[oe]t|(don['’]?t|can['’]?t|cannot) (know|remember|recall)",
    re.IGNORECASE,
)
_SELLER = r"(销售|业务|导购|店|老板)(员|人员|经理|顾问|长)?"
_A_SELLERS = (
    r"^(销售|业务|导购)(员|人员|经理|顾问)?(的|本人|自己)?$"
    r"|\bsales ?(person|man|woman|rep|representative)('s|’s)?( own)?( wechat| account)?$|"
    r"(销售|业务|导购|顾问|店员|老板)(员|人员|经理|顾问|长)?(自己|本人)?的?(收款码|二维码|账[户号])$"
    rf"|{_SELLER}的?(微信|支付宝|银行卡|私?卡)|[转付打]账?[给到]了?{_SELLER}(了|自己)?$"
)
_OPEN_STAGE = (
    r"^(open|working|new)\b|negotiat|proposal|\bqualified|qualification|analysis|prospect|presentation"
    r"|appointment|contract sent|decision|discovery|\bdemo\b"
)
_YES_NO_LIKE = (
    ("unsure", _UNSURE_LIKE),
    (
        "no",
        re.compile(
            r"^(没(?!有?什?么?(注意|留意|在意|看清|印象))|未|从来?[未没]|并[未没]|否|无|(只是?|仅|就是)(咨询|看看|了解|问问|逛逛)"
            r"|不(?!好说|(方便|便|想|愿意?|肯)(说|讲|回答|作答|透露|告知|填)|(太|大|是?很|怎么)?(清|确定|知|记))|还没"
            r"|(no|never|none)\b|not (?!sure)|((i|we|they|he|she) )?(have|had|did|was|were)(n['’]t| not)\b"
            r"(?!.*(know|remember|recall|notice)))",
            re.IGNORECASE,
        ),
    ),
    (
        "yes",
        re.compile(
            r"^(是|有(?!点)|已|买|确|对|(本人|自己)(购买|买)|购买[过了]|开具[过了]|都?[开给拿收][到过了]"
            r"|(成交|采购|订购|订货|下单|签约|签单|签订|交易)[过了]?$|(消费|订|下)[过了]单?$"
            r"|发生过?$|提供[了过]?$|yes\b|(i|we) (have|did|do|was|were)$)",
            re.IGNORECASE,
        ),
    ),
)
OF_WHAT_HAPPENED = tuple(f"claims.{name}" for name in HAPPENED)
_ONCE_DONE = (
    "yes",
    re.compile(
        r"^(?![是有没未无否不从都])(?!.*(听|想|拒|试|好像|可能|似乎|差点|没|未|不))[^\s]{1,4}过了?$|^(主动|曾经?|多次)?(要求|提出|提议|引导)了?$|^加了$"
    ),
)  # 提过, 教过
PATTERNS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    "orders.status": (
        ("deleted", re.compile(r"^\(?已?删除\)")),
        ("open", re.compile(_OPEN_STAGE, re.IGNORECASE)),
        (
            "returned",
            re.compile(
                r"^(?!.*(部分|无|未|待|申请|拒)).*退[货款单费]"
                r"|^(?!.*\b(part|partial|partially|request|requested|pending)\b)"
                r"((returned|refunded)\b|refund (completed?|successful|issued|done)$)",
                re.IGNORECASE,
            ),
        ),
        (
            "cancelled",
            re.compile(
                r"^(?!.*(未|待|申请|拒)).*(取消|作废|撤销|撤单|终止|中止|解除|解约|失效|退订|毁约|违约|关闭.*(未付|超时))"
                r"|^(cancell?ed|voided|aborted|withdrawn)\b(?!.*\b(part|partial|partially|request|requested|pending)\b)",
                re.IGNORECASE,
            ),
        ),
        (
            "done",
            re.compile(
                r"^(?!.*(未|待|部分|正在|退|中$)).*(完成|签收|收货|验收|结清|交付|交车|交房|完结|已履行|完毕|成单|完工|竣工)"
            ),
        ),
        (
            "paid",
            re.compile(
                r"^已(收费|交费|缴费|缴清|付清|付款|支付|收款)$|^(待|等待|正在|已).{0,2}(发货|发出|派送|配送|送货|装车|揽收)中?$"
                r"|^等?待.{0,2}(收货|签收|提货)$|(派送|配送|送货|运输|发货)中$"
            ),
        ),
        (
            "open",
            re.compile(
                r"^(未|(待|正在|等待)(?!.*(发货|发出|派送|配送|送货|装车|揽收|收货|签收|提货)))(?!.*[退取])"
                r"|(?<!退款)(?<!退货)(?<!取消)(?<!派送)(?<!配送)(?<!送货)(?<!运输)(?<!发货)中$|签约|签单"
            ),
        ),
    ),
    "leads.status": (
        (
            "lost",
            re.compile(
                r"输单|战败|丢单|流失|无效|放弃|死单|失败|失单|流单|(?<!暂)[无没]有?(意向|需求)"
                r"|\blost\b|\bnot converted|\bunqualified|\bdisqualified",
                re.IGNORECASE,
            ),
        ),
        (
            "won",
            re.compile(
                r"^(?!.*(未|待|预|没|无)).*(赢单|成交|签约|签单|转化|下单|成单)|^(?!.*\bnot\b).*\b(won(?!['’])|converted)\b",
                re.IGNORECASE,
            ),
        ),
        ("dormant", re.compile(r"公海|休眠|沉睡|沉默|搁置|暂缓|暂[无不]")),
        (
            "open",
            re.compile(r"^(待|新)|(?<!休眠)中$|跟进|洽谈|报价|方案|(?<![无没])(?<!没有)(需求|意向)|谈判|邀约|到店"),
        ),
        ("open", re.compile(_OPEN_STAGE, re.IGNORECASE)),
    ),
    "claims.payee_kind": (
        (
            "other_company",
            re.compile(
                r"(其[他它]|别[的家]|另一?家?|第三方).*(公司|企业|单位|商家|商户|店铺?)|^第三方$|关联公司|经销商|代理商"
                r"|\b(other|another|different|third)\b.*\b(company|party|business)\b",
                re.IGNORECASE,
            ),
        ),
        (
            "company",
            re.compile(
                r"^(?!.*(其[他它]|别[的家]|另|第三方|非|关联|经销|代理)).*(公司|贵司|对公|企业|公[户账]|收银|官方|官网|前台|pos机|店[里铺]的?收款码|(学校|门店|本店|商场|机构)的?账[户号]|门店的?收款)"
                r"|^(?!.*(\b(other|another|different|not)\b|n['’]t\b)).*\b(company|business|corporate)\b",
                re.IGNORECASE,
            ),
        ),
        (
            "personal",
            re.compile(
                rf"个人|私人|私户|私下|本人|{_A_SELLERS}|^(?!.*\bnot\b).*\b(personal|personally|private|individual)\b",
                re.IGNORECASE,
            ),
        ),
        ("cash", re.compile(r"现金|付现|\bcash\b", re.IGNORECASE)),
        ("unsure", _UNSURE_LIKE),
    ),
    "claims.received": (
        ("unsure", _UNSURE_LIKE),
        (
            "part",
            re.compile(
                r"部分|一半|[没未][收送到][全齐]|[没未]有?全|差|缺|少了|漏|还有"
                r"|\b(part|partly|partially|some)\b|\bnot (all|everything)\b",
                re.IGNORECASE,
            ),
        ),
        (
            "none",
            re.compile(
                r"^(?!.*(部分|[全齐]|还有)).*(没|未|尚|还没)|^(还在)?等待?中?$"
                r"|^(no\b|not (?!sure|all|everything)|nothing|none\b)|n['’]t (receive|arrive)|\bnever\b",
                re.IGNORECASE,
            ),
        ),
        (
            "all",
            re.compile(
                r"^(?!.*(没|未|尚|部分|一半|差|缺|少|不|退)).*(收到|拿到|收货|签收|验收|提[货车]|已到|送来|做完|收讫|完成|送达|送到|到货|交付|安装|全|[收到货]齐|[都货]到)"
                r"|^(?!.*(\b(not|no|none|never|yet|part|partly|partial|partially|some)\b|n['’]t\b)).*\b(all|everything|received|delivered)\b",
                re.IGNORECASE,
            ),
        ),
    ),
    **dict.fromkeys(("claims.bought", "claims.invoice"), _YES_NO_LIKE),
    **dict.fromkeys(OF_WHAT_HAPPENED, (*_YES_NO_LIKE, _ONCE_DONE)),
    "claims.coached": (
        *_YES_NO_LIKE,
        _ONCE_DONE,
        ("no", re.compile(r"^是?(我|本人)?(自己|独立|自行)(填|回答|作答|完成)")),
    ),
}
# An item that denies: 没有优惠, "No discount was offered". Not 没走公司给了优惠, which tells of one.
DENIED = re.compile(
    r"(?!(没有?|未)[开走经通过给]*(发?票|公司(?!以?之?外)))(没|无|未|从来?[未没]|[并都均][未没])|(no|not|never|nobody|none)\b"
    r"|.*\b(was|were)(n['’]t| not)\b",
    re.IGNORECASE,
)
