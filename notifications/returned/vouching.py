"""Whether the relay before the mailbox vouches for the sender of a letter (RFC 8601); pure.

Anybody can write such a header into a letter. A relay puts its own above all that came with it, so only
the topmost one that bears the relay's name is read. It has to hold together: what is written otherwise
than the standard has it vouches for nobody.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LONGEST = 20_000
# A comment, a quoted string, a sign that parts, a word, or what is none of these.
_TOKEN = re.compile(r'\s+|(\()|"((?:[^"\\]|\\.)*)"|([;=])|([^\s;=()"]+)', re.DOTALL)
_COMMENT = re.compile(r"[^()\\]+|\\.|([()])", re.DOTALL)
_MOST_PARTS = 100


@dataclass(frozen=True)
class Result:
    """What was found out by one method: `dkim` was `pass`, of the domain in `header.d`."""

    method: str
    outcome: str
    properties: tuple[tuple[str, str], ...]

    def of(self, name: str) -> str:
        """Return a property that is said once, in small letters; empty where it is not."""
        said = [value for key, value in self.properties if key == name]
        return said[0].lower().rstrip(".") if len(said) == 1 else ""


def is_vouched_for(headers: Iterable[str], authserv_id: str, sender: str) -> bool:
    """Tell whether the relay `authserv_id` found that a letter is from the domain of its `sender`.

    `headers` are the letter's Authentication-Results, the topmost first. Where DMARC was looked at, that
    it passed counts and nothing else; else a DKIM signature of the sender's domain, or of one above it.
    """
    domain = sender.rpartition("@")[2].lower()
    if not (authserv_id and domain):
        return False
    results = _of_relay(headers, authserv_id.lower())
    by_dmarc = [each for each in results if each.method == "dmarc"]
    if by_dmarc:
        return all(each.outcome == "pass" and each.of("header.from") == domain for each in by_dmarc)
    return any(
        each.method == "dkim" and each.outcome == "pass" and _is_of(each.of("header.d"), domain)
        for each in results
    )


def _is_of(signed: str, domain: str) -> bool:
    """Tell whether who signs speaks for a domain: it is theirs, or one below theirs."""
    return signed == domain or ("." in signed and domain.endswith(f".{signed}"))


def _of_relay(headers: Iterable[str], authserv_id: str) -> tuple[Result, ...]:
    """Return the results of the topmost header of a relay; none where it cannot be read."""
    for header in headers:
        parts = _parts(header)
        if parts is None:
            # It may be the relay's, and what stands below anybody's.
            return ()
        named, *results = parts
        if not named or named[0].lower() != authserv_id:
            continue
        # Behind the name a version may stand, which is 1.
        if named[1:] not in ([], ["1"]) or len(results) > _MOST_PARTS:
            return ()
        read = [_result(each) for each in results if each not in ([], ["none"])]
        return tuple(each for each in read if each) if all(read) else ()
    return ()


def _result(said: list[str]) -> Result | None:
    """Return one result, `method=outcome` and its properties; None for what is none."""
    named = _pairs(said)
    if not named:
        return None
    (method, outcome), *properties = named
    # A method may tell its version, which is 1.
    method = method.lower().removesuffix("/1")
    return Result(method, outcome.lower(), tuple((key.lower(), of) for key, of in properties))


def _pairs(said: list[str]) -> list[tuple[str, str]] | None:
    """Return `name=value` of words in a row; None where they are anything else."""
    if len(said) % 3 or any(sign != "=" for sign in said[1::3]):
        return None
    names, values = said[0::3], said[2::3]
    if "=" in names or "=" in values:
        return None
    return list(zip(names, values, strict=True))


def _parts(header: str) -> list[list[str]] | None:
    """Return the words of a header, parted at semicolons; None for what cannot be read."""
    if len(header) > _LONGEST:
        return None
    parts: list[list[str]] = [[]]
    for word in _words(header):
        if word is None:
            return None
        if word == ";":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _words(header: str) -> Iterator[str | None]:
    """Yield the words and signs of a header without its comments; None for what is neither."""
    at = 0
    while at < len(header):
        found = _TOKEN.match(header, at)
        if found is None:
            yield None
            return
        at = found.end()
        if found[1]:
            if (after := _after_comment(header, at)) is None:
                yield None
                return
            at = after
        elif found[2] is not None:
            # A sign inside quotes parts nothing.
            said = re.sub(r"\\(.)", r"\1", found[2])
            yield None if said in ("=", ";") else said
        elif sign_or_word := found[3] or found[4]:
            yield sign_or_word


def _after_comment(header: str, at: int) -> int | None:
    """Return where a comment ends that has begun before; comments stand in comments."""
    depth = 1
    while depth:
        found = _COMMENT.match(header, at)
        if found is None:
            return None
        depth += {"(": 1, ")": -1}.get(found[1] or "", 0)
        at = found.end()
    return at
