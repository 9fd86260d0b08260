"""The audit page as a server gives it out: it may speak to that server, and to nothing else."""

from __future__ import annotations

from html import escape

from pipeline.report.bundle import embedded, policy

_BEFORE = '<script type="application/json" id="data">'


def served(page: str, token: str, api: str = "/api/") -> str:
    """A file written by `Document`, told where its decisions are kept.

    token: sent with every decision.  api: path of the server's interface.
    Raises ValueError for a page that this version did not write.
    """
    own, allowed = escape(policy(), quote=False), escape(policy("'self'"), quote=False)
    if page.count(own) != 1 or page.count(_BEFORE) != 1:
        raise ValueError("the page was written by another version; run again")
    told = embedded({"token": token, "api": api})
    block = f'<script type="application/json" id="review">{told}</script>\n'
    return page.replace(own, allowed).replace(_BEFORE, block + _BEFORE)
