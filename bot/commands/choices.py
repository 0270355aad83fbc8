"""/settings: everything a reader may choose, by buttons and by words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from bot import buttons, render
from bot.buttons import Action
from bot.commands import timetable
from bot.commands.known import OWN_WISH, asking, changed, resumed, theme_names
from bot.commands.spoken import Change, in_language, meant, named
from bot.commands.talk import Pressed, Reply, Request, say, show
from bot.messages import Button, Message, Rows
from bot.wording import LANGUAGES, Words
from digests.models import Length, Reader, Template

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

OWN_ACTIONS = {Action.SETTINGS, Action.CHOOSE, Action.THEMES, Action.WATCHES, Action.TASTE, Action.PAUSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """A choice of one value. ``field``: the reader's, ``values``: by what a button carries, ``label``: one in words."""

    field: str
    values: Mapping[str, Any]
    label: Callable[[Any, Words], str]
    per_row: int = 1


SINGLE = {
    "zone": Single(
        field="timezone",
        values={str(number): zone for number, zone in enumerate(timetable.ZONES)},
        label=lambda zone, w: w.city(zone),
        per_row=3,
    ),
    "quiet": Single(
        field="quiet",
        values={**{str(number): span for number, span in enumerate(timetable.QUIET)}, "off": None},
        label=lambda span, w: "–".join(span) if span else w("settings.off"),
        per_row=2,
    ),
    "script": Single(
        field="script",
        values={"hans": "hans", "hant": "hant", "none": None},
        label=lambda script, w: w(f"settings.script_{script or 'none'}"),
    ),
    "length": Single(
        field="length",
        values={length: length for length in get_args(Length)},
        label=lambda length, w: w(f"settings.length_{length}"),
    ),
    "template": Single(
        field="template",
        values={template: template for template in get_args(Template)},
        label=lambda template, w: w(f"settings.template_{template}"),
    ),
    "language": Single(
        field="language",
        values={language: language for language in LANGUAGES},
        label=lambda language, w: w(f"language.{language}"),
    ),
    "empty": Single(
        field="send_empty",
        values={"1": True, "0": False},
        label=lambda on, w: w("settings.on_empty" if on else "settings.off_empty"),
    ),
}
SECTIONS = ("times", "days", *SINGLE)


def settings(request: Request, newsroom: Newsroom) -> Reply:
    """The list of choices, or, with words, the choice they name."""
    if request.text.strip() and not request.pressed:
        return _typed(request, newsroom)
    reader = asking(request, newsroom)
    if request.pressed and request.arguments:
        return show(request, _section(request, reader, request.arguments[0]))
    message = _overview(request, newsroom, reader)
    return show(request, message) if request.pressed and _is_ours(request.pressed) else say(message)


def _is_ours(pressed: Pressed) -> bool:
    """The pressed message is one of the settings' own, not a digest or a list that must stay."""
    return all(press.action in OWN_ACTIONS for press in pressed.keyboard)


def chosen(request: Request, newsroom: Newsroom) -> Reply:
    """A value pressed. Buttons carry the state they lead to, so a second press changes nothing."""
    section, value, *on = request.arguments
    before = asking(request, newsroom)
    change, refusal = _change(section, value, on == ["1"], before, request.words(before))
    if refusal:
        return Reply(toast=refusal)
    reader = changed(request, newsroom, change)
    reply = show(request, _section(request, reader, section), toast=request.words(reader)("settings.saved"))
    return replace(reply, relabels=reader.language != before.language)


def paused(request: Request, newsroom: Newsroom) -> Reply:
    """Pause or resume pressed in the overview."""
    (on,) = request.arguments
    change: Change = (lambda stored: replace(stored, paused=OWN_WISH)) if on == "1" else resumed
    reader = changed(request, newsroom, change)
    return show(request, _overview(request, newsroom, reader))


def _change(section: str, value: str, on: bool, reader: Reader, w: Words) -> tuple[Change, str]:
    """What a press changes, or why it may not."""
    keep: Change = lambda stored: stored  # noqa: E731
    if section == "times":
        times = set(reader.times) | {value} if on else set(reader.times) - {value}
        if not times:
            return keep, w("settings.last_time")
        if len(times) > timetable.MOST_TIMES:
            return keep, w("settings.many_times", n=timetable.MOST_TIMES)
        return lambda stored: replace(stored, times=tuple(sorted(times))), ""
    if section == "days":
        days = _days(value, on, reader)
        return (lambda stored: replace(stored, days=days), "") if days else (keep, w("settings.last_day"))
    return _single(section, value), ""


