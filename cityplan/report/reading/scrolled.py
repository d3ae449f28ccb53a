"""A table that may be wider than its page: a part that is scrolled by key, with a name."""

from cityplan.files.markup import Fragment, fragment


def scrolled(name: str, table: Fragment) -> Fragment:
    """A table in such a part; the same name may stand more than once (see `with_own_names`)."""
    return fragment('<div aria-label="{}" class="scroll" role="group" tabindex="0">{}</div>', name, table)
