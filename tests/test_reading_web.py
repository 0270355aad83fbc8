"""Web pages and PDFs: the text a reader came for, and nothing of the frame around it."""

import difflib
from statistics import mean
from time import process_time

import pytest

from digests.errors import UnreadableDocument
from digests.models import Article, Document, Hints
from digests.reading import read
from digests.reading.web.html import extract
from digests.reading.web.parsing import MOST_CHARS
from tests.web_mixtures import mix
from tests.web_pages import LAYOUTS, WebText, make

PAGES = [make(layout, number) for layout in LAYOUTS for number in range(2)]


def read_page(content: bytes, hints: Hints | None = None) -> Article:
    document = Document(
        source="web", name="https://example.com/a", content=content, media_type="text/html", hints=hints or Hints()
    )
    (article,) = read(document)
    return article


def bare(text: str) -> str:
    return "".join(text.split())


def score(truth: str, found: str) -> tuple[float, float]:
    """Precision and recall in characters that stand in both in the same order."""
    matcher = difflib.SequenceMatcher(None, bare(truth), bare(found), autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    return common / max(1, len(bare(found))), common / len(bare(truth))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.layout)
def test_title_and_date_are_what_the_markup_says(page: WebText) -> None:
    article = read_page(page.content)
    assert article.title == page.title
    assert not article.title_derived
    assert page.published_on in (None, article.published_on)
    assert article.published_on is None or article.published_on.startswith("2031-0")


def test_main_text_is_found_and_better_than_by_the_library_alone() -> None:
    import trafilatura

    from digests.reading.decode import decode

    own = [score(page.text, read_page(page.content).text) for page in PAGES]
    alone = [
        score(page.text, trafilatura.extract(decode(page.content), include_comments=False) or "") for page in PAGES
    ]
    precision, recall = mean(p for p, _ in own), mean(r for _, r in own)
    assert (precision > 0.98, recall > 0.98) == (True, True), (precision, recall)
    assert precision > mean(p for p, _ in alone) + 0.02
    assert min(min(pair) for pair in own) > 0.9


def test_paragraphs_lead_back_to_lines_of_the_source() -> None:
    page = make("divs", 0)
    lines = page.content.decode().split("\n")
    for paragraph in read_page(page.content).paragraphs:
        ((first, last),) = paragraph.lines
        assert first == last
        assert bare(paragraph.text)[:12] in bare(lines[first - 1])


def test_carrier_knows_better_than_the_page() -> None:
    hints = Hints(
        title="老桥通车", byline=("王磊",), published_on="2030-01-02", published_how="feed", url="https://example.com/a"
    )
    article = read_page(make("divs", 1).content, hints)
    assert (article.title, article.published_on, article.published_how) == ("老桥通车", "2030-01-02", "feed")
    assert (article.byline, article.url) == (("王磊",), "https://example.com/a")


FRAGMENTS = [
    "<p>昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。</p>",
    "昨天，云岭区的老桥重新通车，<b>两岸居民</b>不用再绕行十里路。<br/><br/><img src=x>",
    "<!DOCTYPE html><html><head><title>x</title></head><body><article>"
    "昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。</article></body></html>",
]


@pytest.mark.parametrize("content", FRAGMENTS)
def test_entry_of_a_feed_is_all_text(content: str) -> None:
    article = read_page(content.encode(), Hints(title="老桥通车"))
    assert article.text == "昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。"


def test_an_entry_ends_before_what_its_publisher_adds() -> None:
    added = "<p>The post <a href='x'>老桥通车</a> appeared first on <a href='y'>云岭网</a>.</p>"
    text = "<p>昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。</p><p>护栏也换了新的，夜里有灯。</p>"
    article = read_page(f"{text}{added}".encode(), Hints(title="老桥通车", byline=("记者 王磊 通讯员 李娜",)))
    assert [paragraph.text for paragraph in article.paragraphs][-1] == "护栏也换了新的，夜里有灯。"
    assert article.byline == ("王磊", "李娜")


