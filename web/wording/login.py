"""Texts of signing in and out."""

from __future__ import annotations

from lovgraf.core.terms import Text

TEXTS: dict[str, Text] = {
    "role-reader": Text("Læser", "Reader"),
    "role-caseworker": Text("Sagsbehandler", "Caseworker"),
    "role-drafter": Text("Lovskriver", "Drafter"),
    "signed-in-as": Text("Logget ind som", "Signed in as"),
    "log-in": Text("Log ind", "Sign in"),
    "log-out": Text("Log ud", "Sign out"),
    "logged-out": Text("Du er logget ud", "You are signed out"),
    "logged-out-more": Text(
        "Luk browseren, hvis andre også bruger maskinen.",
        "Close the browser if others use this machine too.",
    ),
    "login-failed": Text(
        "Login kunne ikke gennemføres. Prøv forfra.",
        "Signing in did not succeed. Start again.",
    ),
    "login-provider": Text(
        "Login-tjenesten svarer ikke. Prøv igen om lidt.",
        "The sign-in service does not answer. Try again in a while.",
    ),
    "login-no-role": Text(
        "Du har ingen rolle her. Spørg den, der giver roller hos jer.",
        "You have no role here. Ask whoever gives out roles in your organisation.",
    ),
}
