"""What every test may ask for: a browser, a running app, a real city."""

import os
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from scripts.chromium import CHROMIUM
from scripts.libreoffice import LIBREOFFICE, recalculated
from scripts.program import NoProgram, Program
from scripts.serving import serving

# The same 50 examples in every run, and no clock: a slow machine must not turn a law red.
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)


settings.register_profile("search", parent=settings.get_profile("ci"), derandomize=False, max_examples=2000)


settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Any other host is nowhere. Refusing requests one by one in Python would switch off the browser's cache.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
BROWSER_TESTS = Path(__file__).parent / "browser"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark what needs a browser or a running app; it stands in one folder, which is run by itself."""
    for item in items:
        needs = {"chromium_path", "server", "libreoffice"} & set(getattr(item, "fixturenames", ()))
        if needs and BROWSER_TESTS not in item.path.parents:
            raise pytest.UsageError(f"{item.nodeid}: what asks for {min(needs)} belongs in tests/browser")
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path():
    """Path of a Chromium that is already installed."""
    return path_of(CHROMIUM, "chromium")


@pytest.fixture(scope="session")
def libreoffice():
    """Return a workbook as LibreOffice recalculates it: `libreoffice(content)`."""
    path = path_of(LIBREOFFICE, "libreoffice")
    return lambda content: recalculated(path, content)


def path_of(program: Program, script: str) -> str:
    """Where a program is; without it the test fails with the line to type."""
    try:
        path = program.find()
    except NoProgram as error:
        pytest.fail(str(error))
    if path is None:
        pytest.fail(f"No {program.name} found. Type: .venv/bin/python scripts/{script}.py")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path):
    """One headless Chromium for all browser tests; each test makes its own context or page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server():
    """Return the running app for a city: `server()` or `server("city.gpkg", "--lang", "en")`.

    Each city and set of options is started once and ended after the last test.
    """
    running = {}
    with ExitStack() as until_the_end:

        def start(city="demo", *options):
            if (city, options) not in running:
                running[city, options] = until_the_end.enter_context(serving(*options, city=city))
            return running[city, options]

        yield start


@pytest.fixture(scope="session")
def example_city():
    """Folder with a real city as a municipality hands it over: buurten.gpkg and kerncijfers.csv.

    Its data may not be copied into the project, so it stands elsewhere and KANS_EXAMPLE_CITY says where.
    """
    folder = os.environ.get("KANS_EXAMPLE_CITY")
    if not folder:
        pytest.skip("KANS_EXAMPLE_CITY is not set to the folder of an example city")
    assert Path(folder, "buurten.gpkg").is_file(), f"KANS_EXAMPLE_CITY={folder} holds no buurten.gpkg"
    return Path(folder)
