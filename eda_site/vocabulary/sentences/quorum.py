"""The voters, their leader and the metadata log (KRaft)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, dict[str, Any]] = {
    "controller.role_changed": {
        "plain": {
            "by": "role",
            "leader": _(
                "{node|Process} leads the quorum, because a majority voted for it in epoch {epoch}."
            ),
            "follower": _(
                "{node|Process} follows {leader|process}, the quorum's leader in epoch {epoch}."
            ),
            "prospective": _(
                "{node|Process} hears no leader in epoch {epoch}, so it asks the other voters."
            ),
            "candidate": _(
                "{node|Process} has support, so it stands for election in epoch {epoch}."
            ),
            "unattached": _(
                "{node|Process} knows no leader in epoch {epoch}, so it looks for one."
            ),
            "resigned": _("{node|Process} gives the quorum's leadership up in epoch {epoch}."),
            "other": _("{node|Process} is now {role} in epoch {epoch}."),
        },
        "precise": {
            "by": "role",
            "leader": _(
                "{node|Process} has a majority of the votes of quorum epoch {epoch}: it leads "
                "__cluster_metadata and so is the active controller."
            ),
            "follower": _(
                "{node|Process} fetches __cluster_metadata from {leader|process} in quorum epoch {epoch}; "
                "controller.quorum.fetch.timeout.ms watches over it."
            ),
            "prospective": _(
                "controller.quorum.fetch.timeout.ms passed without a fetch: {node|Process} asks for "
                "pre-votes and leaves epoch {epoch} as it is (KIP-996)."
            ),
            "candidate": _(
                "{node|Process} got a majority of pre-votes (KIP-996), so it raises the quorum epoch to "
                "{epoch} and asks for votes."
            ),
            "unattached": _(
                "{node|Process} knows of quorum epoch {epoch} but not of its leader; "
                "controller.quorum.election.timeout.ms runs."
            ),
            "resigned": _(
                "{node|Process} resigns in quorum epoch {epoch}: it stops, or no majority fetched from it "
                "for 1.5 times controller.quorum.fetch.timeout.ms."
            ),
            "other": _("{node|Process} is {role} in quorum epoch {epoch}."),
        },
    },
    "controller.vote_granted": {
        "plain": {
            "by": "pre_vote",
            "true": _(
                "{node|Process} hears no leader either, so it would support {candidate|process}."
            ),
            "other": _(
                "{node|Process} votes for {candidate|process} in epoch {epoch}, because its log is long "
                "enough."
            ),
        },
        "precise": {
            "by": "pre_vote",
            "true": _(
                "{node|Process} grants {candidate|process} its pre-vote in epoch {epoch} (KIP-996): it "
                "too has no leader to fetch from. Nothing is promised by that."
            ),
            "other": _(
                "{node|Process} gives {candidate|process} its one vote of quorum epoch {epoch}: the "
                "candidate's metadata log is at least as long, by epoch and offset."
            ),
        },
    },
    "controller.controller_elected": {
        "plain": _(
            "A majority votes for {node|process}, so it is the active controller of epoch {epoch}."
        ),
        "precise": _(
            "{node|Process} is the active controller in quorum epoch {epoch}; it already holds the "
            "metadata log, so there is no state to load."
        ),
    },
    "controller.quorum_lost": {
        "plain": _("The quorum is down to {alive} of {voters} voters, so nothing new is decided."),
        "precise": _(
            "{alive} of {voters} voters are no majority: no election, no change of in-sync replicas, no "
            "fencing. Partitions whose leader lives are still written and read."
        ),
    },
    "controller.quorum_restored": {
        "plain": _("Enough voters, {alive} of {voters}, are back, so the quorum decides again."),
        "precise": _(
            "{alive} of {voters} voters form a majority again; what waited for a decision is decided now."
        ),
    },
    "controller.metadata_appended": {
        "plain": _(
            "{node|Process} writes decision {offset}; it waits until a majority of voters has it."
        ),
        "precise": _(
            "{node|Process} appends “{record}” at offset {offset} of __cluster_metadata; the record is "
            "committed when a majority has fetched and flushed it."
        ),
    },
    "controller.metadata_replayed": {
        "plain": _("{node|Process} now knows every decision before metadata offset {offset}."),
        "precise": _(
            "{node|Process} has replayed the committed records of __cluster_metadata up to, not "
            "including, offset {offset}."
        ),
    },
}
