"""The fixed values that the types share: scripts, languages, lengths, kinds and states."""

from __future__ import annotations

from typing import Literal

SourceKind = Literal["folder", "feed", "page"]
Script = Literal["hans", "hant"]
Language = Literal["zh-Hans", "zh-Hant", "en"]
Length = Literal["short", "normal", "long"]
Template = Literal["full", "brief", "headlines"]
ChatKind = Literal["private", "group", "supergroup", "channel"]
How = Literal["exact", "variant", "pinyin", "fuzzy"]
LineRange = tuple[int, int]
Role = Literal["body", "subhead", "question", "answer"]
DeliveryState = Literal["pending", "sending", "sent", "failed", "unknown", "cancelled"]

OTHER = "other"  # the theme of a story that fits none
WATCHED = "watched"  # where a digest shows what its reader's watches found; no theme, none can be chosen by it
SEEDS = "seeds"  # the id of the bundled source

QUOTES: dict[Length, int] = {"short": 1, "normal": 2, "long": 3}  # sentences an item
ITEMS: dict[Length, int] = {"short": 3, "normal": 6, "long": 10}  # items a theme
