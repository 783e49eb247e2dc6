"""The site's settings as values: what `config.yaml` may say, its meaning and its defaults.

The JSON Schema for editors and `docs/` come from these types, so their words are written for users.
Reading and checking a file is `config.py`'s work.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from site_builder.deploy_settings import DeployTarget


def about(description: str, **rules: Any) -> Meta:
    """What a field means, in words for users; `rules` are msgspec's, and `extra` is for `schema.py`."""
    return Meta(description=description, **rules)


RightsText = Annotated[
    str,
    about(
        "How much of a text may be shown: `full`, `excerpt` (or `excerpt 80`, in words), `headline`",
        pattern=r"^(full|excerpt( [1-9]\d{0,4})?|headline)$",
    ),
]
WEB = r"^(https?://[^\s/]\S*)?$"  # what a page may link to: never a scheme that could run something
Review = Literal["inbox", "needs-check", "approved", "killed"]
Form = Literal["link", "original", "republished"]
HostName = Literal["github", "gitlab", "codeberg", "netlify", "cloudflare", "apache", "nginx", "caddy"]
Compression = Literal["gzip", "brotli"]


class TagSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """One term of the controlled vocabulary; its id is its key under `tags`."""

    label: Annotated[str, about("What readers see; the id when empty")] = ""
    aliases: Annotated[tuple[str, ...], about("Other names, also for the importer to find")] = ()
    description: Annotated[str, about("One or two sentences for the tag's page")] = ""
    parent: Annotated[str, about("Id of a wider tag")] = ""
    see: Annotated[str, about("A Wikidata address or another page that says what is meant")] = ""
    replaced_by: Annotated[str, about("Id of the tag that took this one's place and shows its articles")] = ""


class FurnitureSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """A line that is no part of any story, for the importer; a word alone is the line's text."""

    text: Annotated[str, about("The whole line, with # for any digit")] = ""
    pattern: Annotated[str, about("A regular expression for the whole line, in place of its text")] = ""
    id: Annotated[str, about("The name that ledgers and review marks give it")] = ""
    action: Annotated[Literal["cut", "review"], about("`review` leaves the line in, under a mark")] = "cut"


class SourceSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """A publisher whose articles the digest takes up; its id is its key under `sources`."""

    name: Annotated[str, about("What readers see")]
    url: Annotated[str, about("The publisher's own site")] = ""
    rights: RightsText | None = None  # what its texts may be shown as, unless an article says otherwise
    language: Annotated[str, about("Of its articles, by BCP 47")] = ""
    description: Annotated[str, about("One or two sentences for the source's page")] = ""
    furniture: Annotated[
        tuple[FurnitureSetting, ...], about("Lines of its articles that the importer leaves out")
    ] = ()


class SectionSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of every edition, such as Diplomacy; its id is its key under `sections`."""

    label: Annotated[str, about("What readers see; the id when empty")] = ""
    description: Annotated[str, about("One or two sentences")] = ""


class RelatedSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """How related reading is found."""

    limit: Annotated[int, about("How many articles the sidebar shows", ge=0, le=50)] = 5
    half_life_days: Annotated[
        int,
        about("Days in which nearness in time loses half its say; 0 switches it off", ge=0, le=36500),
    ] = 7


class EditionsSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """How articles are gathered into editions, beside those in `content/editions/`."""

    by: Annotated[Literal["day", "week", "none"], about("The time that one edition spans")] = "week"
    epub: Annotated[bool, about("Whether each edition is also made as an EPUB, to be read offline")] = False


class NewsletterSetting(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Editions by mail: `newsletter/NAME.html`, `.txt` and `.eml` of each, once `from` is there."""

    sender: Annotated[
        str, about("Who sends it: desk@example.org, or with a name; without it no mail is made")
    ] = field(default="", name="from")
    reply_to: Annotated[str, about("Where answers go, where not to `from`")] = ""
    subject: Annotated[str, about("Of each mail; :site :edition :day :number :lead are filled in")] = (
        ":site – :edition"
    )
    intro: Annotated[str, about("Some sentences that open each mail")] = ""
    imprint: Annotated[str, about("Who is behind it, with a postal address, for the foot of each mail")] = ""
    unsubscribe: Annotated[
        str,
        about(
            "Where readers leave: a web address, `mailto:…` or the placeholder of a mailing service;"
            " `{address}` stands for the reader's own. When empty, an answer with that subject"
        ),
    ] = ""
    stories: Annotated[int, about("How many stories a mail has at most; 0 means all", ge=0, le=1000)] = 0


class ImportingSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """What the importer knows beside the site's own vocabulary, and what it leaves out."""

    places: Annotated[
        bool, about("Whether countries are found by all their names, demonyms and the dateline's city")
    ] = False
    organisations: Annotated[bool, about("Whether international organisations are, by all their names")] = (
        False
    )
    furniture: Annotated[
        tuple[FurnitureSetting, ...], about("Lines that the importer leaves out, whatever the source")
    ] = ()


class FeedsSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """What readers and machines can subscribe to."""

    lists: Annotated[
        tuple[Literal["site", "tags", "sections", "sources", "corrections"], ...],
        about("Of what there are feeds; none of an empty list"),
    ] = ("site", "tags", "sections", "sources", "corrections")
    formats: Annotated[tuple[Literal["atom", "rss", "json"], ...], about("In which formats")] = (
        "atom",
        "rss",
        "json",
    )
    limit: Annotated[int, about("How many of the newest entries each has", ge=1, le=1000)] = 30
    text: Annotated[
        Literal["full", "summary", "headline"], about("The most that an entry has, where rights allow it")
    ] = "full"
    authority: Annotated[
        str,
        about(
            "Domain and year under which ids are minted, such as `example.org,2012`; never changed",
            pattern=r"^([a-z0-9][a-z0-9.-]*,[12]\d{3}(-\d\d(-\d\d)?)?)?$",
        ),
    ] = ""
    hub: Annotated[str, about("Address of a WebSub hub that tells of new entries", pattern=WEB)] = ""


class SitemapSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """What search engines are told of."""

    news: Annotated[bool, about("Whether there is a sitemap of the last two days for news search")] = False


class DataSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """The digest for machines, as JSON."""

    index: Annotated[bool, about("Whether there is `/index.json`, with a file for each month")] = True
    articles: Annotated[bool, about("Whether each article's page has a `.json` beside it")] = False
    ninjs: Annotated[bool, about("Whether each article also has one in IPTC ninjs, for newsrooms")] = False


class IgnoreRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Findings that are not told of some files."""

    path: Annotated[str, about("A glob from the site's folder, such as `content/2012/**`")]
    codes: Annotated[tuple[str, ...], about("Which codes; all of them when empty")] = ()


class CheckSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """What `check` finds worth telling."""

    levels: Annotated[
        dict[str, Literal["error", "warning", "ignore"]], about("Another level for a code of docs/check.md")
    ] = field(default_factory=dict)
    ignore: Annotated[tuple[IgnoreRule, ...], about("What is not told of some files")] = ()
    summary_shortest: Annotated[int, about("Characters of an editor's summary", ge=0, le=10_000)] = 40
    summary_longest: Annotated[int, about("Characters of an editor's summary", ge=1, le=10_000)] = 300
    thin_tag: Annotated[int, about("Articles that a tag of the vocabulary should have", ge=0, le=1000)] = 2
    page_kilobytes: Annotated[
        int, about("What a page may weigh with all it loads; 0 means anything", ge=0, le=1_000_000)
    ] = 1500
    withheld_words: Annotated[
        int, about("Words in a row of a withheld text that no output may have", ge=6, le=1000)
    ] = 12
    link_days: Annotated[int, about("Days for which an answer from the web is believed", ge=0, le=3650)] = 7


class HostingSetting(Struct, frozen=True, forbid_unknown_fields=True):
    """What the hosts that serve the site are told, and what is made for them beside the pages."""

    hosts: Annotated[
        tuple[HostName, ...], about("Where the site will be served; the files that these read are published")
    ] = ()
    domain: Annotated[
        str, about("A domain of your own, for hosts that read it from a file: github, codeberg")
    ] = ""
    compress: Annotated[
        tuple[Compression, ...],
        about("How texts are compressed beside the originals, for hosts that serve such files"),
    ] = ()
    security: Annotated[bool, about("Whether hosts are told to send security headers")] = True
    policy: Annotated[
        dict[str, tuple[str, ...]],
        about("What your own layouts may load beside the site's files, by directive of the content policy"),
    ] = field(default_factory=dict)
    caching: Annotated[bool, about("Whether hosts are told how long browsers may keep what")] = True


class MenuItem(Struct, frozen=True, forbid_unknown_fields=True):
    """A link in the masthead."""

    label: Annotated[str, about("What readers see")]
    to: Annotated[str, about("A path in the site such as /about/, or a web address")]


class DefaultRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Front matter for the articles whose path below `content/` matches a glob; later rules win."""

    path: Annotated[str, about("A glob such as `syria/**`")]
    # As plain data that msgspec converts to the types of FrontMatter; `config.py` has checked it.
    values: Annotated[dict[str, Any], about("Keys of front matter and their values")]


