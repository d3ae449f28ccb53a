"""The licence 利用条件 of a city's documents, as its `source.toml` names it: never assumed, never invented."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from cityplan.city.entries import entry_error
from cityplan.files.errors import SourceError

UNKNOWN_LICENCE = "利用条件は発行者に確認"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)+")  # as the Open Definition has them


class Licence(NamedTuple):
    """What a licence is called (CC-BY-4.0, or in words) and where it stands; both empty if unknown."""

    title: str = ""
    url: str = ""

    @property
    def words(self) -> str:
        """As a reader is told.

        >>> Licence("CC-BY-4.0").words, Licence().words
        ('CC-BY-4.0', '利用条件は発行者に確認')
        """
        return f"{self.title}（{self.url}）" if self.url else self.title or UNKNOWN_LICENCE

    @property
    def is_name(self) -> bool:
        """Whether it is called by a name that programs know.

        >>> [Licence(each).is_name for each in ("CC-BY-4.0", "CC0-1.0", "公共データ利用規約", "自由")]
        [True, True, False, False]
        """
        return bool(_NAME.fullmatch(self.title))


def checked_licence(title: object, url: object, file: str) -> Licence:
    """The licence 利用条件 if it can be told to others; SourceError otherwise.

    >>> checked_licence("CC-BY-4.0", "", "data/raw/x/source.toml")
    Licence(title='CC-BY-4.0', url='')
    >>> checked_licence("オープンデータ利用規約", "", "data/raw/x/source.toml")
    Traceback (most recent call last):
    cityplan.files.errors.SourceError: data/raw/x/source.toml 列「licence_url」:「オープンデータ利用規約」 ...
    """
    found = Licence(_line(title, file, "licence"), _line(url, file, "licence_url"))
    if found.url and not found.title:
        raise _refused("licence がありません", file, "licence", found.url)
    if found.url and not _is_address(found.url):
        raise _refused("ページの場所（URL）として読めません", file, "licence_url", found.url)
    if found.title and not found.url and not found.is_name:
        raise _refused("利用条件のページの場所（URL）が要ります", file, "licence_url", found.title)
    return found


def _line(given: object, file: str, column: str) -> str:
    if not isinstance(given, str) or not given.isprintable():
        raise _refused("1行の文字列として読めません", file, column, str(given))
    return given.strip()


def _is_address(url: str) -> bool:
    """
    >>> [_is_address(each) for each in ("https://example.com/a", "example.com", "https://", "ftp://a")]
    [True, False, False, False]
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    plain = url.isascii() and not re.search(r'[\s"<>\\^`{|}]', url)
    return bool(plain and parts.scheme in ("https", "http") and host)


def _refused(problem: str, file: str, column: str, text: str) -> SourceError:
    next_step = (
        'licence = "CC-BY-4.0" のような名前か、licence = "…" と licence_url = "https://…" の'
        "2行を書いてください。分からなければ、どちらも書きません。"
    )
    return entry_error(problem, file, column, text, next_step)
