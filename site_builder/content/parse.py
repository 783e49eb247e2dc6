"""One source file into one article: front matter given its meaning, Markdown rendered. Stratum 2.

A pure function of the file's bytes and of `ParseRules`, the part of the configuration that it reads,
so that a worker can run it and its result can be kept for as long as neither changes.
"""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from datetime import date as day
from typing import Any, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from site_builder.content.article import REVIEW_MARK, Article, Moment, Rights, SourcePath, SourceRef
from site_builder.content.dates import read_moment
from site_builder.content.entry import Parsed, card_of, entry_of
from site_builder.content.front_matter import Split, decode, read_front_matter
from site_builder.content.markdown import render_markdown
from site_builder.content.permalinks import article_permalink, slugify, why_not_a_permalink
from site_builder.content.related import vector
from site_builder.content.rights import rights_of
from site_builder.content.taxonomy import Vocabulary, resolve_tags
from site_builder.front_matter_settings import FrontMatter
from site_builder.problems import Level, Place, Problem, did_you_mean, which_was_meant
from site_builder.settings import DefaultRule, Settings, TagSetting
from site_builder.texts import (
    better_language_tag,
    direction,
    is_language_tag,
    runs_from_left,
    runs_from_right,
)

PAGES = "pages/"  # below content/: plain pages, which need no date
_DATED_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_SOME_DAY = Moment(datetime(1970, 1, 1, tzinfo=UTC), day(1970, 1, 1))


class ParseRules(Struct, frozen=True):
    """What parsing reads of the configuration."""

    timezone: str
    language: str
    rights: str  # of the site
    source_rights: dict[str, str | None]  # of each source
    sections: tuple[str, ...]
    defaults: tuple[DefaultRule, ...]
    permalink: str  # the pattern
    tags: dict[str, TagSetting]  # by what names each is known, and no more

    @classmethod
    def of(cls, settings: Settings) -> ParseRules:
        """The rules that the settings give."""
        return cls(
            timezone=settings.timezone,
            language=settings.language,
            rights=settings.rights,
            source_rights={id_: source.rights for id_, source in settings.sources.items()},
            sections=tuple(settings.sections),
            defaults=settings.defaults,
            permalink=settings.permalink,
            tags={
                id_: TagSetting(label=tag.label, aliases=tag.aliases, replaced_by=tag.replaced_by)
                for id_, tag in settings.tags.items()
            },
        )


class ArticleParser:
    """Parses articles by one set of rules."""

    def __init__(self, rules: ParseRules) -> None:
        self._rules = rules
        self._vocabulary = Vocabulary(rules.tags)

    def parse(self, path: SourcePath, data: bytes) -> Parsed:
        """The article in a source file, its text as HTML, its terms, and every problem it has."""
        return _Parser(path, self._rules, self._vocabulary).parse(data)


def parse_article(path: SourcePath, data: bytes, rules: ParseRules) -> Parsed:
    """The same for one article on its own."""
    return ArticleParser(rules).parse(path, data)


