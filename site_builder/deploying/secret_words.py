"""Passwords and keys: where they come from, and that none of them is ever shown.

They come from the environment, from a keyring or from the tools' own agents; never from config.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_NAMES = re.compile(
    r"(secret|token|passw|passphrase|credential|private|api_?key|access_?key|_auth$|_pat$)", re.I
)
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s@:]*:[^/\s@]*(?=@)")
_IN_QUERY = re.compile(
    r"(?<=[?&])([\w.-]*(?:token|signature|secret|credential|password|key)[\w.-]*=)[^&\s]*", re.I
)
_SHORTEST = 6  # letters of a secret: shorter ones would blank out plain words
_SHOWN = "•••"
_SERVICE = "site-builder"
_given: set[str] = set()  # the passwords that this process was told, of which no text shows any


def password_of(target: str, environ: Mapping[str, str]) -> str:
    """The password for a target, by its name in config.yaml; "" where nobody knows one.

    From `SITE_BUILDER_DEPLOY_PASSWORD_NAME`, NAME in capitals with _ for what no variable's name can hold;
    else from `SITE_BUILDER_DEPLOY_PASSWORD`; else from the keyring, under "site-builder" and the target's
    name, where the package keyring is installed.
    """
    password = _found(target, environ)
    _given.add(password)
    return password


def _found(target: str, environ: Mapping[str, str]) -> str:
    own = re.sub(r"\W", "_", target).upper()
    for name in (f"SITE_BUILDER_DEPLOY_PASSWORD_{own}", "SITE_BUILDER_DEPLOY_PASSWORD"):
        if environ.get(name):
            return environ[name]
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return keyring.get_password(_SERVICE, target) or ""
    except Exception:  # of which each keyring has its own; without one there is no password
        return ""


def hider(environ: Mapping[str, str]) -> Callable[[str], str]:
    """A function that blanks out in a text everything that is secret: values of variables with such names,
    what `password_of` has given by then, passwords in addresses.
    """
    known = {value for name, value in environ.items() if _NAMES.search(name)}

    def hide(text: str) -> str:
        secret = {value for value in known | _given if len(value) >= _SHORTEST}
        for value in sorted(secret, key=lambda value: (-len(value), value)):
            text = text.replace(value, _SHOWN)
        return _IN_QUERY.sub(rf"\1{_SHOWN}", _IN_ADDRESS.sub(_SHOWN, text))

    return hide
