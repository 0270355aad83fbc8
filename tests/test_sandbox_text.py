"""Markup, entities, links and trimming, by tables and against TDLib's own code where it is installed."""

from __future__ import annotations

import importlib.util
import json
import random
from typing import Any

import pytest

from bot.sandbox.entities import Entity, repair
from bot.sandbox.links import checked_link
from bot.sandbox.markup import MarkupError, parse_html
from bot.sandbox.refusals import Refusal
from bot.sandbox.text import finish

needs_tdlib = pytest.mark.skipif(
    importlib.util.find_spec("tdjson") is None, reason="tdjson (TDLib's own parser) is not installed"
)


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("<p>x", 'Unsupported start tag "p" at byte offset 0'),
        ("你<br/>", 'Unsupported start tag "br/" at byte offset 3'),
        ("<", "Unclosed start tag at byte offset 0"),
        ("< b>", 'Unsupported start tag "" at byte offset 0'),
        ("a<b", "Unclosed start tag at byte offset 1"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</b y>", "Unclosed end tag at byte offset 4"),
        ("<a href=http://x.y>q</a>", "Unexpected end of name token at byte offset 8"),
        ("<b =x>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ("<b a='x", "Unclosed start tag at byte offset 0"),
        ("<b a=", 'Unclosed start tag "b" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>a</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("&#xd83d;", "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched "),
    ],
)
def test_what_is_refused(html: str, error: str) -> None:
    with pytest.raises(MarkupError) as refused:
        parse_html(html)
    assert str(refused.value).startswith(error)


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>好</b>", "好", [("bold", 0, 1, "")]),
        ("😀<i>x</i>", "😀x", [("italic", 2, 1, "")]),
        ("&lt;&amp;&gt;&quot;&#65;&#x4f60;", '<&>"A你', []),
        ("&nbsp;&apos;& &;", "&nbsp;&apos;& &;", []),
        ("<b></b>x", "x", []),
        ("<B>x</>", "x", [("bold", 0, 1, "")]),
        ("<a href='http://a.com?x=1&amp;y=2'>x</a>", "x", [("text_link", 0, 1, "http://a.com/?x=1&y=2")]),
        ("<a href='http://localhost/'>x</a>", "x", []),
        ("<a href='tg://user?id=7'>x</a>", "x", [("text_mention", 0, 1, "7")]),
        ("<a>a.com</a>", "a.com", [("text_link", 0, 5, "http://a.com/")]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1, "")]),
        ("<pre><code class='language-c'>x</code></pre>", "x", [("pre", 0, 1, "c")]),
        ("<code class='language-c'>x</code>", "x", [("code", 0, 1, "")]),
        ("<span class=tg-spoiler>x</span>", "x", [("spoiler", 0, 1, "")]),
    ],
)
def test_what_is_read(html: str, text: str, entities: list[tuple[Any, ...]]) -> None:
    got, found = parse_html(html)
    assert (got, [(e.kind, e.offset, e.length, e.argument) for e in found]) == (text, entities)


@pytest.mark.parametrize(
    ("text", "entities", "kept"),
    [
        (" \n a \n", [("bold", 0, 6)], ("a", [("bold", 0, 1)])),
        ("a\r\nb\x01c\u202ed", [("bold", 3, 4)], ("a\nb cd", [("bold", 2, 3)])),
        ("ab", [("bold", 0, 1), ("bold", 1, 1)], ("ab", [("bold", 0, 2)])),
        ("abc", [("code", 0, 3), ("bold", 1, 1)], ("abc", [("code", 0, 3)])),
        ("abc", [("blockquote", 0, 3), ("blockquote", 1, 1)], ("abc", [("blockquote", 0, 3)])),
        ("/find 中国", [], ("/find 中国", [("bot_command", 0, 5)])),
        (
            "看 @some_bot 和 https://a.com/x。",
            [],
            ("看 @some_bot 和 https://a.com/x。", [("mention", 2, 9), ("url", 14, 15)]),
        ),
        ("#标签 #12", [], ("#标签 #12", [("hashtag", 0, 3)])),
        ("a.com", [("pre", 0, 5)], ("a.com", [("pre", 0, 5)])),
    ],
)
def test_finishing(
    text: str, entities: list[tuple[str, int, int]], kept: tuple[str, list[tuple[str, int, int]]]
) -> None:
    given = [Entity(kind=kind, offset=offset, length=length) for kind, offset, length in entities]
    got, found = finish(text, given)
    assert (got, [(e.kind, e.offset, e.length) for e in found]) == kept


