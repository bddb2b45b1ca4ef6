"""Which policy holds for an order: the one of its community and trade, of its community, of its trade, the company's.

A rule is a whole policy, not a difference: what holds can be read in one place.

Pure     values only.
"""

from collections.abc import Iterable

from msgspec import Struct

from dispatch.policy import Policy


class Rule(Struct, frozen=True):
    """A policy and where it holds; '' for everywhere, for every trade."""

    community_id: str
    trade: str
    policy: Policy


class Book(Struct, frozen=True):
    """All policies of one company that hold now."""

    general: Policy = Policy()
    rules: dict[tuple[str, str], Policy] = {}

    def of(self, community_id: str, trade: str) -> Policy:
        """The narrowest policy that fits."""
        for key in ((community_id, trade), (community_id, ""), ("", trade)):
            found = self.rules.get(key)
            if found is not None:
                return found
        return self.general


def book(general: Policy | None, rules: Iterable[Rule]) -> Book:
    """The rule for everything takes the place of the general policy."""
    narrow = {(one.community_id, one.trade): one.policy for one in rules}
    widest = narrow.pop(("", ""), None)
    return Book(widest or general or Policy(), narrow)
