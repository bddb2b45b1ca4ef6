"""What a person is told when his phone is in his pocket, in Chinese and English.

Nothing personal: push messages travel through foreign services and lie on lock screens. Fault and community, no
names, no door numbers.

Units    seconds.
Pure     yes.
"""

from msgspec import Struct

from dispatch.model import Priority


class Notice(Struct, frozen=True):
    title: str
    body: str
    navigate: str
    tag: str  # the same tag replaces the message before
    ttl: int
    kind: str = ""
    urgency: str = "normal"  # very-low | low | normal | high


class PushNotification(Struct, frozen=True):
    """What a notification shows and the address it opens."""

    title: str
    body: str
    navigate: str
    tag: str
    kind: str


class PushPayload(Struct, frozen=True):
    """The JSON inside a push message: declarative web push, which our service worker reads as well."""

    web_push: int
    notification: PushNotification


class Words(Struct, frozen=True):
    zh: str
    en: str

    def __call__(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


WORDS: dict[str, tuple[Words, Words]] = {
    "offered": (
        Words("新工单：{fault}", "New work order: {fault}"),
        Words("{community} · {priority}，请尽快接单", "{community} · {priority}. Please answer."),
    ),
    "withdrawn": (
        Words("工单已收回", "Work order taken back"),
        Words("{fault} · {community} 已改派或取消", "{fault} · {community} went to somebody else or was cancelled."),
    ),
    "sent_back": (
        Words("工单需返工", "Sent back"),
        Words("{fault} · {community}，请查看审核意见", "{fault} · {community}. See what the review says."),
    ),
    "submitted": (Words("有工单待审核", "Waiting for review"), Words("{fault} · {community}", "{fault} · {community}")),
    "nobody": (
        Words("无人可派", "Nobody eligible"),
        Words("{fault} · {community} · {priority}", "{fault} · {community} · {priority}"),
    ),
    "escalated": (
        Words("工单升级", "Escalated"),
        Words("{fault} · {community} · {priority}", "{fault} · {community} · {priority}"),
    ),
    "overdue": (
        Words("离线提交超过一天未裁定", "Undecided for a day"),
        Words("{fault} · {community}，请尽快处理", "{fault} · {community}. Please decide."),
    ),
}
_PAGE = {  # of whoever is told: a technician, leads, dispatchers
    "offered": "/t/job/{id}",
    "withdrawn": "/t",  # it is no longer on his phone
    "sent_back": "/t/job/{id}",
    "submitted": "/l?order={id}",
    "nobody": "/d?order={id}",
    "escalated": "/l?order={id}",
    "overdue": "/l/parked",
}
_TTL = {"offered": 4 * 3600, "withdrawn": 4 * 3600, "sent_back": 24 * 3600, "submitted": 24 * 3600}


class About(Struct, frozen=True):
    """The work order a notice is about, as far as a lock screen may know."""

    work_order_id: str
    fault_zh: str
    fault_en: str
    community_zh: str
    community_en: str
    priority: Priority


def notice(kind: str, about: About, language: str) -> Notice:
    """The message of one kind in one language."""
    title, body = WORDS[kind]
    english = language.startswith("en")
    facts = {
        "fault": about.fault_en if english else about.fault_zh,
        "community": about.community_en if english else about.community_zh,
        "priority": about.priority,
    }
    return Notice(
        title=title(language).format(**facts),
        body=body(language).format(**facts),
        navigate=_PAGE[kind].format(id=about.work_order_id),
        tag=about.work_order_id,
        kind=kind,
        ttl=_TTL.get(kind, 3600),
        urgency="high" if about.priority in {Priority.P0, Priority.P1} else "normal",
    )
