"""Which network addresses the world may reach: the rest belongs to this machine, its network or its provider.

Sources: the special-purpose registries of IANA (RFC 6890 and successors), written out because ``ipaddress`` answers
differently from one Python version to the next (shared address space, translated and tunnelled addresses). IPv6 is
read the other way round: only what is allocated as global unicast passes, less its special blocks. A translated
address (NAT64) counts as the IPv4 address it carries; tunnels (6to4, Teredo) are not needed any more and refused.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_CLOSED_V4 = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; one cloud keeps its metadata here
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's wire server on an address that looks public
        "169.254.0.0/16",  # link-local, with most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
_GLOBAL_V6 = ip_network("2000::/3")
_CLOSED_V6 = tuple(
    ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")
)
_NAT64 = ip_network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Whether ``text``, a numeric address as a resolver gives it, lies in the open network."""
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or (IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None)
        if carried is None:
            return address in _GLOBAL_V6 and not any(address in block for block in _CLOSED_V6)
        address = carried
    return not any(address in block for block in _CLOSED_V4)
