"""Labels of what a page fetches only when somebody asks for it: inspector's depths, palette, cards."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from eda_site.vocabulary.lab import LAB_LABELS

MORE_LABELS: dict[str, Any] = {
    # card: a glossary card
    "card.kafka": _("In Kafka"),
    "card.link": _("Open in the glossary"),
    "card.not": _("Not to be confused with"),
    # change: how something is done to a real cluster
    "change.copied": _("Copied"),
    "change.copy": _("Copy"),
    "change.copy_by_hand": _("Press Ctrl+C to copy the marked line"),
    "change.real": _("On a real cluster"),
    "change.set": _("Set it here"),
    "change.who": _("Changed by"),
    # command: forms of commands
    "command.needed": _("needed"),
    "command.no_tool": _("No tool of Kafka's does this."),
    # history: what happened to a thing
    "history.none": _("Nothing that this page still holds."),
    **LAB_LABELS,
    # more: words of the inspector's lists
    "more.above": _("above the high watermark"),
    "more.setting": _("setting"),
    "more.tombstone": _("no value: a tombstone"),
    # palette: the command line
    "palette.column": _("Column {column}: {text}"),
    "palette.default": _("{name}, else {value}"),
    "palette.done": _("Done: {text}"),
    "palette.help": _("Tab or an arrow completes, Enter does it, Esc closes."),
    "palette.hint": _("crash broker 2"),
    "palette.needed": _("{name}, needed"),
    "palette.none": _("Nothing fits here; this ends the command."),
    "palette.optional": _("{name}, may be left out"),
    "palette.options": _("What can come next"),
    "palette.title": _("Command"),
    # setting: facts about a setting
    "setting.allowed": _("Allowed"),
    "setting.default": _("Kafka's default"),
    "setting.from": _("from {low}"),
    "setting.from_to": _("{low} to {high}"),
    "setting.here": _("Here"),
    "setting.librdkafka": _("librdkafka's name; the Java client has no such setting"),
    "setting.outside": _("outside Kafka's own range, to be seen in time"),
    "setting.search": _("Find a setting"),
}
