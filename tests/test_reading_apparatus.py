"""Staff lines, notices and hints in many forms: each as papers print it, beside text that only has its words."""

import pytest

from digests.reading.marks import plain
from digests.reading.staff import is_staff
from tests.newspaper_pages import page, wrap

MILL = (
    "村口的水磨坊停了三十年，上个月又转了起来。木匠老葛照着祖父留下的图样，把十二片叶板一片一片换成了新柏木。",
    "磨出来的头一袋豆面分给了全村，孩子们围着水轮看，老葛说以后每个星期六开磨，谁家要磨豆子都可以来。",
)
CHOIR = (
    "退休教师办的合唱团进了市里的音乐厅，六十二名团员平均年龄六十八岁，最年长的男低音今年已经八十三岁了。",
    "为了唱好多声部，他们把谱子抄成大字贴在墙上。指挥苏老师说，难的不是高音，是大家肯停下来听别人唱。",
)


STAFF = """
■责任编辑 温良 ■版式设计 白帆
责编：温良 美编：白帆 校对：沈宁
◎责任编辑/温良 ◎美术编辑/白帆
值班主任：温良 编辑：白帆 美编：沈宁
值班副总编：温良 版面统筹：白帆
本版责任编辑：温良 电子信箱：bjb123@163.com
责编 温良 电话：0531-85191234
一审：温良 二审：白帆 三审：沈宁
初审 温 良 复审 白 帆 终审 沈 宁
首席编辑 温良 版式 白帆
本报总编室 责任编辑：温良 美术编辑：白帆
编务：温良 版面：白帆
今日值班：温良
（责任编辑 温良）
責任編輯／溫良　版面設計／白帆
見習編輯 溫良
採訪主任 溫良 編輯 白帆
■本版编辑 温良
""".strip().split("\n")


@pytest.mark.parametrize("line", STAFF)
def test_who_made_the_page_is_no_text(line: str) -> None:
    found = page("水磨坊又转起来", "■记者 葛平", *MILL, line, "合唱团进了音乐厅", "■记者 苏红", *CHOIR, line)
    assert [(article.title, article.text) for article in found] == [
        ("水磨坊又转起来", "\n\n".join(MILL)),
        ("合唱团进了音乐厅", "\n\n".join(CHOIR)),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "编辑部里的春天",
        "责任编辑不等于甩手掌柜",
        "主任 王磊 到村",
        "校对一生：老编辑的最后一班",
        "记者 王磊 编辑 李红",
        "版式之变",
    ],
)
def test_words_of_a_newsroom_make_no_staff_line(line: str) -> None:
    assert not is_staff(plain(line))


NOTICES = """
更正|本报4月3日第四版《水磨坊又转起来》一文中，“十二片”应为“十六片”，特此更正。
更 正|本报昨日第三版一篇报道中人名有误，“葛平安”应为“葛安平”，谨向读者致歉。
更　正|本报4月3日图片说明中的“东岸”应为“西岸”，现予更正。
致歉|因工作疏忽，昨日本报第六版图片说明中的地名有误，特向当事人和读者致歉。
启事|因印刷厂检修设备，本报定于五月一日休刊一天，五月二日恢复出版，请读者留意。
小启|本报读者服务部已迁至人民路十二号一楼，电话不变，来访读者请从东门进入。
敬告读者|因国庆节放假，本报十月一日起休刊七天，节后恢复正常出版，祝读者节日愉快。
致读者|从今天起本报改版，每周一至周五出版，新增的两个版面专门刊登街巷里的新鲜事。
征集令|本报与博物馆一起征集上世纪七十年代的老照片，入选的照片将在十月展出。
鸣谢|老母住院期间承蒙各位亲友和社区干部前来探望，谨此一并致谢。
招领启事|车站工作人员昨日拾得黑色背包一个，请失主携带证件到服务台认领。
停电通知|因线路检修，明日八时至十六时河东路一带将停电，请用户提前做好准备。
遗失声明|葛平遗失身份证一张，证号尾数二三一四，自登报之日起声明作废。
讣告|市合唱协会名誉会长苏文同志因病医治无效逝世，享年八十六岁，丧事从简。
會訊|市作家協會定於下週六在文化館舉辦新書分享會，屆時將有十餘位作者到場。
""".strip().split("\n")


@pytest.mark.parametrize("notice", NOTICES)
@pytest.mark.parametrize("at", [0, 1])
def test_a_notice_stands_by_itself(notice: str, at: int) -> None:
    heading, text = notice.split("|")
    lines = [["水磨坊又转起来", "■记者 葛平", *MILL], ["合唱团进了音乐厅", *CHOIR]]
    lines.insert(at + 1, [heading, text])
    found = {article.title: article.text for article in page(*(line for part in lines for line in part))}
    assert found == {"水磨坊又转起来": "\n\n".join(MILL), heading: text, "合唱团进了音乐厅": "\n\n".join(CHOIR)}


@pytest.mark.parametrize(
    "sentence",
    [
        "磨坊墙上贴了一张二维码，来客扫一扫二维码就能看到水磨转动的样子，还能把豆子寄到家里。",
        "志愿者在村口设了服务热线、留言本和一只意见箱，凡是想来磨豆子的都可以预约时间。",
        "村里在网上发出了招聘信息。镇上三个年轻人报了名，如今跟着老葛学凿叶板。",
        "老葛最近重点关注水轮的轴承是否磨损、叶板是否开裂，每天收工前都要摸上一遍。",
    ],
)
@pytest.mark.parametrize("width", [13, 15, 16, 19])
def test_a_wrapped_sentence_keeps_the_words_of_hints(sentence: str, width: int) -> None:
    rows = [row for text in (MILL[0], sentence, MILL[1]) for row in wrap("　　" + text, width)]
    (found,) = page("水磨坊又转起来", "本报记者 葛平", *rows, sep="\n")
    assert found.text == "\n\n".join((MILL[0], sentence, MILL[1]))


@pytest.mark.parametrize("width", [16, 18, 20])
def test_the_first_line_of_a_paragraph_may_look_like_a_byline(width: int) -> None:
    lead = "综合新华社驻亚欧地区记者报道：亚欧地区多处水磨坊今年重新开磨，游客排起了长队，有的要等上大半天。"
    rows = [row for text in (lead, *MILL) for row in wrap("　　" + text, width)]
    (found,) = page("各地水磨坊重新开磨", "本报记者 葛平", *rows, sep="\n")
    assert (found.text, found.byline) == ("\n\n".join((lead, *MILL)), ("葛平",))
