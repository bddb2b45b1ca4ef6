"""What owners did and were given, in the past tense. Ids and figures only, no words of theirs.

Pure     values only.
"""

from kernel.events import Event


class ReportMatched(Event, frozen=True, tag="report.matched"):
    """A new report looks like work that is already open: same fault, same home or same building."""

    work_order_id: str
    like: tuple[str, ...]
    why: str  # same_home | same_building


class LinkMinted(Event, frozen=True, tag="owner.link_minted"):
    work_order_id: str
    link_id: str
    label: str


class LinkOpened(Event, frozen=True, tag="owner.link_opened"):
    work_order_id: str
    link_id: str
    uses: int


class OwnerUrged(Event, frozen=True, tag="owner.urged"):
    work_order_id: str


class OwnerRated(Event, frozen=True, tag="owner.rated"):
    work_order_id: str
    solved: bool
    csat: int | None = None
    ces: int | None = None
    nps: int | None = None


class CallbackOpened(Event, frozen=True, tag="owner.callback_opened"):
    """The owner says it is not solved: a new work order answers for the old one."""

    work_order_id: str
    callback_id: str
