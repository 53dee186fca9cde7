"""One bad input: the command it is handed to, and the files that come with it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    """A command line on some files; `arguments` name them as `{folder}/name`.

    Attributes
    ----------
    name : str
        What is wrong with it.
    arguments : tuple of str
    files : dict
        Name → content.
    """

    name: str
    arguments: tuple[str, ...]
    files: dict[str, bytes] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def as_bytes(content):
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
