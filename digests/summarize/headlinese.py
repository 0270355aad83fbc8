"""Plain words that headlines use more, or less, than the text below them does: the craft's own vocabulary.

Source: the weights a logistic fit gave to the 2,113 common words of 8,800 headlines and their texts (see `Worth`); kept
where the weight was large, in two strengths each way. Names and what was news in those years are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_WORDS = {
    "never": ("月 日 了 是 等 据 说"),
    "hardly": (
        "和 到 的 从 也 他 时 在 但 由 为 让 以来 将 个 有 已 副 目前 还 与 该 而 "
        "一个 其中 两 下 来 今天 今年 消息 截至 上午 下午 地区 报告 数据 新闻 发布会 显示 "
        "出现 表示 报道 发布 同比 造成"
    ),
    "tag": ("昨天 近日 日前 指出 当地 时间 北京 介绍 记者 认为"),
    "gladly": (
        "共 新 多 全 大 向 会 全国 我国 全面 继续 持续 加快 推进 建设 工作 活动 组织 "
        "目标 重要 精神 欢迎 通报 致辞 讲话 文章 发表 学习 代表 周年 专家 服务 经济 各地"
    ),
    "always": ("召开 举行 出席 主持 强调 会议 打击 不 同 国 人 称 地 中"),
}

CLASS: Mapping[str, str] = MappingProxyType({word: name for name, words in _WORDS.items() for word in words.split()})
CLASS_WEIGHTS: Mapping[str, float] = MappingProxyType(
    {"never": -1.77, "hardly": -0.91, "tag": -1.08, "gladly": 0.87, "always": 1.6}
)
