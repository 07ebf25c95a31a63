"""Why something is not taken in or given out, in words that say what to do."""

from typing import Any

from django.utils.translation import gettext_lazy as _

PROBLEMS: dict[str, tuple[int, Any]] = {
    "bad_command": (422, _("A command in the file is not understood here. Correct or remove it.")),
    "bad_scenario": (422, _("The scenario cannot be run yet. Correct what is named here.")),
    "busy": (503, _("Many files are being made at the moment. Try again in a minute.")),
    "damaged": (422, _("The file is damaged: a part is missing or wrong. Export the run again.")),
    "empty": (422, _("There is nothing here. Paste a scenario or an exported run.")),
    "not_allowed": (403, _("You can take along what is shown to you. Ask the owner for more.")),
    "not_json": (422, _("The file begins like an exported run but cannot be read to its end.")),
    "not_ours": (422, _("This is no run of Eventarium. Use the file “run.json” of a room.")),
    "not_toml": (422, _("This cannot be read as TOML. Correct the line that is named here.")),
    "nothing_yet": (422, _("Nothing has happened in this run yet. Let it play a little first.")),
    "other_engine": (422, _("This run was made by another version of the engine.")),
    "other_run": (422, _("This file does not lead to the run that it describes. Export it again.")),
    "no_moment": (404, _("There is no moment under this link. Ask whoever gave it to you.")),
    "too_fast": (429, _("That was a lot in a short time. Wait a minute.")),
    "too_large": (422, _("This is larger than 256 KiB. Make the scenario smaller.")),
    "too_long": (422, _("This run is too long for that. Choose an earlier moment.")),
    "torn_link": (422, _("The link is incomplete. Copy it once more, to its very end.")),
}
"""Code -> status and sentence."""
