"""The command line speaks the language that is asked; every command and option has its words in both."""

import re
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from kans_model.cli import app
from kans_model.commands import language
from kans_model.words.texts import LANGUAGES, has_text, texts


def commands():
    """Every command by its path, `kans` itself too."""
    root = get_command(app)
    yield "kans", root
    for name, command in root.commands.items():
        yield name, command
        for inner, under in getattr(command, "commands", {}).items():
            yield f"{name}_{inner}", under


COMMANDS = dict(commands())


@pytest.fixture(autouse=True)
def no_language(monkeypatch):
    for name in (language.LANGUAGE_VARIABLE, *language.LOCALE_VARIABLES):
        monkeypatch.delenv(name, raising=False)


def said(*arguments, **environment):
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "200", **environment})
    assert result.exit_code == 0, result.output
    return result.output


def test_every_command_and_option_has_its_words_and_no_words_are_left_over():
    needed = {f"help.command_{path}" for path in COMMANDS}
    for path, command in COMMANDS.items():
        needed |= {language.option_key(path, param.name) for param in command.params}
        arguments = [param for param in command.params if param.param_type_name == "argument"]
        needed |= {f"help.argument_{param.name}" for param in arguments}
    assert {key for key in needed if not has_text(key)} == set()
    around = {f"help.{key}" for key in language.PANELS.values()}
    around |= {"help.usage", "help.usage_options", "help.usage_command", "help.option_help"}
    around |= {"help.value_file", "help.value_number", "help.value_text"}
    there = {key for key in texts()["nl"] if key.startswith("help.")}
    assert there - needed - around == set()


def test_no_help_stands_in_the_code():
    for path in Path("kans_model/commands").glob("*.py"):
        assert not re.search(r"[ (]help=", path.read_text(encoding="utf-8")), path.name


@pytest.mark.parametrize("path", COMMANDS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_is_said_in_the_language_that_is_asked(path, lang):
    words = [] if path == "kans" else path.split("_")
    shown = " ".join(re.sub(r"[│╭╮╰╯─]", " ", said("--lang", lang, *words, "--help")).split())
    assert texts()[lang][f"help.command_{path}"][:60] in shown
    assert texts()[lang]["help.option_help"] in shown
    assert texts()[lang]["help.options"] in shown
    assert texts()[lang]["help.usage"] in shown


def test_dutch_comes_first_then_what_the_environment_asks_then_what_is_typed():
    assert "Gebruik:" in said("--help")
    assert "Usage:" in said("--help", KANS_LANG="en")
    assert "Usage:" in said("--help", LANG="en_US.UTF-8")
    assert "Gebruik:" in said("--help", LANG="de_DE.UTF-8")
    assert "Gebruik:" in said("--help", "--lang", "nl", KANS_LANG="en", LANG="en_US.UTF-8")


def test_what_a_command_says_follows_the_same_language():
    assert "Alles wat past" in said("evaluate", "--csv")
    assert "Everything that fits" in said("--lang", "en", "evaluate", "--csv")
    assert "Everything that fits" in said("evaluate", "--csv", KANS_LANG="en")


@pytest.mark.parametrize(
    ("line", "dutch", "english"),
    [
        ("foo", "Opdracht 'foo' bestaat niet.", "There is no command 'foo'."),
        (
            "evaluat",
            "Opdracht 'evaluat' bestaat niet. Bedoelt u evaluate?",
            "There is no command 'evaluat'. Did you mean evaluate?",
        ),
        ("city foo", "Opdracht 'foo' bestaat niet.", "There is no command 'foo'."),
        ("--foo", "Optie --foo bestaat hier niet.", "There is no option --foo here."),
        (
            "evaluate --citty demo",
            "Optie --citty bestaat hier niet. Bedoelt u --city?",
            "There is no option --citty here. Did you mean --city?",
        ),
        ("evaluate --city", "Bij --city ontbreekt de waarde.", "The value of --city is missing."),
        ("evaluate --json=3", "Bij --json hoort geen waarde.", "--json takes no value."),
        (
            "serve --port 70000",
            "De waarde van --port moet een heel getal van 1 tot 65535 zijn.",
            "The value of --port must be a whole number from 1 to 65535.",
        ),
        (
            "ensemble --draws x",
            "De waarde van --draws moet een heel getal zijn.",
            "The value of --draws must be a whole number.",
        ),
        (
            "optimise --alternatives x",
            "De waarde van --alternatives moet een getal zijn.",
            "The value of --alternatives must be a number.",
        ),
        ("study versions", "ID ontbreekt.", "ID is missing."),
        ("evaluate a b", "Dit hoort er niet bij: a b.", "This does not belong here: a b."),
    ],
)
def test_a_mistake_in_a_command_line_is_said_in_the_language_that_is_asked(line, dutch, english):
    around = {"nl": ("[OPTIES]", "voor uitleg"), "en": ("[OPTIONS]", "for help")}
    for lang, sentence in (("nl", dutch), ("en", english)):
        result = CliRunner().invoke(app, ["--lang", lang, *line.split()], env={"COLUMNS": "200"})
        assert result.exit_code == 2
        assert sentence in result.output
        for words in around[lang]:
            assert words in result.output


def test_a_language_alone_asks_for_no_command():
    result = CliRunner().invoke(app, ["--lang", "nl"], env={"COLUMNS": "200"})
    assert (result.exit_code, "Welke opdracht?" in result.output) == (2, True)


@pytest.mark.parametrize("path", COMMANDS)
def test_help_names_no_type_of_python(path):
    """Between < and > stands what is typed: bestand, getal or tekst; a flag takes nothing."""
    words = [] if path == "kans" else path.split("_")
    taken = {
        kind: set(re.findall(r"<(\w+)[ 0-9–]*>", said("--lang", kind, *words, "--help")))
        for kind in LANGUAGES
    }
    assert taken["nl"] <= {"bestand", "getal", "tekst"}
    assert taken["en"] <= {"file", "number", "text"}
    assert len(taken["nl"]) == len(taken["en"])
    assert "<=" not in said(*words, "--help")


def test_arguments_have_a_name_in_the_language():
    assert "[kaart] [tabellen]..." in said("city", "import", "--help")
    assert "[map] [tables]..." in said("--lang", "en", "city", "import", "--help")
