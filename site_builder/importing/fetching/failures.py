"""Why something was not fetched, in words for an editor. Knows no network."""

from __future__ import annotations

from site_builder.problems import Place, Problem

_MEANS = {
    401: "it wants a password",
    402: "it wants to be paid",
    403: "it does not allow that",
    404: "there is nothing at this address",
    410: "what was at this address has been removed",
    451: "it may not show this page for legal reasons",
}
_SAVE_IT = "Open it in a browser, save the page and import the saved file."


class FetchFailed(Exception):
    """Carries the problem to the door, where it is handed over. Never leaves `fetching`."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        self.code = code
        self.message = message
        self.remedy = remedy
        super().__init__(message)

    def problem(self, url: str) -> Problem:
        """The problem, its place being the address that was asked for."""
        return Problem(code=self.code, place=Place(url), message=self.message, remedy=self.remedy)


def bad_address(why: str) -> FetchFailed:
    """An address that is none of the web's, or says more than an address should."""
    return FetchFailed("bad-address", why, "Write it as https://example.org/story.")


def private_address(host: str, address: str, word: str) -> FetchFailed:
    """A host that lies where a digest has no business."""
    at = f"{host} is {address}, " if host != address else f"{address} is "
    remedy = "If this server is your own, add `--allow-private`."
    return FetchFailed("private-address", f"{at}a {word} address, and not fetched from", remedy)


def too_slow(seconds: float) -> FetchFailed:
    """A server that did not finish in time."""
    message = f"the server has not answered in full within {seconds:g} seconds"
    return FetchFailed("too-slow", message, f"Try again later. {_SAVE_IT}")


def silent(what: str) -> FetchFailed:
    """A server that says nothing."""
    return FetchFailed("too-slow", f"the server does not answer: {what}", f"Try again later. {_SAVE_IT}")


def too_large(limit: int) -> FetchFailed:
    """A body beyond the limit, as sent or as decoded."""
    message = f"the answer is larger than {limit:,} bytes, more than any page"
    return FetchFailed("too-large", message, _SAVE_IT)


def wrong_content(kind: str) -> FetchFailed:
    """A body that holds no article, by what its server calls it."""
    message = f"this is '{kind}', which holds no article that can be read"
    return FetchFailed("not-an-article", message, "Give the address of the article's page.")


def wrong_encoding(coding: str) -> FetchFailed:
    """A body in a coding that was not asked for, or that is not what it says."""
    return FetchFailed("bad-answer", f"the answer is not readable as '{coding}'", f"{_SAVE_IT}")


def broken_answer(what: str) -> FetchFailed:
    """Something that is not HTTP, or ended too early."""
    return FetchFailed("bad-answer", f"the server's answer is broken: {what}", f"Try again. {_SAVE_IT}")


def no_connection(host: str, what: str) -> FetchFailed:
    """A host that cannot be reached."""
    remedy = "Is the address right, and this machine online?"
    return FetchFailed("no-connection", f"no connection to {host}: {what}", remedy)


def untrusted(host: str, what: str) -> FetchFailed:
    """A certificate that proves nothing, so that anybody could have sent the page."""
    message = f"the certificate of {host} cannot be trusted: {what}"
    return FetchFailed("bad-certificate", message, f"Nothing is fetched past that. {_SAVE_IT}")


def too_many_redirects(chain: tuple[str, ...], limit: int) -> FetchFailed:
    """Redirects that go round, or on and on; the chain ends with the one too many."""
    loop = chain[-1] in chain[:-1]
    what = "redirects go round in a circle" if loop else f"more than {limit} redirects"
    return FetchFailed("too-many-redirects", f"{what}: {' → '.join(chain)}", _SAVE_IT)


def bad_status(status: int, reason: str, after: str) -> FetchFailed:
    """An answer that is no page. `after` is the Retry-After header, or ""."""
    said = f"the server answers {status} {reason}".rstrip()
    if status in (429, 503):
        wait = f"after {after} seconds" if after.isdigit() else f"after {after}" if after else "in an hour"
        why = "too many requests" if status == 429 else "it is not available now"
        return FetchFailed("come-again", f"{said}: {why}", f"Import it again {wait}.")
    means = _MEANS.get(status, "")
    remedy = "Is the address right?" if status in (404, 410) else _SAVE_IT
    if status >= 500:
        remedy = f"Try again later. {_SAVE_IT}"
    return FetchFailed("no-page", f"{said}: {means}" if means else said, remedy)


def host_waits(host: str, seconds: float) -> FetchFailed:
    """A host that has asked to be left alone for a while."""
    message = f"{host} has asked for no more requests during the next {max(1, round(seconds))} seconds"
    return FetchFailed("come-again", message, "Import it again after that.")


def robots_forbid(host: str) -> FetchFailed:
    """A page that the site does not want fetched by programs."""
    return FetchFailed("robots", f"the robots.txt of {host} asks programs not to fetch this page", _SAVE_IT)


def robots_unknown(host: str, why: str) -> FetchFailed:
    """A site whose wishes cannot be known, so that nothing may be fetched for now (RFC 9309, 2.3.1.4)."""
    message = f"the robots.txt of {host} cannot be read, so nothing is fetched from there for now: {why}"
    return FetchFailed("robots", message, f"Try again later. {_SAVE_IT}")


def stopped() -> FetchFailed:
    """A request that was waiting for its turn when fetching ended."""
    return FetchFailed("not-fetched", "fetching was ended before its turn came", "Import it again.")
