"""Pages whose text is what stands under their pictures, and pages that have no text at all, beside their likenesses."""

import pytest

from digests.errors import UnreadableDocument
from digests.models import Article
from tests.test_reading_web import read_page

TITLE = "高清组图：云岭雪后初晴"
SHOWN = (
    "2月3日，游客在云岭山顶观景台上赏雪。受冷空气影响，当地迎来立春前最后一场雪。",
    "雪后的石拱桥。",
    "护林员沿着防火道清扫积雪，他在这里守了四个冬天。",
    "傍晚，夕阳给山脊镀上一层金色，像一条蜿蜒的龙。",
)
TAKEN = {
    "apart": "云岭网记者 王磊 摄",
    "glued": "云岭社记者王磊摄",
    "in brackets": "（王磊 摄）",
    "sent": "云岭社发（王磊 摄）",
    "dated": "（2月3日摄）。云岭社记者 王磊 摄",
}
FOOT = "<div class='foot'><p>本网站所刊载信息，不代表云岭网观点。刊用本网站稿件，务经书面授权。</p></div>"
BOXES = {
    "desc": "<li><img src='1.jpg'><p class='desc'>{}</p></li>",
    "unnamed": "<div><p><img src='1.jpg'></p><p>{}</p></div>",
    "slides": "<div class='slide pic'><img src='1.jpg'><span>{}</span></div>",
}


def shown(box: str, lines: tuple[str, ...], *, above: str = "") -> Article:
    pictures = "".join(BOXES[box].format(line) for line in lines)
    return read_page(
        f"<html><head><title>{TITLE}_云岭网</title></head><body><div class='nav'><a href='/'>首页</a></div>"
        f"<h1>{TITLE}</h1><div>2031年2月3日 14:55 来源：云岭网</div>{above}<div class='gallery'>{pictures}</div>"
        f"<div><p>上一组：<a href='/1'>江南水乡晒秋忙</a></p></div>{FOOT}</body></html>".encode()
    )


@pytest.mark.parametrize("taken", TAKEN)
@pytest.mark.parametrize("box", BOXES)
def test_a_gallery_is_its_captions_and_signed_by_who_took_them(box: str, taken: str) -> None:
    lines = tuple(line[: -1 if TAKEN[taken][0] == "（" else None] + TAKEN[taken] for line in SHOWN)
    if taken == "in brackets":
        lines = tuple(f"{line}。" for line in lines)
    article = shown(box, lines)
    assert article.text.split("\n\n") == list(SHOWN)
    assert (article.title, article.published_on, article.byline) == (TITLE, "2031-02-03", ("王磊",))


@pytest.mark.parametrize("box", BOXES)
def test_a_gallery_nobody_signed(box: str) -> None:
    assert shown(box, SHOWN).text.split("\n\n") == list(SHOWN)


def test_captions_beside_a_text_stay_out_of_it() -> None:
    text = "昨天，云岭下了立春前最后一场雪，山顶观景台迎来六百名游客，索道延长运营两小时。"
    lines = tuple(f"{line}云岭网记者 王磊 摄" for line in SHOWN[:2])
    above = f"<div class='article'><p>{text}</p><p>{text[::-1]}</p><p>{text}</p></div>"
    assert "石拱桥" not in shown("desc", lines, above=above).text


def test_captions_between_the_paragraphs_of_an_illustrated_text_stay_out_of_it() -> None:
    text = (
        "昨天，云岭下了立春前最后一场雪，山顶观景台迎来六百名游客，索道延长运营两小时，景区又加派了三十名护林员巡山。"
    )
    paragraphs = [f"{text}这是第{number}天，{text}" for number in range(4)]
    pictures = [f"<p><img src='1.jpg'></p><p>{line}云岭网记者 王磊 摄</p>" for line in SHOWN]
    body = "".join(f"<p>{paragraph}</p>{picture}" for paragraph, picture in zip(paragraphs, pictures, strict=True))
    page = f"<html><head><title>云岭初雪</title></head><body><h1>云岭初雪</h1><div>{body}</div></body></html>"
    assert read_page(page.encode()).text.split("\n\n") == paragraphs


ROW = "<li><span>2031-01-{0}</span><a href='/{0}.htm'>云岭中学第{0}号通知请查收</a>{1}</li>"
BLURB = "<p class='abs'>各班级：根据区里的统一部署，现将有关事项通知如下……</p>"


def test_a_list_with_blurbs_is_no_article() -> None:
    rows = "".join(ROW.format(day, BLURB if day % 4 == 0 else "") for day in range(10, 28))
    page = f"<html><head><title>通知公告-云岭中学</title></head><body><h3>通知公告</h3><ul>{rows}</ul></body></html>"
    with pytest.raises(UnreadableDocument, match="no article"):
        read_page(page.encode())


@pytest.mark.parametrize(
    "line", ["本網站之文字、圖片及影音，非經授權，不得轉載、公開播送或公開傳輸及利用。", "未经本报书面许可，请勿转载。"]
)
def test_a_notice_about_copying_is_no_text(line: str) -> None:
    text = "昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路，清早就有人提着菜篮走过桥面。"
    page = f"<html><head><title>老桥通车</title></head><body><h1>老桥通车</h1><p>{text}</p><p>{line}</p></body></html>"
    assert read_page(page.encode()).text == text


@pytest.mark.parametrize("called", ["stickyAD", "topADBox", "newsAD", "innerAD-box"])
def test_capitals_in_a_name_are_a_word_of_it(called: str) -> None:
    text = "昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路，清早就有人提着菜篮走过桥面。"
    advert = f"<div class='{called}'><p>请同意我们的隐私权规范，才能启用听新闻的功能。</p></div>"
    page = (
        f"<h1>老桥通车</h1><div><p>{text}</p>{advert}<p>{text[::-1]}</p><p>桥面照明也换了新灯，夜里亮如白昼。</p></div>"
    )
    assert (
        "隐私权" not in read_page(f"<html><head><title>老桥通车</title></head><body>{page}</body></html>".encode()).text
    )
