"""How a remote teacher is called: how often, how long, with which key, at what price."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from backend.domain.errors import InvalidValue, Unavailable
from backend.teacher.remote.name import RemoteName

Dialect = Literal["auto", "vllm", "llama.cpp", "none"]
"""How a server takes a grammar; `auto` asks the server what it is."""

OPENAI = "https://api.openai.com/v1"


@dataclass(frozen=True)
class Keys:
    """API keys, none of which is ever shown or stored.

    Attributes:
        teachset: for any remote teacher, or only those of `teachset_host` ("host" or "host:port") where it is given.
        openai: for OpenAI's own address, or for `openai_base_url` where that is given: whoever may choose a
            teacher must not be able to send the key that other programs use to an address of their own.
    """

    teachset: str = field(default="", repr=False)
    teachset_host: str = ""
    openai: str = field(default="", repr=False)
    openai_base_url: str = ""

    def key_for(self, name: RemoteName) -> str:
        """The key to send to that server; empty when none is meant for it."""
        if self.teachset and self.teachset_host.lower() in ("", name.host):
            return self.teachset
        if self.openai and name.base_url == (self.openai_base_url or OPENAI).rstrip("/"):
            return self.openai
        return ""


@dataclass(frozen=True)
class RemoteOptions:
    """What a person may set for remote teachers.

    Attributes:
        concurrency: requests under way at once, at least 1.
        timeout: seconds that one request may take, above 0.
        retries: how often a request that failed for a reason that passes is sent again, 0 or more.
        grammar: how the server takes a grammar; "none" never sends one.
        allow_http: send the key unencrypted to a host that is not this machine.

    Raises:
        InvalidValue: a number out of its range, or an unknown dialect.
    """

    concurrency: int = 8
    timeout: float = 120.0
    retries: int = 12
    grammar: Dialect = "auto"
    allow_http: bool = False
    keys: Keys = Keys()

    def __post_init__(self) -> None:
        if not 1 <= self.concurrency <= 256:
            raise InvalidValue("requests at once", value=self.concurrency, remedy="Use 1 to 256.")
        if not 0 < self.timeout <= 3600:
            raise InvalidValue(
                "seconds for a request", value=self.timeout, remedy="Use a number above 0, at most 3600."
            )
        if not 0 <= self.retries <= 100:
            raise InvalidValue("retries", value=self.retries, remedy="Use 0 to 100.")
        if self.grammar not in get_args(Dialect):
            raise InvalidValue("grammar", value=self.grammar, remedy=f"Use one of: {', '.join(get_args(Dialect))}.")

    def key_for(self, name: RemoteName) -> str:
        """The key to send to that server; empty when there is none for it.

        Raises:
            Unavailable: a key that would cross the network unencrypted, or that no request can carry.
        """
        key = self.keys.key_for(name)
        if not all("!" <= letter <= "~" for letter in key):
            # Not repeated in the message, here or by whatever would try to send it.
            raise Unavailable(
                "key with blanks, line breaks or other characters than ASCII's",
                where=name.base_url,
                remedy="Set TEACHSET_OPENAI_API_KEY, or OPENAI_API_KEY, to the key alone.",
            )
        if key and not (name.is_encrypted or name.is_loopback or self.allow_http):
            raise Unavailable(
                "key that would be sent unencrypted to",
                value=name.base_url,
                remedy="Use an https address, or set TEACHSET_OPENAI_ALLOW_HTTP=true where the network is your own.",
            )
        return key
