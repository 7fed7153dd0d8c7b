"""YAML in which no mapping gives a key twice: the library would keep the last and say nothing."""

from __future__ import annotations

from typing import Any

import yaml

YamlError = yaml.YAMLError


def read_yaml(text: str) -> Any:
    """What a YAML text says, by the types of YAML. Raises `YamlError`."""
    return _read(text, _TYPED)


def read_yaml_texts(text: str) -> Any:
    """What a YAML text says, every value as it is written: `01` and `NO` stay texts.

    Raises `YamlError`.
    """
    return _read(text, _TEXTS)


def _once(loader: Any, node: Any, deep: bool = False) -> dict[Any, Any]:
    """A mapping, none of whose own keys stands twice; those merged in (`<<`) give way to them."""
    keys = [key.value for key, _ in node.value]
    if twice := sorted({str(key) for key in keys if keys.count(key) > 1}):
        raise yaml.constructor.ConstructorError(None, None, f"keys twice: {twice}", node.start_mark)
    if isinstance(loader, yaml.constructor.SafeConstructor):
        loader.flatten_mapping(node)
    return {
        loader.construct_object(key, True): loader.construct_object(value, True)
        for key, value in node.value
    }


def _without_repeats(loader: Any) -> Any:
    made = type("_Once", (loader,), {})
    made.add_constructor("tag:yaml.org,2002:map", _once)  # type: ignore[attr-defined]
    return made


def _loaders(name: str) -> tuple[Any, ...]:
    """The parser in C, ten times as fast, then the other, which takes a bit more."""
    other = getattr(yaml, name)
    return tuple(map(_without_repeats, (getattr(yaml, f"C{name}", other), other)))


_TYPED, _TEXTS = _loaders("SafeLoader"), _loaders("BaseLoader")


def _read(text: str, loaders: tuple[Any, ...]) -> Any:
    fast, other = loaders
    try:
        return yaml.load(text, Loader=fast)
    except yaml.YAMLError:
        return yaml.load(text, Loader=other)
