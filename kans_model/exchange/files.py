"""Files read whole within a limit, and written so that what stood there is lost only to what is whole."""

import errno
import glob
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kans_model.words.problems import KansError, Phrase, Problem

PART = ".part"


def check_input(path: Path) -> None:
    """Refuse what cannot be read as a file, before anything waits for it.

    Raises
    ------
    KansError
        It does not exist, is a folder, pipe or device, is closed to us, or is empty.
    """
    try:
        about = path.stat()
        is_file = stat.S_ISREG(about.st_mode)
        if is_file:
            path.open("rb").close()
    except FileNotFoundError:
        raise KansError(Problem("file_missing", file=path.name)) from None
    except (OSError, ValueError) as error:  # ValueError: a name with a zero byte
        raise KansError(Problem("file_closed", file=path.name, value=reason(error))) from None
    if not is_file:
        raise KansError(Problem("file_no_file", file=path.name or str(path)))
    if about.st_size == 0:
        raise KansError(Problem("file_empty", file=path.name))


def bounded_bytes(path: Path, most: int) -> bytes:
    """The content of a file.

    Raises
    ------
    KansError
        As `check_input`, or it has more than `most` bytes.
    """
    check_input(path)
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise KansError(Problem("file_closed", file=path.name, value=reason(error))) from None
    if len(content) > most:
        raise KansError(
            Problem("file_too_large", file=path.name, value=len(content) // 1_000_000, must=most // 1_000_000)
        )
    return content


@contextmanager
def replacing(path: Path, suffix: str | None = None) -> Iterator[Path]:
    """A draft beside the file, put in its place when all went well; else the old file stays as it was.

    With a suffix the draft has that one, for libraries that go by it. Raises OSError when the disk refuses.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "a.txt"
    ...     with replacing(target) as draft:
    ...         _ = draft.write_text("new")
    ...     target.read_text(), [file.name for file in Path(folder).iterdir()]
    ('new', ['a.txt'])
    """
    target = Path(os.path.realpath(path))  # what a link points at is replaced, not the link
    if not target.name or target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if target.is_fifo():  # opening one waits until somebody reads it
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
    if target.exists() and not target.is_file():  # a device takes what it gets
        yield target
        return
    draft = target.with_name(f".{target.name[:60]}.{os.getpid()}{PART}{suffix or ''}")
    try:
        yield draft
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(draft, target)
    finally:
        for leftover in target.parent.glob(f"{glob.escape(draft.name)}*"):  # SQLite keeps journals beside it
            leftover.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises OSError when the disk refuses."""
    with replacing(path) as draft, draft.open("wb") as file:
        file.write(content)
        file.flush()
        if draft.is_file():
            os.fsync(file.fileno())


def refuse_folder(output: Path) -> None:
    """Refuse a folder or pipe where a file is to be written, before the work is done.

    Raises
    ------
    KansError
    """
    why = "is_folder" if not output.name or output.is_dir() else "is_pipe" if output.is_fifo() else ""
    if why:
        raise KansError(Problem("file_unwritable", file=str(output), value=Phrase(f"disk.{why}")))


def refuse_inputs(outputs: Iterable[Path], inputs: Iterable[Path | str | None]) -> None:
    """Refuse to write over what was handed over.

    Raises
    ------
    KansError
        An output is one of the inputs, by whatever name.
    """
    given = [Path(path) for path in inputs if path is not None]
    for output in outputs:
        for path in given:
            if _is_same(output, path):
                raise KansError(Problem("file_is_input", file=output.name))


def reason(error: Exception) -> Phrase:
    """Why the disk refuses, in words."""
    number = getattr(error, "errno", None)
    if number is None and "full" in str(error):  # as SQLite says it
        number = errno.ENOSPC
    return Phrase(f"disk.{_REASONS.get(number or 0, 'refused')}")


_REASONS = dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "closed")
_REASONS |= dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full")
_REASONS |= dict.fromkeys((errno.ENOENT, errno.ENOTDIR), "no_folder")
_REASONS |= {
    errno.EISDIR: "is_folder",
    errno.ENXIO: "is_pipe",
    errno.ENAMETOOLONG: "name_too_long",
    errno.ELOOP: "loop",
}


def _is_same(first: Path, second: Path) -> bool:
    try:
        return first.samefile(second)
    except OSError:  # one of them is not there
        return os.path.realpath(first) == os.path.realpath(second)
    except ValueError:
        return False