class _Parser:
    def __init__(self, path: SourcePath, rules: ParseRules, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._path = path
        self._source = f"content/{path}"
        self._rules = rules
        self._zone = ZoneInfo(rules.timezone)
        self._problems: list[Problem] = []
        self._places: Mapping[str, Place] = {}

    def parse(self, data: bytes) -> Parsed:
        text, found = decode(data, self._source)
        self._problems.extend(found)
        if text is None:
            return self._nothing()
        front, split, self._places, found = read_front_matter(text, self._source, self._defaults())
        self._problems.extend(found)
        if front is None or split is None:
            return self._nothing()
        article = self._article(front, split)
        self._check_language(front)
        if REVIEW_MARK in split.body:
            self._check_review(article, split)
        self._check_list(article)
        page = render_markdown(
            split.body,
            path=self._path,
            source=self._source,
            first_line=split.body_line,
            language=article.lang or self._rules.language,
            rights=article.rights,
            summarise=not article.summary,
        )
        self._problems.extend(page.problems)
        article = _with(
            article,
            summary=article.summary or page.summary,
            references=page.references,
            anchors=page.anchors,
            words=page.body.words,
        )
        tags, unknown = resolve_tags(article, self._vocabulary)
        self._problems.extend(unknown)
        permalink = article_permalink(article, self._rules.permalink)
        return Parsed(
            path=self._path,
            entry=entry_of(article, page.body, tags, permalink),
            card=card_of(article, tags, permalink),
            article=article,
            body=page.body,
            vector=vector(article.title, page.plain),
            problems=tuple(self._problems),
        )

    def _article(self, front: FrontMatter, split: Split) -> Article:
        kind: Literal["article", "page"] = "page" if self._path.startswith(PAGES) else "article"
        stem = self._stem()
        named_day, slug = "", stem
        dated = _DATED_NAME.fullmatch(stem)
        if dated and kind == "article":
            named_day, slug = dated[1], dated[2]
        typed = front.date or named_day
        date = self._moment("date", typed)
        if date is None and (typed or self._lacks_a_date(kind, front)):
            # The error keeps the site from being built; any day lets the rest of it be checked.
            date = _SOME_DAY
        if front.section and front.section not in self._rules.sections:
            hint = which_was_meant(front.section, self._rules.sections)
            self._problem(
                "section",
                "unknown-section",
                f"there is no section '{front.section}'",
                f"{hint} New sections go under `sections` in config.yaml.".strip(),
            )
        return Article(
            path=self._path,
            kind=kind,
            title=" ".join(front.title.split()),
            date=date,
            updated=self._moment("updated", front.updated),
            publish_date=self._moment("publish_date", front.publish_date),
            expiry_date=self._moment("expiry_date", front.expiry_date),
            draft=front.draft,
            review=front.review,
            slug=self._slug(front, slug),
            permalink=self._permalink("permalink", front.permalink),
            aliases=tuple(
                alias
                for n, text in enumerate(front.aliases)
                if (alias := self._permalink(f"aliases.{n}", text))
            ),
            summary=" ".join(front.summary.split()),
            tags=_distinct(front.tags),
            section=front.section,
            story=front.story,
            edition=front.edition,
            source=self._source_ref(front),
            authors=front.authors,
            editor=front.editor,
            dateline=front.dateline,
            rights=self._rights(front),
            lead=front.lead,
            weight=front.weight,
            pin=front.pin,
            related=front.related,
            related_exclude=front.related_exclude,
            also=front.also,
            corrections=front.corrections,
            accounts=front.accounts,
            image=front.image,
            lang=front.lang,
            layout=front.layout,
            id=front.id,
            extra=front.extra,
            form=front.kind or ("link" if front.source else "original"),
            check_ignore=front.check_ignore,
            front=split.yaml,
            front_line=split.yaml_line,
        )

    def _lacks_a_date(self, kind: str, front: FrontMatter) -> bool:
        """Whether the article cannot be published for want of a date, which is told then."""
        if kind == "page" or front.draft or front.review != "approved":
            return False
        self._problem(
            "date",
            "missing-date",
            "the article has no date, so it cannot be published",
            "Add `date: 2012-03-12`, the day on which its source published it, or `draft: true`.",
        )
        return True

    def _check_review(self, article: Article, split: Split) -> None:
        """What the importer was unsure of must be decided before the article is approved."""
        if article.review != "approved":
            return
        before, _, after = split.body.partition(REVIEW_MARK)
        line = split.body_line + before.count("\n")
        start = before.rfind("\n") + 1
        excerpt = f"{before[start:]}{REVIEW_MARK}{after.partition(chr(10))[0]}"
        place = Place(self._source, line, len(before) - start + 1, len(REVIEW_MARK), excerpt)
        message = "the article is approved, and its text still has a mark for review"
        remedy = "Keep or cut the marked passage, then remove the mark with its brackets."
        self._problems.append(Problem(code="review-mark", place=place, message=message, remedy=remedy))

    def _check_language(self, front: FrontMatter) -> None:
        """A language that is none, or whose writing runs the other way than the headline does."""
        if front.lang and not is_language_tag(front.lang):
            message = f"'{front.lang}' is not a language tag"
            self._problem("lang", "bad-language", message, better_language_tag(front.lang))
            return
        language = front.lang or self._rules.language
        is_rtl = direction(language) == "rtl"
        if runs_from_left(front.title) if is_rtl else runs_from_right(front.title):
            how, such = ("left to right", "en") if is_rtl else ("right to left", "ar")
            message = f"the title is written from {how}, and the article's language is '{language}'"
            remedy = f"Say which language it is, such as  lang: {such}"
            self._problem("lang" if front.lang else "title", "wrong-direction", message, remedy, "warning")

    def _check_list(self, article: Article) -> None:
        """What the importer left for an editor is looked at before the article is approved."""
        points = article.extra.get("to_check")
        if article.review != "approved" or not isinstance(points, list | tuple) or not points:
            return
        left = "1 point to check is" if len(points) == 1 else f"{len(points)} points to check are"
        message = f"the article is approved, and {left} left"
        remedy = "Look at each, then take it out of `to_check`; take out the key with the last."
        self._problem("extra.to_check", "to-check", message, remedy, "warning")

    def _stem(self) -> str:
        """The file's name without its ending; of an index.md, its folder's."""
        folder, _, name = self._path.rpartition("/")
        stem = name.rpartition(".")[0]
        return folder.rpartition("/")[2] if stem == "index" and folder else stem

    def _slug(self, front: FrontMatter, stem: str) -> str:
        if not front.slug:
            return slugify(stem)
        if front.slug in {".", ".."} or re.search(r"[/\\\x00]", front.slug):
            self._problem(
                "slug",
                "bad-slug",
                f"'{front.slug}' cannot be a slug: it would leave its folder",
                "A slug is one part of an address, such as homs-shelling; `permalink` sets all of it.",
            )
            return slugify(stem)
        return slugify(front.slug)

    def _permalink(self, key: str, text: str) -> str:
        if not text:
            return ""
        why = why_not_a_permalink(text)
        if why:
            self._problem(
                key,
                "bad-permalink",
                f"'{text}' cannot be an address on this site: {why}",
                "Write it from the site's root, such as /2012/03/homs/.",
            )
            return ""
        text = unicodedata.normalize("NFC", text)
        return text if text.endswith("/") or "." in text.rpartition("/")[2] else f"{text}/"

    def _moment(self, key: str, text: str) -> Moment | None:
        if not text:
            return None
        try:
            return read_moment(text, self._zone)
        except ValueError as error:
            self._problem(
                key, "bad-date", str(error), "Write a date as 2012-03-12, or 2012-03-12 14:05 with a time."
            )
            return None

    def _source_ref(self, front: FrontMatter) -> SourceRef | None:
        entry = front.source
        if entry is None:
            return None
        known = self._rules.source_rights
        if entry.name not in known and (known or not entry.url):
            self._unknown_source(entry.name, known)
        return SourceRef(
            name=entry.name,
            url=entry.url,
            authors=entry.authors,
            published=self._moment("source.published", entry.published),
            retrieved=self._moment("source.retrieved", entry.retrieved),
            archive_url=entry.archive_url,
            raw=entry.raw,
            sha256=entry.sha256,
            dead=entry.dead,
        )

    def _unknown_source(self, name: str, known: Iterable[str]) -> None:
        """A single word must be a key of config.yaml; a map may also give a name in words."""
        if self._places.get("source") == self._places.get("source.name"):
            remedy = f"{which_was_meant(name, known)} New sources go under `sources` in config.yaml.".strip()
            self._problem("source", "unknown-source", f"source '{name}' is not in config.yaml", remedy)
        elif hint := did_you_mean(name, known):
            message = f"source '{name}' is not in config.yaml and is taken for a name in words"
            self._problem("source.name", "unknown-source", message, hint, level="warning")

    def _rights(self, front: FrontMatter) -> Rights:
        source = self._rules.source_rights.get(front.source.name) if front.source else None
        return rights_of(front.rights, source, self._rules.rights)

    def _defaults(self) -> dict[str, Any]:
        """Front matter for this path from config.yaml; later rules win."""
        values: dict[str, Any] = {}
        for rule in self._rules.defaults:
            if fnmatch.fnmatchcase(self._path, rule.path):
                values.update(rule.values)
        return values

    def _problem(self, key: str, code: str, message: str, remedy: str, level: Level = "error") -> None:
        place = self._places[key] if key in self._places else Place(self._source, 1)
        self._problems.append(Problem(level=level, code=code, place=place, message=message, remedy=remedy))

    def _nothing(self) -> Parsed:
        return Parsed(path=self._path, problems=tuple(self._problems))


def _with(article: Article, **changes: Any) -> Article:
    return structs.replace(article, **changes)


def _distinct(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))
