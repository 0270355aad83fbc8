"""The buttons of a digest: a row of numbers, and under it what can be done with the item chosen among them.

Every message arrives with its first item chosen, so that all buttons show without a tap; a number puts its own item in
the place. Which items there are is read from the pressed keyboard itself, so this works after a restart, and years
later: nothing is kept. Rejected: a button for each deed and item (60 of them for ten items), and a menu that opens
and closes (hides from newcomers what there is, and costs a tap more).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot import buttons
from bot.buttons import Action, Signer
from bot.messages import Button, Rows
from bot.render.markup import Ref
from bot.wording import Words
from digests.models import OTHER

# What the rows of the chosen item do; `Action.MORE` stands among them and in the last row.
DEEDS = frozenset({Action.ARTICLE, Action.WHY, Action.UP, Action.DOWN, Action.MUTE_STORY})


def listed(w: Words, signer: Signer, refs: Sequence[Ref], themes: Sequence[str]) -> Rows:
    """All buttons of a message that shows these items, the first of them chosen."""
    last = (
        signer.button(w("button.more"), Action.MORE, *(themes if len(themes) == 1 else ())),
        signer.button(w("button.settings"), Action.SETTINGS),
    )
    if not refs:
        return (last,)
    first = refs[0]
    return (*_numbers(signer, refs), *_deeds(w, signer, first.article, str(first.number), first.theme), last)


def picked(w: Words, signer: Signer, rows: Rows, chosen: Sequence[str]) -> Rows:
    """The same keyboard with another item chosen; ``chosen``: the arguments of its number. Other rows stay."""
    kept: list[tuple[Button, ...]] = []
    below = 0
    for row in rows:
        presses = [signer.read(button.data or "") for button in row]
        actions = {press.action for press in presses if press}
        if Action.ITEM in actions:
            named = zip(row, presses, strict=True)
            kept.append(tuple(_marked(b, bool(p) and p.arguments == tuple(chosen)) for b, p in named if p))
            below = len(kept)
        elif not actions & DEEDS:
            kept.append(row)
    article, number, *theme = chosen
    return (*kept[:below], *_deeds(w, signer, article, number, theme[0] if theme else OTHER), *kept[below:])


def _numbers(signer: Signer, refs: Sequence[Ref]) -> Rows:
    """Even rows; none for a single item, whose deeds are there anyway."""
    if len(refs) == 1:
        return ()
    made = []
    for place, ref in enumerate(refs):
        theme = (ref.theme,) if signer.fits(Action.ITEM, ref.article, str(ref.number), ref.theme) else ()
        made.append(
            _marked(signer.button(str(ref.number), Action.ITEM, ref.article, str(ref.number), *theme), place == 0)
        )
    return buttons.even(made, most=buttons.NUMBERS_A_ROW)


def _marked(button: Button, chosen: bool) -> Button:
    number = button.text.strip("[]")
    return Button(text=f"[{number}]" if chosen else number, data=button.data)


def _deeds(w: Words, signer: Signer, article: str, number: str, theme: str) -> Rows:
    about = [signer.button(w("button.article_n", n=int(number)), Action.ARTICLE, article, "1")]
    about.append(signer.button(w("button.why"), Action.WHY, article))
    if theme != OTHER and signer.fits(Action.MORE, theme):
        about.append(signer.button(w("button.same_theme"), Action.MORE, theme))
    judged = (
        signer.button(w("button.up"), Action.UP, article),
        signer.button(w("button.down"), Action.DOWN, article),
        signer.button(w("button.mute_item"), Action.MUTE_STORY, article),
    )
    return (tuple(about), judged)
