"""Whether an article may be published: the one visibility predicate, which every output obeys."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from site_builder.content.entry import Entry

Hidden = Literal["draft", "future", "expired", "inbox", "needs-check", "killed", "undated"]


class Viewing(Struct, frozen=True):
    """Who is looking, and when: by default the public."""

    now: datetime  # aware
    drafts: bool = False
    future: bool = False
    expired: bool = False


def hidden_because(article: Entry, viewing: Viewing) -> Hidden | None:
    """Why the article must appear in no output whatever; None when it may be published.

    An editor's review is asked first: no option shows what was not approved, nor a draft that has no
    date yet. An article appears in the instant of its `publish_date` (else its `date`) and is gone in
    that of its `expiry_date`.
    """
    if article.review != "approved":
        return article.review
    if article.draft and not viewing.drafts:
        return "draft"
    if article.date is None and article.kind == "article":
        return "undated"
    appears = article.publish_date or article.date
    if appears and appears.instant > viewing.now and not viewing.future:
        return "future"
    if article.expiry_date and article.expiry_date.instant <= viewing.now and not viewing.expired:
        return "expired"
    return None
