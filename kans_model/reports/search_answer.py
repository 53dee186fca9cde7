"""What a search for a split came to, in a sentence."""

from __future__ import annotations

from kans_model.finance.actors import Actors
from kans_model.finance.split_search import Proposal
from kans_model.words.amounts import money_short
from kans_model.words.texts import t


def search_answer(proposal: Proposal, actors: Actors, lang: str) -> str:
    """What was worked out and what it means, or why the present split stays; only what is true of it."""
    found, now = (money_short(eur, lang) for eur in (proposal.gemeente_eur, proposal.present_gemeente_eur))

    def names(ids: list[str]) -> str:
        return ", ".join(actors.name(actor, lang) for actor in ids)

    parts = [
        t(f"search.{proposal.goal}_{'found' if proposal.is_better else 'kept'}", lang, found=found, now=now)
    ]
    above = names(proposal.above_benefit)
    if above:
        parts.append(t("search.above_benefit", lang, names=above))
    elif proposal.goal == "least_gemeente":
        parts.append(t("search.within_benefit", lang))
    if proposal.is_better and proposal.binding:
        parts.append(t("search.binding", lang, names=names(proposal.binding)))
    return " ".join(parts)
