"""Which addresses Telegram accepts in a text and on a button."""

from __future__ import annotations

import re

_ADDRESS = re.compile(
    r"""(?:(?P<scheme>[^:/?\#\s]*)://)?
        (?:(?P<user>[^/?\#]*)@)?
        (?P<host>\[[0-9A-Fa-f:.]+\]|[^/?\#:]*)
        (?::(?P<port>[0-9]*))?
        (?P<rest>[/?\#].*)?\Z""",
    re.VERBOSE | re.DOTALL,
)
_USER = re.compile(r"tg://user/?\?id=([0-9]{1,19})\Z", re.IGNORECASE)
_OWN_SCHEMES = ("tg", "ton", "tonsite")


def user_of_link(link: str) -> int:
    """The id in ``tg://user?id=``, else 0."""
    found = _USER.match(link)
    return int(found[1]) if found else 0


def checked_link(link: str) -> str:
    """The address as Telegram keeps it, ``""`` where it would drop it: another scheme, a host without a dot."""
    scheme = link.partition(":")[0].lower()
    if scheme in _OWN_SCHEMES:
        return _own(link, scheme)
    found = _ADDRESS.match(link)
    if not found:
        return ""
    scheme = (found["scheme"] or "http").lower()
    host = found["host"].lower()
    if scheme not in ("http", "https") or not _is_host(host) or found["port"] == "":
        return ""
    if found["port"] and not 0 < int(found["port"]) <= 65535:
        return ""
    user = f"{found['user']}@" if found["user"] else ""
    port = f":{int(found['port'])}" if found["port"] else ""
    rest = found["rest"] or "/"
    return f"{scheme}://{user}{host}{port}{_escaped(rest if rest.startswith('/') else '/' + rest)}"


def _own(address: str, scheme: str) -> str:
    rest = re.sub(r"\A//?", "", address.partition(":")[2])
    return f"{scheme}://{rest}" if rest and re.match(r"[A-Za-z0-9_-]", rest) else ""


def _is_host(host: str) -> bool:
    if host.startswith("["):
        return True
    if "." not in host or host == ".":
        return False
    return not re.search(r"""[\s"'<>\\^`{|}\x00-\x20]""", host)


def _escaped(rest: str) -> str:
    return "".join(c if "\x20" < c != "\x7f" else f"%{ord(c):02X}" for c in rest)
