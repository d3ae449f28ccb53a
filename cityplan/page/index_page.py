"""An index page 目次 as HTML: the briefs' style and policy, and the one script that it lets run."""

import base64
import hashlib
from functools import cache

from cityplan.files.markup import Fragment
from cityplan.page.export import html_template
from cityplan.page.html import page_html
from cityplan.page.pdf import template


def index_page(title: str, author: str, head: Fragment, content: Fragment, colour: str = "") -> bytes:
    """A page with its masthead and its content; the same bytes for the same."""
    document = {
        "title": title,
        "author": author,
        "header_left": author,
        "header_right": "目次",
        "footer": author,
        "band": colour,
    }
    page = html_template("index_html/index.html.j2").render(
        document=document,
        content=page_html(str(head), "index") + str(content),
        css=f"{template('brief_html/style.css')}\n{template('index_html/style.css')}",
        script=script(),
        script_hash=script_hash(),
    )
    return f"{page}\n".encode()


@cache
def script() -> str:
    """The script of an index page, as it stands in the page."""
    return template("index_html/index.js")


@cache
def script_hash() -> str:
    """The script's hash as a Content-Security-Policy names it: no other one runs."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()}"
