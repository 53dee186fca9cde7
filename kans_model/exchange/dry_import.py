"""An import of which nothing is written: what it would refuse, and what it would say."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kans_model.exchange.city_import import import_city
from kans_model.exchange.file_explanation import MAP_KINDS
from kans_model.exchange.file_kind import kind_of
from kans_model.exchange.import_report import ImportReport
from kans_model.words.problems import KansError
from kans_model.words.texts import t


@dataclass(frozen=True)
class DryImport:
    """The report of an import, or why it would be refused: places, joins, sums and wholes included."""

    report: ImportReport | None
    refusal: KansError | None = None

    def text(self, lang: str = "nl") -> str:
        """The refusal or the report, in the words of an import."""
        if self.refusal is not None:
            return f"{t('explain.refused', lang)}\n{self.refusal.text(lang)}"
        said = self.report.text(lang) if self.report else ""
        return f"{t('explain.accepted', lang)}\n{said}"


def is_map(path: Path) -> bool:
    """Whether a file is a map, which an import needs first.

    Raises
    ------
    KansError
        It is a zip that cannot be opened.
    """
    return kind_of(path) in MAP_KINDS


def dry_import(
    areas: Path,
    figures: Sequence[Path] = (),
    name: str = "",
    soil: str | None = None,
    mapping: Path | None = None,
    background: Path | None = None,
    objects: Path | None = None,
    postcodes: Path | None = None,
) -> DryImport:
    """Import as `import_city` does, keep nothing, and say how it went."""
    try:
        _, report = import_city(
            areas, figures, name or areas.stem, soil, mapping, background, objects, postcodes
        )
    except KansError as error:
        return DryImport(None, error)
    return DryImport(report)
