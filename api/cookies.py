"""The refresh cookie: the only cookie of the house.

Over https it is `__Host-ds_rt` (Secure, bound to the host); over plain http, where a browser would refuse that
name, `ds_rt`. Never readable by scripts, never sent across sites. Its path is `/`, as the `__Host-` name demands;
only the sign-in routes look at it.

Pure     yes.
"""

from datetime import datetime

from litestar.datastructures import Cookie


def name(*, https: bool) -> str:
    return "__Host-ds_rt" if https else "ds_rt"


def holding(value: str, until: datetime, now: datetime, *, https: bool) -> Cookie:
    """The cookie that carries a refresh token until its idle end."""
    return Cookie(
        key=name(https=https),
        value=value,
        path="/",
        max_age=max(0, int((until - now).total_seconds())),
        secure=https,
        httponly=True,
        samesite="strict",
    )


def gone(*, https: bool) -> Cookie:
    """The cookie that removes it."""
    return Cookie(key=name(https=https), value="", path="/", max_age=0, secure=https, httponly=True, samesite="strict")