@pytest.mark.parametrize("text", ["", " ", "\n\t ", "\u200e"[:0]])
def test_white_space_alone_is_no_text(text: str) -> None:
    with pytest.raises(Refusal, match="text must be non-empty"):
        finish(text, [])


# ---- against TDLib

_NAMES = {
    "PreCode": "pre",
    "TextUrl": "text_link",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
    "BotCommand": "bot_command",
    "EmailAddress": "email",
}
_ARGUMENTS = ("url", "language", "user_id", "custom_emoji_id", "unix_time")


def tdlib(request: dict[str, Any]) -> dict[str, Any]:
    import tdjson

    tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer is not None
    result: dict[str, Any] = json.loads(answer)
    return result


def plain(entity: dict[str, Any]) -> tuple[str, int, int, str]:
    kind = entity["type"]["@type"].removeprefix("textEntityType")
    argument = next((str(entity["type"][name]) for name in _ARGUMENTS if entity["type"].get(name)), "")
    return _NAMES.get(kind, kind.lower()), entity["offset"], entity["length"], argument


def parsed_by_tdlib(html: str) -> Any:
    answer = tdlib({"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}})
    if answer["@type"] == "error":
        return answer["message"].removeprefix("Can't parse entities: ")
    return answer["text"], [plain(entity) for entity in answer["entities"]]


def parsed_here(html: str) -> Any:
    try:
        text, entities = parse_html(html)
    except MarkupError as error:
        return str(error)
    return text, [(e.kind, e.offset, e.length, e.argument) for e in entities]


_PIECES = [
    *("<b>", "</b>", "<i>", "</i>", "</>", "<", "<p>", "</", "<code>", "</code>", "<pre>", "</pre>", "<U>", "</u>"),
    *("<a href='http://a.com'>", '<a href="x">', "<a href=x.org>", "<a>", "</a>", "<a href='tg://user?id=77'>"),
    *("<code class='language-py'>", "<blockquote>", "<blockquote expandable>", "</blockquote>", "<em >", "</em >"),
    *("<span class='tg-spoiler'>", '<span class="x">', "</span>", "<tg-spoiler>", "</tg-spoiler>", "<b a", "</b x>"),
    *("<tg-emoji emoji-id=5>", "</tg-emoji>", "<tg-time unix=1700000000 format='wDT'>", "</tg-time>", "<b  a = 'q' c>"),
    *("&lt;", "&amp", "&#x4f60;", "&#55;", "&#xd83d;", "&nbsp;", "&", "&#0;", "&#1114112;", "&quot;"),
    *("你好", "😀", "a.com", " ", "\n", "\t", ">", "=", "'", '"', "/", "\x0b", "é", "x"),
]
_PAIRS = [
    "b",
    "i",
    "s",
    "u",
    "code",
    "pre",
    "blockquote",
    "tg-spoiler",
    "a",
    "code class='language-c'",
    "blockquote expandable",
]


def random_html(choice: random.Random) -> str:
    """Either any pieces in any order, or tags that close as they should."""
    if choice.random() < 0.5:
        return "".join(choice.choice(_PIECES) for _ in range(choice.randint(1, 9)))
    html, waiting = "", []
    for _ in range(choice.randint(1, 12)):
        dice = choice.random()
        if dice < 0.35:
            tag = choice.choice(_PAIRS)
            html += "<a href='http://e.com/x'>" if tag == "a" else f"<{tag}>"
            waiting.append(tag.partition(" ")[0])
        elif dice < 0.6 and waiting:
            html += f"</{waiting.pop()}>"
        else:
            html += choice.choice(["你", "a", "😀", " ", "&lt;", "x.com"])
    return html + "".join(f"</{tag}>" for tag in reversed(waiting))


@needs_tdlib
@pytest.mark.parametrize("seed", range(4))
def test_markup_is_read_and_refused_as_tdlib_does(seed: int) -> None:
    choice = random.Random(seed)
    for _ in range(1500):
        html = random_html(choice)
        assert parsed_here(html) == parsed_by_tdlib(html), html


@needs_tdlib
def test_entities_are_repaired_as_tdlib_does() -> None:
    names = {
        "Bold": "bold",
        "Italic": "italic",
        "Underline": "underline",
        "Strikethrough": "strikethrough",
        "Spoiler": "spoiler",
        "Code": "code",
        "Pre": "pre",
        "TextUrl": "text_link",
        "BlockQuote": "blockquote",
        "ExpandableBlockQuote": "expandable_blockquote",
    }
    choice = random.Random(5)
    for _ in range(2500):
        given = []
        for _ in range(choice.randint(1, 5)):
            offset = choice.randint(0, 9)
            given.append((choice.choice(list(names)), offset, choice.randint(1, 10 - offset)))
        entities = [
            {
                "@type": "textEntity",
                "offset": offset,
                "length": length,
                "type": {"@type": f"textEntityType{kind}"} | ({"url": "http://a.com/"} if kind == "TextUrl" else {}),
            }
            for kind, offset, length in given
        ]
        text = {"@type": "formattedText", "text": "abcdefghij", "entities": entities}
        wanted = [plain(e)[:3] for e in tdlib({"@type": "parseMarkdown", "text": text})["entities"]]
        got = repair(Entity(kind=names[kind], offset=offset, length=length) for kind, offset, length in given)
        assert [(e.kind, e.offset, e.length) for e in got] == wanted, given


@needs_tdlib
@pytest.mark.parametrize(
    "address",
    [
        *("http://例子.中国/路径?q=简", "HTTP://EXAMPLE.com:80/a b", "http://localhost:80/", "http://127.0.0.1:8765/x"),
        *(
            "//a.com",
            "a.com",
            "ftp://a.com",
            "mailto:a@b.com",
            "http://a.com?x=1#f",
            "https://u:p@a.com/",
            "http://.com",
        ),
        *(
            "http://a..com",
            "http://a./",
            "http://./",
            "http://a b.com/",
            "http://a<b.com",
            "http://a.com:",
            "http://a.com:0/",
            "http://a_b.com",
            "http://[::1]/",
            "tg://resolve?domain=x",
            "https://t.me/some_bot?start=x",
            "x",
            "",
            "http://a.com:99999/",
        ),
    ],
)
def test_links_are_taken_or_dropped_as_tdlib_does(address: str) -> None:
    html = f'<a href="{address}">.</a>'
    answer = tdlib({"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}})
    wanted = answer["entities"][0]["type"]["url"] if answer["entities"] else ""
    assert checked_link(address) == wanted


@needs_tdlib
@pytest.mark.parametrize(
    "text",
    [
        *(
            "/start",
            "/start@abc_bot x",
            "x /a",
            "x/a",
            "中/a",
            "/a中",
            "/a，",
            "/subscribe 财经",
            "@abcde你",
            "@ab",
            "foo@bar",
        ),
        *(
            "#标签 #12 #a1",
            "看abc.com吧",
            "http://127.0.0.1:80/x",
            "(www.x.com)",
            "a@b.com",
            "1.5万",
            "v1.2.3",
            "#a#b",
            "/1",
        ),
        *(
            "https://例子.中国/路径",
            "$USD $usd",
            "http://www.xinhuanet.com/2026/c_1.htm)",
            "//a",
            "/a/b",
            "index.html",
            "x.py",
        ),
    ],
)
def test_links_and_commands_are_found_as_tdlib_finds_them(text: str) -> None:
    wanted = [plain(e)[:3] for e in tdlib({"@type": "getTextEntities", "text": text})["entities"]]
    assert [(e.kind, e.offset, e.length) for e in finish(text, [])[1]] == wanted


@needs_tdlib
def test_control_characters_go_as_in_tdlib() -> None:
    for code in [
        *range(1, 0x20),
        0x7F,
        0xA0,
        0xAD,
        *range(0x200B, 0x2010),
        *range(0x2028, 0x2030),
        0x2060,
        0xFEFF,
        0x3000,
    ]:
        text = f"a{chr(code)}b"
        wanted = tdlib({"@type": "parseMarkdown", "text": {"@type": "formattedText", "text": text, "entities": []}})
        assert finish(text, [])[0] == wanted["text"], hex(code)
