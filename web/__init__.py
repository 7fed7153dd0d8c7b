"""The web pages of Lovgraf: thin views over the checker, on this machine only."""

from web.app import create_app
from web.serving import serve

__all__ = ["create_app", "serve"]
