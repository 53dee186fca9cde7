"""Where LibreOffice is, for the test that recalculates a workbook; as a script it installs its Calc.

The same rule as for Chromium (see `program`).
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # so that it also runs as a script

from scripts.program import NoProgram, Program

LIBREOFFICE = Program(
    name="LibreOffice",
    variable="LIBREOFFICE",
    commands=("soffice", "libreoffice"),
    places=(
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"C:\Program Files\LibreOffice\program\soffice.exe",
    ),
    package="libreoffice-calc",
)
MOST_S = 240


def recalculated(program: str, content: bytes) -> bytes:
    """A workbook as LibreOffice writes it again: it works out every formula that holds no value.

    Its settings live in a folder of their own, so that two runs beside each other both start.
    """
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder, "workbook.xlsx"), Path(folder, "after")
        before.write_bytes(content)
        command = [
            program,
            "--headless",
            f"-env:UserInstallation={Path(folder, 'settings').as_uri()}",
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(after), str(before)),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=MOST_S)
        return (after / before.name).read_bytes()


if __name__ == "__main__":
    try:
        print(f"LibreOffice: {LIBREOFFICE.install()}")
    except NoProgram as error:
        sys.exit(str(error))
