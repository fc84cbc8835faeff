"""How a remote teacher is called: `openai:MODEL@BASE_URL`."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from backend.domain.errors import Unavailable

REMOTE = "openai:"
_LONGEST_MODEL = 200
_LONGEST_NAME = 1000
_FORM = "Type openai:MODEL@BASE_URL, for instance openai:Qwen/Qwen2.5-7B-Instruct@http://127.0.0.1:8000/v1."


@dataclass(frozen=True)
class RemoteName:
    """Which model of which server.

    Attributes:
        model: as the server calls it.
        base_url: http or https, with its path (mostly `/v1`) and without a slash at the end.
    """

    model: str
    base_url: str

    @classmethod
    def parse(cls, name: str) -> RemoteName:
        """Read a teacher's name; nothing is asked of any server.

        Raises:
            Unavailable: no model, no http(s) address, or an address with a password, a query or a fragment.

        >>> RemoteName.parse("openai:@cf/meta/llama@https://example.org/v1/")
        RemoteName(model='@cf/meta/llama', base_url='https://example.org/v1')
        """
        model, at, address = name.removeprefix(REMOTE).rpartition("@")
        if "://" in model:
            # Not repeated in the message: it would be shown and logged.
            raise Unavailable("remote teacher with a user name or password in its address", remedy=_KEY)
        if len(name) > _LONGEST_NAME or any(not letter.isprintable() or letter.isspace() for letter in name):
            raise Unavailable("remote teacher with blanks in its name, or too long a one", value=name, remedy=_FORM)
        if not name.startswith(REMOTE) or not at or not model or len(model) > _LONGEST_MODEL:
            raise Unavailable("remote teacher without a model or an address", value=name, remedy=_FORM)
        return cls(model, _checked(name, address).rstrip("/"))

    @property
    def is_loopback(self) -> bool:
        """Whether what is sent stays on this machine."""
        host = urlsplit(self.base_url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @property
    def is_encrypted(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """Host and port, as a key may be bound to."""
        return urlsplit(self.base_url).netloc


_KEY = (
    "Give the key in the environment as TEACHSET_OPENAI_API_KEY, and the address without it: "
    "openai:MODEL@https://HOST/v1."
)


def is_remote(name: str) -> bool:
    """Whether that is meant to be the name of a remote teacher."""
    return name.startswith(REMOTE)


def _checked(name: str, address: str) -> str:
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for one that is no number
    except ValueError as error:
        raise Unavailable(f"remote teacher whose address cannot be read ({error})", value=name, remedy=_FORM) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or "\\" in address:
        raise Unavailable("remote teacher whose address is neither http nor https", value=name, remedy=_FORM)
    if parts.query or parts.fragment or address.endswith(("?", "#")):
        raise Unavailable("remote teacher with a query or a fragment in its address", value=name, remedy=_FORM)
    return _normal(parts)


def _normal(parts: SplitResult) -> str:
    return parts._replace(netloc=parts.netloc.lower()).geturl()
