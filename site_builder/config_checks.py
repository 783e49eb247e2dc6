"""What must hold between settings, and what a type cannot say. Pure; knows no file and no disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from site_builder.addresses import split_mailbox, url_in_ascii, why_not_an_address
from site_builder.deploy_checks import check_targets
from site_builder.hosting_checks import check_hosting
from site_builder.nodes import Places
from site_builder.problems import Level, Problem, did_you_mean
from site_builder.settings import Settings
from site_builder.tag_checks import check_tags
from site_builder.texts import better_language_tag, is_language_tag

PERMALINK_PRESETS = ("pretty", "date", "none")
SUBJECT_TOKENS = (":site", ":edition", ":day", ":number", ":lead")
PERMALINK_TOKENS = (":year", ":month", ":day", ":slug", ":title", ":section", ":source")

_TOKEN = re.compile(r":\w*")
_NO_ADDRESS = re.compile(r"""[\s<>:"|?*%#\\]|//|/\.{1,2}(/|$)""")
_SPACE = re.compile(r"\s")
_RULE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_PATTERN = 500  # characters of one in `furniture`
# A group that holds an unbounded repetition and is itself repeated without bound: (a+)+, (.*x)*, (a|b+){2,}
_NESTED_REPEAT = re.compile(r"\([^()]*(?:[^\\(][*+]|\{\d+,\})[^()]*\)(?:[*+]|\{\d+,\})")
_PLACEHOLDER = re.compile(r"[!-;=?-~]+")  # visible ASCII without < and >, for a header
_DIRECTORIES = ("content_dir", "layouts_dir", "static_dir", "output_dir")
_STATE = ".site-builder"
_EXTENSIONS = "extensions"


def check_settings(settings: Settings, places: Places) -> Iterator[Problem]:
    """Everything that is wrong with settings whose types are right, in no order that matters."""
    return _Checks(settings, places).all()


