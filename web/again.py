"""A form that was sent from a page of an older session: nothing of it is lost.

Only for forms that change nothing on the server; a form of another site must not be sent on by a
press of ours where it would.
"""

from __future__ import annotations

from flask import render_template, request

from lovgraf_web.texts import prefers_json

CHANGE_NOTHING = frozenset({"person.check", "proposal_editor.show"})
"""Where forms go that only ask. A query is none: its page keeps what it runs."""


def sent_again() -> str | None:
    """A page with all that was sent, ready to be sent again; None where one must begin anew."""
    if request.endpoint not in CHANGE_NOTHING or prefers_json(request):
        return None
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    return render_template("again.html", fields=fields, address=request.path)
