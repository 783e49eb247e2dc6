"""The one instant that a build takes for "now". Nothing else in the package asks the time of day."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo


def build_instant(option: str, environ: Mapping[str, str], zone: tzinfo) -> datetime:
    """The instant a build is made for: `--clock`, else SOURCE_DATE_EPOCH, else the system's clock.

    `option` is a date or time as under `date` in front matter; a bare date means the end of that
    day in `zone`, so that everything dated that day is published. SOURCE_DATE_EPOCH is in seconds
    since 1970 (https://reproducible-builds.org/specs/source-date-epoch/). The result is aware, in UTC.
    Raises ValueError with a sentence for the user.
    """
    if option:
        from site_builder.content.dates import read_moment  # with all that an article is made of

        moment = read_moment(option, zone)
        return moment.instant if moment.timed else _end_of_day(moment.instant, zone)
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        if not epoch.isascii() or not epoch.isdigit():
            raise ValueError(f"SOURCE_DATE_EPOCH is '{epoch}', not a whole number of seconds since 1970")
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.fromtimestamp(time.time(), UTC)


def _end_of_day(first_instant: datetime, zone: tzinfo) -> datetime:
    local = first_instant.astimezone(zone)
    return local.replace(hour=23, minute=59, second=59, microsecond=999999).astimezone(UTC)
