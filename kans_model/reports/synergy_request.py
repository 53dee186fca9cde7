"""One page for the owner of works: what could go along, where, how much, who pays and what it saves."""

from __future__ import annotations

from kans_model.programme.opportunities import Opportunity
from kans_model.programme.plan import Plan
from kans_model.study.study import Study
from kans_model.tables.reading import table
from kans_model.words.amounts import money_short, quantity_text
from kans_model.words.texts import t


def synergy_request(study: Study, plan: Plan, own: Opportunity, lang: str = "nl") -> str:
    """The request as plain text, to send or to print.

    Parameters
    ----------
    own : Opportunity
        Of works that a plan passes by.
    """
    areas, work = study.city.areas, own.work
    rows = table("measures")
    lines = []
    for key in own.projects:
        project = plan.programme.project(key)
        for measure, amounts in project.quantities.items():
            for code, quantity in amounts.items():
                if code in work.shares:
                    amount = quantity_text(quantity, str(rows.at[measure, "unit"]), lang)
                    name = str(rows.at[measure, f"name_{lang}"])
                    owner = t(f"owner.{project.owner}", lang)
                    where = str(areas.at[code, "name"])
                    lines.append(
                        t("programme.request_line", lang, name=name, n=amount, where=where, owner=owner)
                    )
    places = ", ".join(str(areas.at[code, "name"]) for code in work.shares if code in areas.index)
    return "\n".join(
        [
            t("programme.request_title", lang, work=work.name, year=work.start),
            "",
            t(
                "programme.request_what",
                lang,
                city=study.city.name,
                kind=t(f"works_kind.{work.kind}", lang),
                places=places,
                year=work.start,
            ),
            *lines,
            "",
            t("programme.request_saves", lang, eur=money_short(own.saving_eur, lang), before=own.join_before),
            *([t("page.fictional", lang)] if study.city.fictional else []),
            t("programme.request_hash", lang, hash=study.hash[:12]),
        ]
    )