class Settings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything `config.yaml` can say."""

    title: Annotated[str, about("The site's name")]
    description: Annotated[str, about("What the site is, in a sentence")] = ""
    base_url: Annotated[str, about("Where the site will live: scheme, host and path")] = ""
    language: Annotated[str, about("Of the site, by BCP 47")] = "en"
    timezone: Annotated[str, about("IANA name; a time without a zone is read in it")] = "UTC"
    content_dir: Annotated[str, about("Folder of the articles")] = "content"
    layouts_dir: Annotated[str, about("Folder of the site's own layouts")] = "layouts"
    static_dir: Annotated[str, about("Folder of files that are published as they are")] = "static"
    output_dir: Annotated[str, about("Folder that the site is written to")] = "output"
    permalink: Annotated[
        str, about("A preset (`pretty`, `date`, `none`) or a pattern such as `/:year/:slug/`")
    ] = "pretty"
    canonical: Annotated[
        Literal["original", "own"],
        about("Which address of a republished text search engines are told: the original's, or its own here"),
    ] = "original"
    links: Annotated[
        Literal["absolute", "relative"], about("`relative` is for a site that is opened from a folder")
    ] = "absolute"
    paginate: Annotated[int, about("Articles on one page of a list", ge=1, le=1000)] = 30
    rights: RightsText = "full"  # for articles whose source says nothing
    tags: Annotated[dict[str, TagSetting], about("The vocabulary: tags by id")] = field(default_factory=dict)
    sources: Annotated[dict[str, SourceSetting], about("The publishers by id")] = field(default_factory=dict)
    sections: Annotated[dict[str, SectionSetting], about("Parts of every page by id, in order")] = field(
        default_factory=dict
    )
    related: Annotated[RelatedSetting, about("Related reading")] = field(default_factory=RelatedSetting)
    editions: Annotated[EditionsSetting, about("Editions")] = field(default_factory=EditionsSetting)
    importing: Annotated[ImportingSetting, about("Import and suggested tags")] = field(
        default_factory=ImportingSetting
    )
    menu: Annotated[tuple[MenuItem, ...], about("Links in the masthead")] = ()
    defaults: Annotated[tuple[DefaultRule, ...], about("Front matter by path")] = ()
    feeds: Annotated[FeedsSetting, about("Feeds")] = field(default_factory=FeedsSetting)
    sitemap: Annotated[SitemapSetting, about("Sitemaps")] = field(default_factory=SitemapSetting)
    data: Annotated[DataSetting, about("The digest as JSON")] = field(default_factory=DataSetting)
    search: Annotated[
        Literal["simple", "pagefind", "none"],
        about("`simple` searches titles, summaries and tags, `pagefind` whole texts; `none` has no search"),
    ] = "simple"
    cards: Annotated[
        bool, about("Whether each article without a picture has one made of its headline, for shared links")
    ] = False
    newsletter: Annotated[NewsletterSetting, about("Editions by mail")] = field(
        default_factory=NewsletterSetting
    )
    hosting: Annotated[HostingSetting, about("What hosts are told")] = field(default_factory=HostingSetting)
    deploy: Annotated[dict[str, DeployTarget], about("Where `deploy` brings the site, by name")] = field(
        default_factory=dict
    )
    check: Annotated[CheckSetting, about("What `check` tells")] = field(default_factory=CheckSetting)
    extra: Annotated[dict[str, Any], about("Free data for layouts")] = field(default_factory=dict)


# Names that users of other generators bring along, and the name that is meant.
CONFIG_SYNONYMS = {"baseURL": "base_url", "url": "base_url", "languageCode": "language"}
