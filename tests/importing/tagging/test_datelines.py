"""The country of a dateline."""

from __future__ import annotations

import pytest

from site_builder.importing.tagging.datelines import country_of

DATELINES = {
    "DAMASCUS, March 1 -": "SY",
    "Damascus": "SY",
    "BEIRUT --": "LB",
    "LONDON (Reuters) -": "GB",
    "LONDON, Ont., Feb. 26 -": "CA",
    "CAMBRIDGE, Mass., Oct 19": "US",
    "CAMBRIDGE, England —": "GB",
    "PARIS, Texas": "US",
    "PARIS": "FR",
    "São Paulo": "BR",
    "SAO PAULO, April 7 -": "BR",
    "ZURICH, May 2": "CH",
    "PEKING": "CN",
    "EAST BERLIN": "DDDE",
    "BAHRAIN, March 2 -": "BH",
    "ATLANTA, Georgia": "US",
    "TBILISI, Georgia": "GE",
    "WASHINGTON/LONDON": "US",
    "NEW YORK, Monday": "US",
    "TAUPO, New Zealand": "NZ",
    "SAN JOSE, Costa Rica": "CR",
    "SAN JOSE, Calif.": "US",
    "NOWHERE IN PARTICULAR": "",
    "March 3": "",
    "": "",
    ",,, -": "",
}


@pytest.mark.parametrize(("dateline", "code"), DATELINES.items())
def test_the_country_of_a_dateline(dateline: str, code: str) -> None:
    assert country_of(dateline) == code
