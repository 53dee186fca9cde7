"""`kans study versions` and `kans study diff`: what was kept of a study, and what differs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kans_model.commands.app import City, Lang, explained, say, write_file
from kans_model.words.texts import t

if TYPE_CHECKING:
    from kans_model.city.city import City as OpenCity
    from kans_model.study.study import Study

KEPT = re.compile(r"(?P<id>[0-9a-f]{32})(?::(?P<version>[0-9]{1,6}))?")
"""A study in the store, or a version of it."""


@explained
def study_versions(
    kept: Annotated[str, typer.Argument(metavar="ID")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
    lang: Lang = "nl",
) -> None:
    """List the versions of a study in the store, newest first."""
    from kans_model.store.study_files import load
    from kans_model.store.versions import versions

    load(kept)  # an id of nothing is said
    known = versions(kept)
    fields = ("number", "saved", "name", "author", "hash")
    if as_json:
        rows = [{field: getattr(version, field) for field in fields} for version in known]
        say(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for version in known:
        by = t("versions.by", lang, author=version.author) if version.author else ""
        words = (f"{version.number}", version.saved, version.hash[:8], version.name, by)
        say("  ".join(word for word in words if word))
    if not known:
        say(t("versions.empty", lang))


@explained
def study_diff(
    first: Annotated[str, typer.Argument()],
    second: Annotated[str, typer.Argument()],
    city: City = "demo",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    lang: Lang = "nl",
) -> None:
    """Say what differs between two studies on one city."""
    from kans_model.exchange.city_file import open_city
    from kans_model.reports.difference_in_words import difference_text, differences

    opened = open_city(city)
    before, now = (_study(name, opened) for name in (first, second))
    if as_json:
        rows: list[dict[str, Any]] = [row._asdict() for row in differences(before, now, lang)]
        say(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        say(difference_text(before, now, lang))


@explained
def study_public(
    kept: Annotated[str, typer.Argument()],
    output: Annotated[Path, typer.Option("--output", "-o")],
    city: City = "demo",
    lang: Lang = "nl",
) -> None:
    """Write a study without the name of any person, to share with everybody."""
    from kans_model.exchange.city_file import open_city
    from kans_model.exchange.files import refuse_inputs

    refuse_inputs([output], [city, kept])
    study = _study(kept, open_city(city)).public
    content = json.dumps(study.to_dict(), indent=2, ensure_ascii=False)
    write_file(output, content.encode("utf-8"))


def _study(name: str, city: OpenCity) -> Study:
    """A study from a file, or from the store."""
    from kans_model.exchange.study_file import read_study
    from kans_model.store.study_files import load
    from kans_model.store.versions import version
    from kans_model.study.study import Study

    kept = KEPT.fullmatch(name)
    if kept is None:
        return read_study(Path(name), city)
    values = version(kept["id"], int(kept["version"])).study if kept["version"] else load(kept["id"]).study
    return Study.from_dict(values, city, name)