class _Checks:
    def __init__(self, settings: Settings, places: Places) -> None:
        self._settings = settings
        self._places = places

    def all(self) -> Iterator[Problem]:
        yield from self._timezone()
        yield from self._base_url()
        yield from self._feeds()
        yield from self._machines()
        yield from self._languages()
        yield from self._permalink()
        yield from self._directories()
        yield from self._urls()
        yield from self._furniture()
        yield from check_tags(self._settings.tags, self._places)
        yield from self._newsletter()
        yield from check_hosting(self._settings, self._places)
        yield from check_targets(self._settings.deploy, self._places)

    def _problem(self, path: str, code: str, message: str, remedy: str, level: Level = "error") -> Problem:
        place = self._places.nearest(path)
        return Problem(level=level, code=code, place=place, message=message, remedy=remedy)

    def _timezone(self) -> Iterator[Problem]:
        name = self._settings.timezone
        if "timezone" not in self._places:
            message = "no timezone is set, so times without a zone are read as UTC"
            remedy = "Add a line such as  timezone: Europe/Berlin"
            yield self._problem("timezone", "missing-timezone", message, remedy, "warning")
        elif not _is_zone(name):
            remedy = did_you_mean(name, available_timezones()) or "Write an IANA name such as Europe/Berlin."
            yield self._problem("timezone", "unknown-timezone", f"there is no timezone '{name}'", remedy)

    def _base_url(self) -> Iterator[Problem]:
        url = self._settings.base_url
        if url and (cause := _why_not_a_base(url)):
            remedy = "Write scheme, host and path alone, such as https://example.org/digest"
            yield self._problem("base_url", "bad-url", f"'{url}' {cause}", remedy)

    def _feeds(self) -> Iterator[Problem]:
        if "feeds" in self._places and not self._settings.base_url and self._settings.feeds.lists:
            message = "there are no feeds, for the site does not know its own address"
            remedy = "Add a line such as  base_url: https://example.org  or  feeds: {lists: []}"
            yield self._problem("feeds", "no-feeds", message, remedy, "warning")

    def _machines(self) -> Iterator[Problem]:
        """Outputs that were asked for and hold full addresses only."""
        data = self._settings.data
        asked = {
            "sitemap": ("sitemap", True),
            "data": ("JSON for machines", data.index or data.articles),
            "cards": ("picture for shared links", self._settings.cards),
        }
        for key, (what, wanted) in asked.items():
            if key in self._places and wanted and not self._settings.base_url:
                message = f"there is no {what}, for the site does not know its own address"
                remedy = f"Add a line such as  base_url: https://example.org  or take `{key}` out."
                yield self._problem(key, "no-base-url", message, remedy, "warning")

    def _languages(self) -> Iterator[Problem]:
        tags = {"language": self._settings.language}
        tags |= {f"sources.{id_}.language": s.language for id_, s in self._settings.sources.items()}
        for path, tag in tags.items():
            if tag and not is_language_tag(tag):
                message = f"'{tag}' is not a language tag"
                yield self._problem(path, "bad-language", message, better_language_tag(tag))

    def _permalink(self) -> Iterator[Problem]:
        pattern = self._settings.permalink
        if pattern in PERMALINK_PRESETS:
            return
        if not pattern.startswith("/"):
            near = did_you_mean(pattern, PERMALINK_PRESETS)
            remedy = f"{near} A pattern begins with a slash; the presets are {', '.join(PERMALINK_PRESETS)}."
            message = f"'{pattern}' is neither a preset nor a pattern"
            yield self._problem("permalink", "bad-permalink", message, remedy.strip())
            return
        tokens = _TOKEN.findall(pattern)
        if _NO_ADDRESS.search(_TOKEN.sub("x", pattern)):
            message = "the pattern holds what no address can, such as '..', '//', '?' or a space"
            yield self._problem("permalink", "bad-permalink", message, "Use letters, digits, - . _ and /")
        unknown = [token for token in tokens if token not in PERMALINK_TOKENS]
        for token in unknown:
            remedy = did_you_mean(token, PERMALINK_TOKENS) or f"Tokens: {' '.join(PERMALINK_TOKENS)}."
            yield self._problem("permalink", "bad-permalink", f"there is no token '{token}'", remedy)
        if not unknown and not {":slug", ":title"} & set(tokens):
            message = "the pattern gives all articles of a kind one address"
            yield self._problem("permalink", "bad-permalink", message, "Let it hold :slug or :title.")

    def _directories(self) -> Iterator[Problem]:
        inside = {}
        for key in _DIRECTORIES:
            name = getattr(self._settings, key)
            # Who names a folder on the command line may mean one anywhere.
            if key in self._places and self._places[key].source.startswith("--"):
                continue
            parts = PurePosixPath(name).parts
            if not parts or ".." in parts or name.startswith(("/", "~")) or re.search(r"[\\:]", name):
                message = f"'{name}' is not a folder inside the site's"
                remedy = "Write a relative path such as  output  with forward slashes."
                yield self._problem(key, "bad-directory", message, remedy)
            else:
                inside[key] = tuple(part.casefold() for part in parts)
        for (first, one), (second, other) in combinations(inside.items(), 2):
            if one[: len(other)] == other or other[: len(one)] == one:
                key, rest = (second, first) if second in self._places else (first, second)
                message = f"'{key}' and '{rest}' overlap"
                yield self._problem(key, "bad-directory", message, "Give each a folder of its own.")
        for key, parts in inside.items():
            if parts[0] == _EXTENSIONS:
                message = f"'{_EXTENSIONS}' is where the site's own extensions lie"
                yield self._problem(key, "bad-directory", message, "Name another folder.")
            if parts[0] == _STATE:
                message = f"'{_STATE}' is where the builder keeps its state"
                yield self._problem(key, "bad-directory", message, "Name another folder.")

    def _urls(self) -> Iterator[Problem]:
        urls = {f"tags.{id_}.see": tag.see for id_, tag in self._settings.tags.items()}
        urls |= {f"sources.{id_}.url": source.url for id_, source in self._settings.sources.items()}
        for path, url in urls.items():
            if url and not _is_web(url):
                remedy = "Write it in full, beginning with https://"
                yield self._problem(path, "bad-url", f"'{url}' is not a web address", remedy)
        for number, item in enumerate(self._settings.menu):
            is_path = item.to.startswith("/") and not item.to.startswith("//")
            if item.to and not (is_path or _is_web(item.to)):
                message = f"'{item.to}' leads nowhere"
                remedy = "Write a path of the site such as /about/, or an address beginning with https://"
                yield self._problem(f"menu.{number}.to", "bad-url", message, remedy)

    def _furniture(self) -> Iterator[Problem]:
        lists = {
            f"sources.{id_}.furniture": source.furniture for id_, source in self._settings.sources.items()
        }
        lists["importing.furniture"] = self._settings.importing.furniture
        for path, entries in lists.items():
            for number, entry in enumerate(entries):
                place = f"{path}.{number}"
                if bool(entry.text.strip()) == bool(entry.pattern):
                    message = "a line of furniture needs either its text or a pattern"
                    yield self._problem(place, "bad-furniture", message, "Write  text: …  or  pattern: …")
                if entry.id and not _RULE_ID.fullmatch(entry.id):
                    message = f"'{entry.id}' is no name for a rule"
                    remedy = "Use small letters, digits and hyphens, as in staff-pick."
                    yield self._problem(f"{place}.id", "bad-furniture", message, remedy)
                if cause := _why_no_pattern(entry.pattern):
                    remedy = "Write a regular expression for the whole line, such as  story by .{1,60}"
                    yield self._problem(f"{place}.pattern", "bad-pattern", cause, remedy)

    def _newsletter(self) -> Iterator[Problem]:
        setting = self._settings.newsletter
        for key, mailbox in (("from", setting.sender), ("reply_to", setting.reply_to)):
            if mailbox and (cause := why_not_an_address(split_mailbox(mailbox)[1])):
                message = f"'{mailbox}' is no mail address: {cause}"
                remedy = "Write  desk@example.org  or  The Desk <desk@example.org>"
                yield self._problem(f"newsletter.{key}", "bad-address", message, remedy)
        for token in _TOKEN.findall(setting.subject):
            if token[1:].isalpha() and token not in SUBJECT_TOKENS:
                remedy = did_you_mean(token, SUBJECT_TOKENS) or f"Tokens: {' '.join(SUBJECT_TOKENS)}."
                yield self._problem(
                    "newsletter.subject", "bad-subject", f"there is no token '{token}'", remedy
                )
        leave = setting.unsubscribe
        scheme = leave.partition(":")[0].lower() if re.match(r"[a-zA-Z][\w+.-]*:", leave) else "mailto"
        named = ":" in leave or any(sign in leave for sign in "{[%*$|")  # a placeholder has some sign of one
        usable = _PLACEHOLDER.fullmatch(leave) and scheme in ("http", "https", "mailto") and named
        if leave and not usable:
            message = f"'{leave}' is no way to leave a list"
            remedy = "Write a web address, mailto:… or your mailing service's placeholder, without spaces."
            yield self._problem("newsletter.unsubscribe", "bad-url", message, remedy)
        if setting.sender and not self._settings.base_url:
            message = "without a `base_url` no mail is made, since links in a mail are full addresses"
            remedy = "Set `base_url`, or take `from` out of `newsletter`."
            yield self._problem("newsletter.from", "no-base-url", message, remedy, "warning")
        elif "newsletter" in self._places and "newsletter.from" not in self._places and not setting.sender:
            message = "without `from` no mail is made"
            remedy = "Say who sends it:  newsletter: {from: desk@example.org}"
            yield self._problem("newsletter", "no-sender", message, remedy, "warning")


def _why_no_pattern(pattern: str) -> str:
    if len(pattern) > LONGEST_PATTERN:
        return f"the pattern has more than {LONGEST_PATTERN} characters"
    if _NESTED_REPEAT.search(pattern):
        return f"'{pattern}' repeats a repetition without bound, which can take for ever"
    try:
        matches_nothing = bool(re.compile(pattern).fullmatch("")) if pattern else False
    except (re.error, OverflowError, RecursionError) as error:
        return f"'{pattern}' is no regular expression: {error}"
    return f"'{pattern}' matches an empty line" if matches_nothing else ""


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a folder of zones, a name out of bounds, an unknown one
        return False
    return True


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:  # half an IPv6 address, a port that is no number
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and has_port and not _SPACE.search(url)


def _why_not_a_base(url: str) -> str:
    if not _is_web(url):
        return "is not a web address"
    parts = urlsplit(url)
    if parts.query or parts.fragment or "?" in url or "#" in url:
        return "has a query or a fragment"
    if "@" in parts.netloc:
        return "holds a user name"
    try:
        url_in_ascii(url)
    except UnicodeError:
        return "has a host that no name service can know"
    return ""
