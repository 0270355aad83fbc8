"""Eight web pages with what a reader wants of each, written by someone who had not read the extractor.

The texts are made up; what stands around them is what such sites print around theirs. The pages are bytes as a server
would send them, two of them in the charsets older sites still use. Beside each page lies its main text: one printed
paragraph or sub-head a line; headline, byline, captions, code, notices and links are not main text. A person's name
in brackets after the dateline is a byline; the dateline and (完) are printed text.
"""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent / "golden" / "web"


@dataclass(frozen=True, kw_only=True)
class BlindPage:
    """One page: what a careful reader would write down of it."""

    name: str
    title: str
    published_on: str
    byline: tuple[str, ...]  # people named as writers, in printed order; an office or an account is no person
    charset: str = "utf-8"

    @property
    def content(self) -> bytes:
        return (HERE / f"{self.name}.html").read_bytes()

    @property
    def paragraphs(self) -> list[str]:
        return (HERE / f"{self.name}.txt").read_text("utf-8").splitlines()


PAGES = (
    BlindPage(  # a portal: lists on all sides, an advertisement between paragraphs, declared gb2312
        name="portal",
        title="槐江夜班公交试跑三个月：谁在零点之后等车",
        published_on="2024-09-12",
        byline=("孟庆禾", "殷小满"),
        charset="gb18030",
    ),
    BlindPage(  # an account inside a messenger: no paragraphs, only styled sections
        name="account",
        title="一碗藕汤端上桌之前，要过多少双手？",
        published_on="2024-11-20",
        byline=("阿菱",),
    ),
    BlindPage(  # a county's own site: tables for layout, a register of documents, numbered lists
        name="county",
        title="我县全面启动农村老旧供水管网改造",
        published_on="2025-03-04",
        byline=(),
    ),
    BlindPage(  # a daily in Traditional characters: line breaks for paragraphs, teasers with summaries
        name="daily",
        title="山城老戲院停業十二年 居民集資三千萬「買回來」放電影",
        published_on="2023-10-29",
        byline=("賴佩真",),
        charset="big5",
    ),
    BlindPage(  # a company's engineers: contents, code, a list, readers' comments
        name="newsroom",
        title="把冷库的电表请进调度室：我们怎样省下四分之一的电",
        published_on="2024-04-18",
        byline=("岑若溪", "Marco Lin"),
    ),
    BlindPage(  # a news agency: long legal notice, comments and teasers longer than many an article
        name="agency",
        title="候鸟提前抵达南汀湿地 越冬水鸟总数创八年来新高",
        published_on="2022-12-07",
        byline=("贺兰舟",),
    ),
    BlindPage(  # an interview on a telephone's page: blocks for paragraphs, nothing in the metadata, the year nowhere
        name="interview",
        title="专访古籍修复师闵秋实：一页纸补好了，最好谁也看不出来",
        published_on="2024-06-21",
        byline=("苗静姝",),
    ),
    BlindPage(  # a Hong Kong paper: class names that say nothing, a box of points, the date only in print
        name="harbour",
        title="鯉灣渡輪加價9.6%獲批 月票維持不變 街坊憂班次再減",
        published_on="2024-01-16",
        byline=("沈敏芝",),
    ),
)
