"""Who somebody is, as the app shows it: role, organisation, communities, language.

Effects  reads only.
"""

from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.organisations
import dispatch.queries
from api import accounts
from api.policies import Unauthenticated
from api.wire import MeView


async def me_view(conn: AsyncConnection, account_id: str) -> MeView:
    """The account with its organisation; currency and zone are those of its first community."""
    account = await accounts.get(conn, account_id)
    if account is None:
        raise Unauthenticated
    org = await dispatch.organisations.organisation(conn, account.org_id)
    communities = await dispatch.queries.communities_of(conn, account.org_id)
    mine = [place for place in communities if not account.communities or place.id in account.communities]
    first = mine[0] if mine else None
    return MeView(
        id=account.id,
        code=account.code,
        role=account.role,
        org=org.code if org else "",
        org_zh=org.zh if org else "",
        org_en=org.en if org else "",
        communities=tuple(place.code for place in mine) if account.communities else (),
        language=account.language,
        currency=first.currency if first else "CNY",
        time_zone=first.time_zone if first else "Asia/Shanghai",
    )
