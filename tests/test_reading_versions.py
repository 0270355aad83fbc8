"""Ids over versions of a document."""

from digests.models import Article, Document
from digests.reading import keep_ids, read

BRIDGE = (
    "云岭区老桥重新通车\n本报记者 王磊\n昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。"
    "桥面拓宽了三米，护栏全部更换。"
)
MARKET = (
    "白沙镇早市搬进新棚\n本报记者 陈雨桐\n昨天，白沙镇的早市搬进了新棚，摊主们不再怕下雨。"
    "电子秤统一检定，价签一目了然。"
)


def articles(text: str, name: str = "A1.txt") -> tuple[Article, ...]:
    return read(Document(source="paper", name=name, content=text.encode()))


def test_unchanged_articles_keep_id_and_revision() -> None:
    before = articles(BRIDGE + "\n" + MARKET)
    assert len(before) == 2
    assert keep_ids(articles(BRIDGE + "\n" + MARKET), before) == before


def test_changed_article_keeps_its_id_and_raises_its_revision_also_when_order_changes() -> None:
    before = articles(BRIDGE + "\n" + MARKET)
    after = keep_ids(articles(MARKET + "\n" + BRIDGE + "夜间照明也换了新灯。"), before)
    assert [(a.id, a.revision) for a in after] == [(before[1].id, 1), (before[0].id, 2)]
    assert keep_ids(articles(MARKET + "\n" + BRIDGE), after)[1].revision == 3


def test_new_article_gets_its_own_id_and_a_vanished_one_leaves_none() -> None:
    before = articles(BRIDGE)
    after = keep_ids(articles(MARKET), before)
    assert after[0].id not in {a.id for a in before}
    assert after[0].revision == 1


def test_same_text_moved_to_other_lines_is_no_new_revision() -> None:
    before = articles(BRIDGE)
    after = keep_ids(articles("\n\n" + BRIDGE), before)
    assert [(a.id, a.revision) for a in after] == [(before[0].id, 1)]
    assert after[0].lines != before[0].lines


QUESTIONS = (
    "码头整治答记者问\n\n泊位怎么分\n\nQ\n\n临溪日报：新增的泊位怎么分？\n\nA\n\n"
    "陈国庆：先到先得，小船优先，名单每月公布一次。\n\n冷库何时用\n\nQ\n\n望海晚报：冷库什么时候启用？\n\nA\n\n"
    "陈国庆：设备已经到位，下个月试运行，渔民可以先登记。\n"
)


def test_sections_of_a_changed_page_of_questions_stay_the_same_sections() -> None:
    before = articles(QUESTIONS)
    assert [a.title for a in before] == ["泊位怎么分", "冷库何时用", "码头整治答记者问"]
    after = keep_ids(articles(QUESTIONS.replace("试运行", "正式启用")), before)
    assert [(a.id, a.revision) for a in after] == [(before[0].id, 1), (before[1].id, 2), (before[2].id, 2)]
    assert [a.section_of for a in after] == [before[2].id, before[2].id, None]


def test_a_page_of_questions_has_the_id_that_its_sections_of_an_earlier_version_name() -> None:
    """Archives of the first release hold the sections alone."""
    before = articles(QUESTIONS)[:2]
    *sections, page = keep_ids(articles(QUESTIONS.replace("每月", "每周")), before)
    assert page.id == before[0].section_of
    assert {a.section_of for a in sections} == {page.id}
    assert page.id != articles(QUESTIONS.replace("每月", "每周"))[-1].id