def _days(value: str, on: bool, reader: Reader) -> tuple[int, ...]:
    groups = {"all": timetable.EVERY_DAY, "work": timetable.WORKDAYS, "end": timetable.WEEKEND}
    if value in groups:
        return groups[value]
    return tuple(sorted(set(reader.days) | {int(value)} if on else set(reader.days) - {int(value)}))


def _single(section: str, value: str) -> Change:
    choice = SINGLE[section]
    wanted = choice.values[value]
    if section == "language":
        return in_language(wanted)
    return lambda stored: replace(stored, **{choice.field: wanted})


def _overview(request: Request, newsroom: Newsroom, reader: Reader, said: str = "") -> Message:
    w = request.words(reader)
    names = theme_names(newsroom, w)
    themes = w.join(names[slug] for slug in names if slug in reader.themes) or w("settings.none")
    texts = [w("settings.themes", value=themes)]
    texts += [w(f"settings.{section}", value=_value(section, reader, w)) for section in SECTIONS]
    texts.append(w("settings.state", value=w("settings.paused" if reader.paused else "settings.active")))
    if request.kind == "channel":
        return render.titled(said or w("settings.by_words"), texts)
    sign = request.signer
    made = [sign.button(w(f"choice.{section}"), Action.SETTINGS, section) for section in SECTIONS]
    themes_row = (sign.button(w("button.themes"), Action.THEMES), sign.button(w("button.watches"), Action.WATCHES))
    state = sign.button(
        w("button.resume" if reader.paused else "button.pause"), Action.PAUSE, "0" if reader.paused else "1"
    )
    rows = (themes_row, *buttons.rows(made, per_row=2), (sign.button(w("button.taste"), Action.TASTE), state))
    return render.titled(said or w("settings.title"), texts, rows)


def _value(section: str, reader: Reader, w: Words) -> str:
    if section == "times":
        return w.join(sorted(reader.times))
    if section == "days":
        return timetable.days(reader.days, w)
    choice = SINGLE[section]
    return choice.label(getattr(reader, choice.field), w)


def _section(request: Request, reader: Reader, section: str) -> Message:
    w = request.words(reader)
    rows = (*_options(request, reader, section, w), (request.signer.button(w("button.back"), Action.SETTINGS),))
    return render.titled(
        w(f"settings.{section}", value=_value(section, reader, w)), [w(f"settings.ask_{section}")], rows
    )


def _options(request: Request, reader: Reader, section: str, w: Words) -> Rows:
    sign = request.signer

    def option(text: str, value: str, picked: bool, *state: str) -> Button:
        return sign.button(buttons.ticked(text, picked), Action.CHOOSE, section, value, *state)

    def several(values: Sequence[tuple[str, str, bool]], per_row: int) -> Rows:
        made = [option(text, value, on, "0" if on else "1") for text, value, on in values]
        return buttons.rows(made, per_row=per_row)

    if section == "times":
        times = sorted({*timetable.TIMES, *reader.times})
        return several([(time, time, time in reader.times) for time in times], 3)
    if section == "days":
        groups = [("all", timetable.EVERY_DAY), ("work", timetable.WORKDAYS), ("end", timetable.WEEKEND)]
        quick = tuple(option(timetable.days(days, w), name, set(reader.days) == set(days)) for name, days in groups)
        return (quick, *several([(w.weekday(d), str(d), d in reader.days) for d in timetable.EVERY_DAY], 4))
    choice = SINGLE[section]
    current = getattr(reader, choice.field)
    made = [option(choice.label(value, w), code, value == current) for code, value in choice.values.items()]
    return buttons.rows(made, per_row=choice.per_row)


def _typed(request: Request, newsroom: Newsroom) -> Reply:
    before = asking(request, newsroom)
    w = request.words(before)
    change = meant(request.text)
    section = named(request.text, SECTIONS)
    if change is None and section:
        return say(_section(request, before, section))
    if change is None:
        said = render.shorten(" ".join(request.text.split()), render.QUERY_UTF16)
        return say(render.line(w("settings.unknown", words=said)))
    after = change(before)
    if len(after.times) > timetable.MOST_TIMES:
        return say(render.line(w("settings.many_times", n=timetable.MOST_TIMES)))
    reader = changed(request, newsroom, change)
    reply = say(_overview(request, newsroom, reader, request.words(reader)("settings.saved")))
    return replace(reply, relabels=reader.language != before.language)
