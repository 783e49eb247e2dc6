"""Which network addresses belong to the public Internet. Pure; looks nothing up.

The networks are those of the IANA special-purpose address registries
(https://www.iana.org/assignments/iana-ipv4-special-registry/ and the same for IPv6) that are not
globally reachable, and multicast. They are listed here since what `ipaddress` calls global differs
between versions of Python. An IPv6 address that carries an IPv4 one is judged by the one it carries.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_V4 = {
    "0.0.0.0/8": "unspecified",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "carrier's private",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "reserved",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "::/96": "reserved",
    "64:ff9b:1::/48": "private",
    "100::/64": "reserved",
    "2001::/23": "reserved",  # Teredo among them
    "2001:db8::/32": "documentation",
    "3fff::/20": "documentation",
    "5f00::/16": "reserved",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
    "fec0::/10": "private",
    "ff00::/8": "multicast",
}
_NETWORKS_4 = tuple((IPv4Network(network), word) for network, word in _V4.items())
_NETWORKS_6 = tuple((IPv6Network(network), word) for network, word in _V6.items())
_NAT64 = IPv6Network("64:ff9b::/96")


def reserved_for(address: str) -> str:
    """What an address is set aside for, "loopback" say; "" when it is one of the public Internet.

    A zone index (`fe80::1%eth0`) is allowed. Raises ValueError for what is no IP address.
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        carried = _carried(found)
        if carried is None:
            bare = IPv6Address(int(found))  # networks hold no address with a zone index
            return next((word for network, word in _NETWORKS_6 if bare in network), "")
        found = carried
    return next((word for network, word in _NETWORKS_4 if found in network), "")


def _carried(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is mapped, translated (RFC 6052) or tunnelled (6to4) in an IPv6 one."""
    if IPv6Address(int(address)) in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
