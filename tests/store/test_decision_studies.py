"""The study of a decision: kept once, opened as a study of its own, and missed in words."""

import pytest

from kans_model.store import study_files
from kans_model.store.decision_studies import decided, keep_decided, open_decided
from kans_model.store.versions import versions
from kans_model.words.problems import KansError
from tests.fixtures.small import corner


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KANS_STORE", str(tmp_path / "studies"))


def test_it_is_kept_once_however_often_it_is_decided_on():
    study = corner(2)
    kept = study_files.save(study.to_dict())
    for _ in range(2):
        keep_decided(kept.id, study, "Hitte eerst " * 20)
    (version,) = versions(kept.id)
    assert version.hash == study.hash
    assert decided(kept.id, study.hash) == version


def test_it_opens_beside_the_study_as_it_is_now():
    then = corner(2)
    kept = study_files.save(then.to_dict())
    keep_decided(kept.id, then, "Hitte eerst")
    now = then.with_portfolio(then.portfolio("eigen").with_uptake("wadi", 0.5))
    study_files.save(now.to_dict(), study_files.load(kept.id))
    opened = open_decided(kept.id, then.hash)
    assert opened != kept.id
    assert study_files.load(opened).study == then.to_dict()
    assert study_files.load(kept.id).study == now.to_dict()


def test_one_that_is_gone_says_so():
    kept = study_files.save(corner(2).to_dict())
    with pytest.raises(KansError, match="niet bewaard"):
        open_decided(kept.id, "f" * 64)
