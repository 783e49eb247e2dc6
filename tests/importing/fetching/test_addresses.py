"""Which addresses are the public Internet's."""

from __future__ import annotations

import pytest

from site_builder.importing.fetching.addresses import reserved_for

RESERVED = {
    "0.0.0.0": "unspecified",
    "10.1.2.3": "private",
    "100.64.0.1": "carrier's private",
    "100.127.255.255": "carrier's private",
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "169.254.169.254": "link-local",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.0.2.7": "documentation",
    "192.168.1.1": "private",
    "198.19.0.1": "benchmarking",
    "224.0.0.1": "multicast",
    "255.255.255.255": "reserved",
    "::": "unspecified",
    "::1": "loopback",
    "::7f00:1": "reserved",
    "fc00::1": "private",
    "fd12:3456::1": "private",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fec0::1": "private",
    "ff02::1": "multicast",
    "2001::1": "reserved",
    "2001:db8::1": "documentation",
    "::ffff:127.0.0.1": "loopback",
    "::ffff:10.0.0.1": "private",
    "64:ff9b::7f00:1": "loopback",
    "64:ff9b::a9fe:a9fe": "link-local",
    "64:ff9b:1::1": "private",
    "2002:7f00:1::": "loopback",
    "2002:c0a8:101::1": "private",
}
PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0
    192.167.255.255 223.255.255.255 2606:4700::1111 2a00:1450:4001::1 64:ff9b::808:808 ::ffff:8.8.8.8
    2002:808:808::1
""".split()


@pytest.mark.parametrize("address", RESERVED)
def test_an_address_that_is_set_aside_says_for_what(address: str) -> None:
    assert reserved_for(address) == RESERVED[address]


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_public_internet_is_set_aside_for_nothing(address: str) -> None:
    assert reserved_for(address) == ""
