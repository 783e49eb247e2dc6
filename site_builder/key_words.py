"""Words that people write for the keys of articles, editions and settings, and the keys that are meant.

Spelling alone proposes 'dateline' for `headline` and 'publish_date' for `publisher`. Knows the keys by their
names only; whether a key is known at all is `schema.py`'s to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from site_builder.problems import is_slip, nearest

# By the type of the record: each key with the words that are written for it. "source.url" is a key of
# `source`.
WORDS: Mapping[str, Mapping[str, str]] = {
    "FrontMatter": {
        "title": "headline heading head header name title_tag",
        "date": "published published_on published_at publication_date pub_date day created created_at"
        " posted when",
        "updated": "changed edited revised last_updated last_modified last_modified_at updated_at"
        " modified_at",
        "publish_date": "embargo embargoed embargo_until release release_date publish publish_at publish_on"
        " go_live goes_live scheduled schedule show_from not_before visible_from",
        "expiry_date": "expires expires_at expires_on expire expiration expiration_date unpublish"
        " unpublish_date end_date show_until visible_until valid_until",
        "draft": "hidden hide private unlisted is_draft wip unpublished",
        "review": "status state approval approved reviewed stage workflow",
        "kind": "type form genre post_type content_type article_type",
        "permalink": "path address page_url uri",
        "aliases": "alias redirect redirects redirected_from old_url old_urls former_address"
        " former_addresses",
        "summary": "abstract teaser excerpt subtitle subheading subhead standfirst dek deck lede blurb"
        " intro introduction synopsis tldr",
        "tags": "tag keyword keywords topic topics subjects labels terms categories",
        "section": "category rubric desk department channel",
        "story": "series thread collection dossier storyline",
        "edition": "issue",
        "source": "publisher outlet newspaper agency wire origin provider publication medium via from",
        "source.url": "link href source_url source_link original original_url canonical canonical_url"
        " external_url external_link",
        "source.retrieved": "retrieved accessed fetched retrieved_on accessed_on",
        "source.archive_url": "archive_url archive archived archived_at wayback",
        "authors": "byline by writer writers reporter reporters journalist contributors creator",
        "editor": "curator edited_by reviewer",
        "dateline": "place location city reported_from where",
        "weight": "order position priority rank sort sort_order",
        "pin": "pinned sticky featured promoted top",
        "lead": "lead_story main top_story leads",
        "related": "see_also related_articles related_posts further_reading read_more",
        "also": "other_headlines",
        "same_as": "duplicate_of duplicate",
        "corrections": "correction errata erratum clarification clarifications corrected",
        "accounts": "account voices claims",
        "image": "picture pictures photo images thumbnail cover cover_image hero banner featured_image"
        " illustration",
        "image.alt": "alt alt_text image_alt caption",
        "image.credit": "credit photographer image_credit photo_credit",
        "lang": "language locale",
        "layout": "theme page_layout",
        "id": "guid uuid uid identifier",
        "extra": "custom data meta metadata fields",
    },
    "SourceEntry": {
        "name": "publisher title id label outlet newspaper",
        "url": "link href address permalink original web source_url",
        "authors": "author byline by writer writers",
        "published": "date publish_date publication_date pub_date published_at day",
        "retrieved": "accessed fetched downloaded seen retrieved_at",
        "archive_url": "archive archived archived_at archived_url wayback copy",
        "dead": "gone broken offline missing",
        "raw": "original_file file source_file",
        "sha256": "hash checksum digest",
    },
    "ImageEntry": {
        "src": "url file path href source_file image picture name",
        "alt": "alt_text caption description title text",
        "credit": "photographer author source copyright by photo_by",
        "licence": "license rights",
    },
    "CorrectionEntry": {
        "date": "day on when corrected",
        "text": "note correction says description message what",
    },
    "AccountEntry": {
        "by": "who name source voice speaker author",
        "says": "text quote said statement what claim",
        "url": "link href source_url",
        "on": "question about topic subject",
    },
    "EditionFile": {
        "title": "headline heading name subject label",
        "date": "day published published_on publish_date when issued",
        "note": "intro introduction preface foreword editorial summary description text body content"
        " welcome letter editors_note abstract",
        "lead": "lead_story lead_article top top_story main opener cover first",
        "articles": "stories story article items posts texts entries list pieces contents",
        "sections": "headings groups parts categories rubrics chapters",
    },
    "Settings": {
        "title": "name site_name site_title headline",
        "description": "tagline subtitle slogan about summary",
        "base_url": "site site_url domain root_url address homepage web",
        "language": "lang locale default_language",
        "timezone": "tz zone",
        "content_dir": "content articles articles_dir content_folder source_dir posts",
        "layouts_dir": "theme layouts templates template templates_dir theme_dir layout",
        "static_dir": "static assets public files static_files",
        "output_dir": "output destination public_dir publish_dir out dist target",
        "permalink": "permalinks url_pattern",
        "links": "relative_urls relative_links",
        "paginate": "per_page page_size pagination posts_per_page",
        "tags": "taxonomies taxonomy vocabulary keywords topics terms",
        "sources": "publishers outlets agencies newspapers",
        "sections": "categories rubrics departments desks channels",
        "editions": "issues edition issue",
        "importing": "import importer imports",
        "menu": "navigation nav menus main_menu",
        "feeds": "rss atom feed syndication",
        "newsletter": "mail email mailing newsletters",
        "hosting": "hosts host",
        "deploy": "deployment publish targets upload",
        "check": "checks linter lint",
        "related": "related_reading recommendations",
        "cards": "social_cards og_image open_graph",
        "extra": "params custom variables",
    },
    "TagSetting": {
        "label": "name title",
        "aliases": "alias synonyms aka also also_known_as names other_names variants",
        "description": "about summary text definition",
        "parent": "broader wider parents parent_tag under",
        "see": "wikidata url link same_as see_also",
        "replaced_by": "merged_into renamed_to moved_to now",
    },
    "SourceSetting": {
        "name": "title label",
        "url": "link site homepage website web address",
        "language": "lang locale",
        "description": "about summary text",
    },
    "SectionSetting": {"label": "name title", "description": "about summary text"},
    "EditionsSetting": {"by": "period every frequency interval per schedule", "epub": "book ebook offline"},
    "NewsletterSetting": {
        "from": "sender author mail address",
        "reply_to": "reply answers",
        "subject": "title headline",
        "intro": "introduction preface note opening text",
        "imprint": "footer postal_address legal",
        "stories": "limit count articles",
    },
    "MenuItem": {"label": "name title text", "to": "url link href path page target"},
    "DefaultRule": {"path": "glob pattern files scope match", "values": "front_matter set value"},
    "FeedsSetting": {"limit": "count items entries size", "formats": "format types type", "lists": "of"},
    "RelatedSetting": {"limit": "count items max number"},
}
_BACK = "Only `review: inbox` and its like, or `draft: true`, keep an article back."
_LICENCE = "How much may be shown is said by `rights`; a licence in words is free data, under `extra`."
_BELOW = "The text stands in no key: it begins below the second line of dashes."
_NAMED = "The name of an edition's file is its name and its address."
# What else is to be said, or what there is to say where no key is meant.
ADVICE: Mapping[str, Mapping[str, str]] = {
    "FrontMatter": {
        **dict.fromkeys(("licence", "license", "copyright"), _LICENCE),
        **dict.fromkeys(("status", "state"), _BACK),
        **dict.fromkeys(("category", "categories"), "An article has one section and any number of tags."),
        **dict.fromkeys(("body", "content", "text", "article", "markdown"), _BELOW),
    },
    "EditionFile": dict.fromkeys(("slug", "permalink", "url", "id", "number"), _NAMED),
    "Settings": {
        **dict.fromkeys(
            ("drafts", "future", "expired"), "It is said when you build: `site-builder build --help`."
        ),
        **dict.fromkeys(("author", "authors"), "Authors are named by each article."),
        **dict.fromkeys(("plugins", "extensions"), "Python files in extensions/ are found by themselves."),
    },
}


_NO = frozenset({"false", "no", "never"})
_YES = frozenset({"true", "yes"})
# Words of articles that say the contrary of `draft`, with values that say so.
_SHOWN = frozenset({"published", "publish", "public", "visible", "live", "listed"})
_SHORTEST = 5  # letters of what may be a misspelt word of the table: shorter ones are near to too many
# Values with which a word that stands for a key keeps nothing back.
_HARMLESS = {
    "draft": _NO,
    "review": _YES | {"approved", "published", "publish", "public", "live", "final", "done", "ready"},
}


class Meant(Struct, frozen=True):
    """What somebody meant by a word that is no key."""

    key: str = ""  # the key; one that stands under another key with a dot; "" where there is none
    advice: str = ""  # a sentence
    is_harmless: bool = (
        False  # whether nothing would be kept back by its value, were it written under the key
    )


def word_meant(record: str, typed: str, value: str = "") -> Meant | None:
    """What is meant by a word in records of a type, by the type's name; None where nobody knows.

    `value` is what was written there, as far as it is a single word.
    """
    word, value = _plain(typed), value.casefold()
    if record == "FrontMatter" and word in _SHOWN and value in _NO:
        return Meant("draft", "Write  draft: true")
    if record == "FrontMatter" and word in _SHOWN and value in _YES:
        return Meant("", "What is no draft is published: take the line out.")
    key, advice = _keys(record).get(word, ""), ADVICE.get(record, {}).get(word, "")
    if not key and not advice:
        return None
    return Meant(key, advice, not value or value in _HARMLESS.get(key, ()))


def nearest_meant(record: str, typed: str, own: str) -> str:
    """The key of the word that is spelt nearly so; `own`, a key that is, where no word is nearer."""
    keys = _keys(record)
    plain = _plain(typed)
    word = nearest(plain, keys)
    if (
        len(plain) < _SHORTEST
        or not word
        or not is_slip(plain, word)
        or nearest(plain, [word, _plain(own)]) == _plain(own)
    ):
        return own
    return keys[word]


def question(key: str) -> str:
    """Whether a key was meant, as it is asked."""
    outer, _, inner = key.rpartition(".")
    return f"did you mean '{inner}' under '{outer}'?" if outer else f"did you mean '{key}'?"


@cache
def _keys(record: str) -> Mapping[str, str]:
    return {_plain(word): key for key, words in WORDS.get(record, {}).items() for word in words.split()}


def _plain(word: str) -> str:
    """A word as it is looked up: pubDate, pub-date and Pub_Date are one."""
    return "".join(letter for letter in word.casefold() if letter not in "_- ")
