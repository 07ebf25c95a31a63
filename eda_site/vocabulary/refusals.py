"""Why something was not done, and what to do next. A code travels, never a sentence."""

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "bad_value": _("{field} cannot be {value}. Choose one of the values offered."),
    "missing_field": _("{field} is missing. Fill it in and send again."),
    "no_such_room": _("There is no room {code}. Check the code or ask for the link again."),
    "not_allowed": _("Only the owner of this room can do that. Open a run of your own to try it."),
    "not_json": _("The server could not read this message. Load the page again."),
    "out_of_range": _("{field} is out of range: choose from {least} to {most}."),
    "storage_failed": _("This could not be saved, so it was not done. Try again in a moment."),
    "storage_slow": _("Saving takes too long, so this was not done. Try again in a moment."),
    "too_large": _("That is too long to send. Shorten the text and send again."),
    "too_many": _("That was too much at once. Wait a second and try again."),
    "unknown_field": _("There is no field {field} here. Leave it out."),
    "unknown_id": _("There is no {id} in this run. Choose one that is on the stage."),
    "unknown_type": _("The server does not know this message. Load the page again."),
    "unknown_verb": _("There is no command {verb}. Open the shortcuts to see what there is."),
    "wrong_fields": _("This message lacks something. Load the page again and repeat it."),
    "wrong_state": _("That does nothing now, because {id} is {state}. Choose another action."),
}
