"""Themes: how well an article fits each, as a sum of keyword points that a reader can check.

A themes file (TOML) names the themes and their weighted keywords; `parse` makes the frozen `Themes` of it, `score`
gives an article's themes. Files learnt from examples (`digests.themes.learn`) go through the same path.

Points of a keyword = weight x (times it stands in title and body, at most ``cap``, plus ``title`` if in the title),
all divided by one number for the article's length. Inside one theme a longer keyword swallows the shorter ones in
it, so 创新创业 is not paid for twice; an exclusion is a keyword that earns nothing (主题教育 is not 教育).
"""

from __future__ import annotations

from digests.themes.fit import fit, fit_folded, points, score
from digests.themes.format import Scoring, Theme, Themes, dump, parse

__all__ = ["Scoring", "Theme", "Themes", "dump", "fit", "fit_folded", "parse", "points", "score"]
