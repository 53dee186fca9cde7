"""What subjects of a dialogue are called."""

from kans_model.dialogue.partners import FAIRNESS, MONEY, subjects
from kans_model.tables.reading import table
from kans_model.tables.vocabulary import HAZARDS
from kans_model.words.texts import LANGUAGES, t


def subject_name(subject: str, lang: str = "nl") -> str:
    """A subject as a reader calls it.

    Examples
    --------
    >>> subject_name("heat"), subject_name("money")
    ('Hitte', 'Geld overhouden')
    """
    if subject in (MONEY, FAIRNESS):
        return t(f"dialogue.subject_{subject}", lang)
    rows = table("hazards" if subject in HAZARDS else "opgaven")
    return str(rows[f"name_{lang}"][subject])


def subjects_by_name() -> dict[str, str]:
    """Every name of every subject in either language, and its id, in small letters → the subject."""
    names = {subject_name(subject, lang).lower(): subject for subject in subjects() for lang in LANGUAGES}
    return names | {subject: subject for subject in subjects()}
