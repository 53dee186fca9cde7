"""A file that the browser sent, as a file on disk for as long as it is read."""

from __future__ import annotations

import base64
import binascii
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kans_model.words.problems import KansError, Problem


@contextmanager
def sent_file(data: Mapping[str, Any], most_bytes: int) -> Iterator[Path]:
    """Where a file stands that was chosen on a page: a text as it is, a workbook from its base64.

    Raises
    ------
    KansError
        When it was too large to send.
    """
    text, encoded = data.get("text"), data.get("base64")
    if isinstance(text, str):
        content = text.encode("utf-8", "surrogatepass")
    elif isinstance(encoded, str) and len(encoded) <= 2 * most_bytes:
        try:
            content = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            content = b""
    else:
        raise KansError(Problem("text_long", value=data.get("size", 0), must=most_bytes))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(str(data.get("name", ""))).name or "file")
        path.write_bytes(content)
        yield path
