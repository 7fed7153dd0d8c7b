"""A package that is imported later, and is then what it would have been."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from lovgraf.core.lazy_import import import_lazily

NAME = "lovgraf_later_for_a_test"


def test_a_package_is_loaded_with_its_first_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "__init__.py").write_text(f"from {NAME} import inner\nword = 'here'\n")
    (tmp_path / NAME / "inner.py").write_text("number = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    try:
        import_lazily(NAME)
        found = importlib.import_module(NAME)
        assert f"{NAME}.inner" not in sys.modules
        assert (found.word, found.inner.number) == ("here", 3)
        assert importlib.import_module(NAME).__file__ == str(tmp_path / NAME / "__init__.py")
        with pytest.raises(AttributeError, match="nothing"):
            _ = found.nothing
    finally:
        for name in (NAME, f"{NAME}.inner"):
            sys.modules.pop(name, None)


def test_what_is_not_installed_or_there_already_stays_as_it_is() -> None:
    import_lazily(NAME)
    assert NAME not in sys.modules
    import_lazily("json")
    assert vars(sys.modules["json"])["dumps"]
