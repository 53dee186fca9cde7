"""The top of the page: what it comes to in a sentence, and what must be known with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup
from panel.viewable import Viewable, Viewer

from dashboards.parts.frame.remarks import caveat_line
from dashboards.parts.live.live import LiveHtml
from kans_model.city.city import City
from kans_model.reports.stress_test_in_words import conclusion
from kans_model.uncertainty.stress_test import StressTest
from kans_model.words.amounts import percent
from kans_model.words.markup import filled
from kans_model.words.texts import t

NAMED = 3
"""Buurten of unknown use that are named at once; all of them stand among the caveats."""


class Head(Viewer):
    """Title, conclusion, the land of unknown use, and the caveats folded into one line.

    Parameters
    ----------
    on_choose : called with the code of a buurt whose use is to be given.
    """

    def __init__(self, lang: str, on_choose: Callable[[str], None]):
        super().__init__()
        self.lang = lang
        self.view = LiveHtml.of(__file__, "head.html", title=t("page.stresstest", lang))
        self.view.on("choose", lambda data: on_choose(str(data.get("name", ""))))

    def show(self, test: StressTest, caveats: Sequence[str], city: City) -> None:
        """Write the conclusion, whose use is unknown, and how many caveats there are."""
        use, names = self._unknown_use(city)
        lines = [*names, *caveats]
        self.view.show(
            conclusion=conclusion(test, self.lang),
            use=use,
            caveats=caveat_line(lines, self.lang),
        )

    def _unknown_use(self, city: City) -> tuple[Markup, list[str]]:
        """How much land has an unknown use and the way to give the largest; and a line with all its names."""
        unknown, lang = city.unknown_use, self.lang
        if unknown.empty:
            return Markup(""), []
        names = city.areas.loc[unknown.index, "name"].astype(str).tolist()
        said = names[:NAMED]
        if len(names) > NAMED:
            said.append(t("stresstest.use_more", lang, n=len(names) - NAMED))
        share = percent(city.unknown_use_share, lang)
        counted = t("stresstest.use_area" if len(names) == 1 else "stresstest.use_areas", lang, n=len(names))
        text = t("stresstest.use_unknown", lang, share=share, areas=counted, names=", ".join(said))
        give = t("stresstest.use_give", lang, area=names[0])
        line = filled(__file__, "head_use.html", text=text, give=give, code=str(unknown.index[0]))
        return line, [t("stresstest.use_all", lang, share=share, names=", ".join(names))]

    def __panel__(self) -> Viewable:
        return self.view
