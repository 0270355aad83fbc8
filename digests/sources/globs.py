"""Which paths below a folder belong to a source: globs as people know them from ignore files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

DEFAULT = ("*.txt", "*.md", "*.html", "*.htm", "*.pdf")


def matcher(include: Sequence[str], exclude: Sequence[str]) -> Callable[[str], bool]:
    """A test of relative POSIX paths. No ``include``: what we can read. A later exclusion beats any inclusion.

    A pattern without a slash is matched against the last name at any depth, one with a slash against the whole path;
    ``*`` and ``?`` stay within one name, ``**`` crosses folders, a final slash means everything below. Case does not
    count.
    """
    wanted = [_compile(pattern) for pattern in include or DEFAULT]
    unwanted = [_compile(pattern) for pattern in exclude]

    def matches(path: str) -> bool:
        return any(p.fullmatch(path) for p in wanted) and not any(p.fullmatch(path) for p in unwanted)

    return matches


def _compile(pattern: str) -> re.Pattern[str]:
    if pattern.endswith("/"):
        pattern += "**"
    anywhere = "" if "/" in pattern else "(?:.*/)?"
    return re.compile(anywhere + _translate(pattern.lstrip("/")), re.IGNORECASE | re.DOTALL)


def _translate(pattern: str) -> str:
    out, i = [], 0
    while i < len(pattern):
        if pattern.startswith("**/", i):
            out.append("(?:.*/)?")
            i += 3
        elif pattern.startswith("**", i):
            out.append(".*")
            i += 2
        elif pattern[i] == "[" and (end := pattern.find("]", i + 2)) > 0:
            inside = pattern[i + 1 : end].replace("\\", r"\\").replace("[", r"\[")
            out.append(f"[^{inside[1:]}/]" if inside[0] == "!" else f"[{inside}]")
            i = end + 1
        else:
            out.append({"*": "[^/]*", "?": "[^/]"}.get(pattern[i], re.escape(pattern[i])))
            i += 1
    return "".join(out)
