"""What axe finds on a page, with as little of the processor as it takes.

Its source is half a megabyte: from the server of the page the browser reads it once, and keeps what
it made of it; put in by Playwright it would be sent and compiled for each page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask

from tests.examples import WHOLE

ADDRESS = "/axe.js"
READ = f"""
() => window.axe ? null : new Promise((done, fail) => {{
  const script = document.createElement("script");
  script.src = "{ADDRESS}";
  script.onload = () => done(null);
  script.onerror = () => fail("{ADDRESS} could not be read");
  document.head.append(script);
}})
"""
LOOK = """
;(() => {
const rule = axe._audit.rules.find(({ id }) => id === "color-contrast"), matches = rule.matches;
let spared = null;
window.complaints = (options, all) => {
  spared = null;
  rule.matches = (one, ...more) =>
    (all || !(spared ??= alike()).has(one)) && matches.call(rule, one, ...more);
  return axe.run(document, options).then(({ violations }) => violations);
};
function alike() {
  const behind = new Map([[null, { ground: "", sight: null }]]);
  function below(one) {
    if (behind.has(one)) return behind.get(one);
    const above = below(one.parentElement), style = getComputedStyle(one);
    const own = [
      style.backgroundColor, style.backgroundImage, style.opacity, style.mixBlendMode,
      style.position === "static" ? "" : `${style.position} ${behind.size}`,
    ].join();
    const plain = own === "rgba(0, 0, 0, 0),none,1,normal,";
    const ground = plain ? above.ground : `${above.ground}|${own}`;
    const sight = style.overflow === "visible" ? above.sight : one.getBoundingClientRect();
    behind.set(one, { ground, sight });
    return behind.get(one);
  }
  const words = new Map(), seen = new Set(), found = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement, said = texts.currentNode.data.trim();
    if (said) words.set(one, (words.get(one) ?? "") + said);
  }
  for (const one of document.querySelectorAll("input, select, textarea")) words.set(one, "field");
  for (const [one, said] of words) {
    if (said.length < 2 || one.closest(":disabled, [aria-disabled=true]")) continue;
    if (one.closest("label")?.control?.disabled) continue;
    if (!one.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const box = one.getBoundingClientRect(), sight = below(one.parentElement).sight;
    if (!box.width || !box.height) continue;
    if (sight && (box.left < sight.left || sight.right < box.right)) continue;
    if (sight && (box.top < sight.top || sight.bottom < box.bottom)) continue;
    const ground = below(one).ground, style = getComputedStyle(one);
    const { color, fontSize, fontWeight, textShadow } = style;
    const key = [ground, color, fontSize, fontWeight, textShadow, said === "field"].join();
    if (seen.has(key)) found.add(one);
    seen.add(key);
  }
  return found;
}
})();
"""
"""What has axe run, and its rule about colours look at the first of the texts that look the same on
the same ground: by its colour, size and weight, and by the grounds, transparencies and places of
all that it stands in. It looks at each of those that may tell nothing of the others (hidden, of one
letter, out of use, not wholly in sight where one scrolls), and of those in what is placed elsewhere
than where it would stand by itself."""


def with_axe(app: Flask) -> Flask:
    """An application whose server has the source of axe too."""
    pages = app.wsgi_app
    headers = [("Content-Type", "text/javascript"), ("Cache-Control", "max-age=86400")]

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != ADDRESS:
            return pages(environ, start_response)
        start_response("200 OK", headers)
        return [f"{AXE_SCRIPT}{LOOK}".encode()]

    app.wsgi_app = answer  # type: ignore[method-assign]
    return app


def complaints(page: Any, colours: bool = True) -> list[str]:
    """What axe finds on a page once all of it is there, its style too. Of texts that look the same,
    one stands for the rest where not the whole is asked for: colours are most of what axe does."""
    page.wait_for_load_state()
    options = {
        "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
        "rules": {"color-contrast": {"enabled": colours}},
        # Of what is in order it would list every element.
        "resultTypes": ["violations"],
    }
    page.evaluate(READ)
    found = page.evaluate("([options, all]) => complaints(options, all)", [options, WHOLE])
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
