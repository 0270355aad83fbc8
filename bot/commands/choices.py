"""/settings: everything a reader may choose, by buttons and by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from bot import buttons, render
from bot.buttons import Action
from bot.commands import timetable
from bot.commands.known import OWN_WISH, asking, changed, resumed, theme_names
from bot.commands.spoken import Change, in_language, meant, named
from bot.commands.talk import Pressed, Reply, Request, say, show
from bot.messages import Button, Message, Rows
from bot.wording import LANGUAGES, Words
from digests.models import Language, Length, Reader, Script, Template

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

OWN_ACTIONS = {Action.SETTINGS, Action.CHOOSE, Action.THEMES, Action.WATCHES, Action.TASTE, Action.PAUSE}
SECTIONS = ("times", "days", "zone", "quiet", "script", "length", "template", "language", "empty")
SCRIPT_KEYS: tuple[tuple[str, Script | None], ...] = (("hans", "hans"), ("hant", "hant"), ("none", None))
LENGTHS: dict[str, Length] = {value: value for value in get_args(Length)}
TEMPLATES: dict[str, Template] = {value: value for value in get_args(Template)}
NAMED_LANGUAGES: dict[str, Language] = {value: value for value in LANGUAGES}


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
    if section == "zone":
        return lambda stored: replace(stored, timezone=timetable.ZONES[int(value)])
    if section == "quiet":
        quiet = None if value == "off" else timetable.QUIET[int(value)]
        return lambda stored: replace(stored, quiet=quiet)
    if section == "script":
        return lambda stored: replace(stored, script=dict(SCRIPT_KEYS)[value])
    if section == "length":
        return lambda stored: replace(stored, length=LENGTHS[value])
    if section == "template":
        return lambda stored: replace(stored, template=TEMPLATES[value])
    if section == "language":
        return in_language(NAMED_LANGUAGES[value])
    if section == "empty":
        return lambda stored: replace(stored, send_empty=value == "1")
    raise ValueError(f"no such choice: {section}")


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
    if section == "zone":
        return w.city(reader.timezone)
    if section == "quiet":
        return "–".join(reader.quiet) if reader.quiet else w("settings.off")
    if section == "script":
        return w(f"settings.script_{reader.script or 'none'}")
    if section == "length":
        return w(f"settings.length_{reader.length}")
    if section == "template":
        return w(f"settings.template_{reader.template}")
    if section == "language":
        return w(f"language.{reader.language}")
    return w("settings.on_empty" if reader.send_empty else "settings.off_empty")


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
    if section == "zone":
        zones = enumerate(timetable.ZONES)
        return buttons.rows([option(w.city(z), str(i), z == reader.timezone) for i, z in zones], per_row=3)
    if section == "quiet":
        spans = [option("–".join(span), str(i), span == reader.quiet) for i, span in enumerate(timetable.QUIET)]
        return buttons.rows([*spans, option(w("settings.off"), "off", reader.quiet is None)], per_row=2)
    if section == "script":
        return tuple((option(w(f"settings.script_{key}"), key, reader.script == value),) for key, value in SCRIPT_KEYS)
    if section == "length":
        values = get_args(Length)
        return tuple((option(w(f"settings.length_{value}"), value, reader.length == value),) for value in values)
    if section == "template":
        kinds = TEMPLATES.values()
        return tuple((option(w(f"settings.template_{kind}"), kind, reader.template == kind),) for kind in kinds)
    if section == "language":
        return tuple((option(w(f"language.{value}"), value, reader.language == value),) for value in LANGUAGES)
    states = (("on_empty", "1", True), ("off_empty", "0", False))
    return tuple((option(w(f"settings.{key}"), value, reader.send_empty is on),) for key, value, on in states)


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
