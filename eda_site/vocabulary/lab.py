"""Labels of the timeline's drawer: kinds of events, bookmarks, runs and their names."""

from typing import Any

from django.utils.translation import gettext_lazy as _

LAB_LABELS: dict[str, Any] = {
    "lab.at": _("Time {time}"),
    "lab.bookmark": _("Bookmark"),
    "lab.bookmark_name": _("Name for {time}"),
    "lab.bookmarks": _("Bookmarks"),
    "lab.bookmarks_none": _("None yet. The room keeps what you mark; only those who drive see it."),
    "lab.bookmarks_own": _("None yet. This browser keeps what you mark; nobody else sees it."),
    "lab.changed": _("changed: {change}"),
    "lab.changed_more": _("changed: {change}, and {n} more"),
    "lab.day": _("d"),
    "lab.first_run": _("from the beginning, seed {seed}"),
    "lab.fork": _("Fork here"),
    "lab.fork_name": _("Name of the run that leaves at {time}"),
    "lab.forked_at": _("left at {time}"),
    "lab.free": _("Allow many changes"),
    "lab.keep": _("Save"),
    "lab.kind_all": _("Everything"),
    "lab.kind_command": _("commands"),
    "lab.kind_decision": _("decisions"),
    "lab.kind_fault": _("faults"),
    "lab.kind_group": _("groups"),
    "lab.kind_record": _("records"),
    "lab.kind_repair": _("repairs"),
    "lab.kind_trouble": _("trouble"),
    "lab.kinds": _("Which kind of event"),
    "lab.leave": _("Cancel"),
    "lab.line": _(
        "Timeline. Arrow keys aim, Enter goes there; Page Up and Page Down lead to the previous and "
        "next event; plus and minus zoom."
    ),
    "lab.moments": _("As a list"),
    "lab.moments_none": _("Nothing of this kind in this stretch of time."),
    "lab.next": _("Next"),
    "lab.no_change": _("nothing changed yet"),
    "lab.no_earlier": _("Nothing of this kind lies before this moment."),
    "lab.no_later": _("Nothing of this kind has happened after this moment. Play on to see more."),
    "lab.one_change": _("One change only"),
    "lab.one_change_of": _("One change only: {name}"),
    "lab.one_change_why": _(
        "A run that takes one change shows what that change does: everything else stays the same."
    ),
    "lab.previous": _("Previous"),
    "lab.remove": _("Remove"),
    "lab.remove_this": _("Remove {name}"),
    "lab.rename": _("Rename"),
    "lab.rename_this": _("Rename {name}"),
    "lab.runs": _("Runs"),
    "lab.shown": _("shown now"),
    "lab.what_if": _("What if {n}"),
    "lab.zoom": _("Stretch of time shown"),
    "lab.zoom_all": _("all"),
    "lab.zoom_in": _("+"),
    "lab.zoom_in_long": _("Zoom in"),
    "lab.zoom_out": _("-"),
    "lab.zoom_out_long": _("Zoom out"),
}
