"""Standing agreements in members' words: rhythms, voices, and what became of each promise."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.rows import Words
from commonstead.town.circulation.barter_queries import BarterView, TermView, VoiceView
from commonstead.town.people import queries as people

EVERY = {"month": gettext_lazy("every month"), "week": gettext_lazy("every week"),
         "quarter": gettext_lazy("every quarter"), "year": gettext_lazy("every year"), "": gettext_lazy("once")}
RUNS = {"month": gettext_lazy("this month"), "week": gettext_lazy("this week"), "quarter": gettext_lazy("this quarter"),
        "year": gettext_lazy("this year")}
VOICES = {"fair": gettext_lazy("It is fair"), "talk": gettext_lazy("Let us talk about it"),
          "not": gettext_lazy("Not any more")}
STATES = {"asked": gettext_lazy("waits for an answer"), "stands": gettext_lazy("stands"),
          "declined": gettext_lazy("declined"), "withdrawn": gettext_lazy("withdrawn"), "ended": gettext_lazy("ended")}
TONES = {"asked": "", "stands": "accent", "declined": "", "withdrawn": "", "ended": ""}


@dataclass(frozen=True)
class TermTold:
    """One promise as its column shows it. now, share: of the stretch that runs, for the bar.
    usual: what is left of it, for the form."""

    id: int
    good: str
    href: str
    promised: str
    words: str
    now: str
    share: float
    since: str
    unit: str
    usual: str


@dataclass(frozen=True)
class VoiceTold:
    """What a side says of it. by: only where one person speaks for a group."""

    side: str
    said: str
    voice: str
    words: str
    when: str


def names_for(views, more=()) -> Words:
    """Names of everybody in some agreements."""
    return Words(agents={side for view in views for side in view.sides} | set(more))


def promised(term: TermView, words: Words) -> str:
    """How much, and how often."""
    # Translators: as in "6 visits every month".
    return _("%(much)s %(every)s") % {"much": words.amount(term.specification, term.amount),
                                      "every": EVERY[term.every]}


def term_told(term: TermView, words: Words, href: str, *, ended: bool = False) -> TermTold:
    """A promise with what has flowed of it: in the stretch that runs, or of one that ended, in all."""
    spec = words.goods.get(term.specification)
    unit = words.units.get(spec.unit) if spec else None
    done, wanted = (term.kept.in_all, term.kept.due + (term.amount if term.every else 0)) if ended else (
        term.kept.now, term.amount)
    share = min(1.0, done / wanted) if wanted else 0.0
    left = term.amount - term.kept.now if term.kept.now < term.amount else term.amount
    return TermTold(term.id, words.good(term.specification), href, promised(term, words), term.words,
                    _in_all(term, words) if ended else _now(term, words), share,
                    "" if ended else _since(term, words),
                    wording.unit_word(unit.symbol) if unit else "",
                    f"{words.units.to_decimal(left, spec.unit).normalize():f}" if spec else "")


def _now(term: TermView, words: Words) -> str:
    said = {"much": words.amount(term.specification, term.kept.now),
            "of": words.amount(term.specification, term.amount), "when": RUNS.get(term.every, "")}
    if not term.every:
        return _("%(much)s of %(of)s given") % said
    return _("%(much)s of %(of)s %(when)s") % said


def _in_all(term: TermView, words: Words) -> str:
    return _("%(much)s given in all") % {"much": words.amount(term.specification, term.kept.in_all)}


def _since(term: TermView, words: Words) -> str:
    """What was due until this stretch began, and what flowed of it; nothing while none is over."""
    if not term.every or not term.kept.due:
        return ""
    said = {"much": words.amount(term.specification, term.kept.flowed_of_due),
            "due": words.amount(term.specification, term.kept.due)}
    return _("Before that: %(much)s, and %(due)s had been promised") % said


def voice_told(voice: VoiceView, words: Words) -> VoiceTold:
    """What a side said, and when."""
    side = words.name(voice.side)
    who = people.agent(voice.side)
    if who is not None and who.nature != "person" and voice.by != voice.side:
        # Translators: as in "The clinic, by Ana".
        side = _("%(side)s, by %(who)s") % {"side": side, "who": words.name(voice.by)}
    return VoiceTold(side, str(VOICES[voice.voice]), voice.voice, voice.words, wording.day(voice.at))


def in_short(view: BarterView, words: Words) -> list[tuple[str, str]]:
    """By side: its name, and what it gives, in one line."""
    return [(words.name(side), ", ".join(
        f"{words.good(term.specification)} ({promised(term, words)})" for term in view.terms if term.giver == side))
        for side in view.sides]
