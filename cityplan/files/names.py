"""Names of files and folders that every system takes: a project is carried to Windows, where some are devices."""

import re

# What Windows takes for a device, whatever its ending; and what ends a name there, or parts it.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)
_NO_PART = re.compile(r"[\\:/]|[. ]$")


def is_name_everywhere(name: str) -> bool:
    """Whether a name is that of a file on every system, in its own folder.

    >>> [is_name_everywhere(name) for name in ("R5.csv", "aux.csv", "CON", "C:R5.csv", "a\\\\R5.csv", "R5.", "連携con")]
    [True, False, False, False, False, False, True]
    """
    return not (_DEVICE.fullmatch(name) or _NO_PART.search(name))