def test_deep_nesting_comes_back_at_once_and_a_huge_page_is_refused() -> None:
    deep = "<div>" * 50_000 + "昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。" + "</div>" * 50_000
    with pytest.raises(UnreadableDocument, match="inside each other"):
        read_page(deep.encode())
    with pytest.raises(UnreadableDocument, match="million characters"):
        read_page(b"<html><body>" + b"<p>x</p>" * (MOST_CHARS // 8 + 10) + b"</body></html>")


def test_many_pieces_in_many_boxes_are_read_without_the_boxes() -> None:
    """Each piece in 200 boxes cost a library and ourselves 30 s a megabyte."""
    text = "昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。"
    inner = "".join(f"<p>{number}. {text}</p>" for number in range(2500))
    begun = process_time()
    page = extract(f"<html><body>{'<div>' * 200}<h1>老桥重新通车了</h1>{inner}{'</div>' * 200}</body></html>", None)
    assert (page.title, len(page.paragraphs)) == ("老桥重新通车了", 2500)
    assert process_time() - begun < 4


def test_many_small_pieces_take_no_time() -> None:
    """The time of one of the libraries grows with their square; it is not asked then."""
    page = (
        "<html><body><h1>云岭区老桥重新通车</h1><table>" + "<tr><td>甲</td><td>乙</td></tr>" * 6000 + "</table></body>"
    )
    begun = process_time()
    extract(page, None)
    assert process_time() - begun < 6


def test_date_in_the_address_and_none_where_there_are_many() -> None:
    page = "<html><body><nav></nav><p>昨天，云岭区的老桥重新通车，两岸居民不用再绕行。</p>{}</body></html>"
    assert extract(page.format(""), "https://a.cn/n2/2024/0516/c13-408.html").published_on == "2024-05-16"
    assert extract(page.format(""), "https://a.cn/t20240516_12.html").published_on == "2024-05-16"
    times = "<time datetime='2024-05-16'>a</time><time datetime='2023-01-01'>b</time>"
    assert extract(page.format(times), "https://a.cn/1").published_on is None


def pdf(lines: list[str]) -> bytes:
    """A PDF of one page with a Chinese CID font that is not embedded, as newspapers' own systems write them."""
    rows = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
    body = f"BT /F1 12 Tf 14 TL 60 780 Td\n{rows}\nET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(body)}>>stream\n{body}\nendstream",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
        "<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880"
        "/Descent -120/CapHeight 880/StemV 80>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer<</Size 8/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 8\n0000000000 65535 f \n{table}{trailer}".encode()


def test_pdf_text_layer_is_read_like_printed_lines() -> None:
    text = (
        "昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。施工队负责人介绍，老桥的桥墩加固工程通过了验收，"
        "护栏全部更换，夜间照明也换了新灯，推着板车过桥心里也踏实。"
    )
    lines = ["云岭区老桥重新通车", "本报记者 王磊", *(text[at : at + 17] for at in range(0, len(text), 17))]
    (article,) = read(Document(source="paper", name="A1.pdf", content=pdf(lines)))
    assert (article.title, article.byline, article.text) == ("云岭区老桥重新通车", ("王磊",), text)


@pytest.mark.parametrize(("content", "words"), [(b"%PDF-1.4\ngarbage", "damaged"), (pdf([""]), "no text layer")])
def test_pdf_without_text_says_why(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words):
        read(Document(source="paper", name="A1.pdf", content=content))


MIXED = [60, pytest.param(1000, marks=pytest.mark.full)]


@pytest.mark.parametrize("count", MIXED)
def test_texts_are_found_in_pages_mixed_at_random(count: int) -> None:
    pages = [mix(seed) for seed in range(count)]
    read_pages = [read_page(page.html.encode()) for page in pages]
    scores = [score("".join(page.paragraphs), found.text) for page, found in zip(pages, read_pages, strict=True)]
    assert mean(p for p, _ in scores) > 0.99
    assert mean(r for _, r in scores) > 0.99
    right = zip(pages, read_pages, strict=True)
    assert sum((page.title, page.day) == (found.title, found.published_on) for page, found in right) > 0.97 * count
