"""Where files lie that are on no disk of this machine: `s3://`, `gs://`, `abfs://`, `hdfs://`.

Who may read them is told by the environment, as the tools of each store have it (`AWS_PROFILE`,
`GOOGLE_APPLICATION_CREDENTIALS`, a role of the machine), never by the address: that is seen in the
list of processes. Nothing of an address but the last part of its path is shown.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lovgraf.core.errors import InputError

SCHEMES = ("s3", "gs", "gcs", "abfs", "abfss", "hdfs", "viewfs")
_SCHEME = re.compile(rf"({'|'.join(SCHEMES)})://", re.IGNORECASE)
_OPTIONS = frozenset({"region", "endpoint_override", "scheme", "replication", "buffer_size"})
"""What an address may say beside the place."""


def is_stored(dataset: str) -> bool:
    """Whether a dataset is an address of a store."""
    return _SCHEME.match(dataset) is not None


def name_of(url: str) -> str:
    """The last part of an address's path: what the dataset is called."""
    parts = urlsplit(url)
    return parts.path.strip("/").rsplit("/", 1)[-1] or parts.hostname or parts.scheme


def opened(url: str) -> tuple[Any, str]:
    """The file system of an address and the path in it.

    Raises `InputError` where the address holds a password, is none, or pyarrow has no access to
    such a store here.
    """
    import pyarrow as pa
    from pyarrow.fs import FileSystem

    _refuse_secrets(url)
    name = name_of(url)
    try:
        filesystem, path = FileSystem.from_uri(url)
    except (pa.ArrowException, ValueError, NotImplementedError):
        raise InputError(
            "Adressen kan ikke læses; skriv den som s3://spand/sti.",
            "The address cannot be read; write it as s3://bucket/path.",
            name,
        ) from None
    except OSError as error:
        if "libhdfs" in str(error) or "libjvm" in str(error):
            raise _no_hadoop(name) from None
        raise unreachable(error, name) from None
    return filesystem, path


def unreachable(error: OSError, name: str) -> InputError:
    """An error of a store in one line without its text, which may repeat the address."""
    text = str(error)
    if isinstance(error, FileNotFoundError) or "NoSuchBucket" in text or "NO_SUCH" in text:
        return InputError(
            "Der er ingen fil eller mappe på adressen; kontrollér den.",
            "There is no file or folder at the address; check it.",
            name,
        )
    denied = ("ACCESS_DENIED", "InvalidAccessKeyId", "SignatureDoesNotMatch", "403", "401")
    if isinstance(error, PermissionError) or any(word in text for word in denied):
        return InputError(
            "Lageret giver ikke denne bruger adgang; angiv nøglen i miljøet (fx AWS_PROFILE eller "
            "AWS_ACCESS_KEY_ID).",
            "The store does not let this user in; give the key in the environment (AWS_PROFILE or "
            "AWS_ACCESS_KEY_ID, say).",
            name,
        )
    return InputError(
        "Lageret svarer ikke; kontrollér adresse, område (region) og netværk.",
        "The store does not answer; check address, region and network.",
        name,
    )


def _refuse_secrets(url: str) -> None:
    try:
        parts = urlsplit(url)
        user, password, scheme = parts.username, parts.password, parts.scheme.lower()
        if not parts.netloc and scheme not in ("hdfs", "viewfs"):
            raise ValueError
        asked = [key for key, _ in parse_qsl(parts.query, keep_blank_values=True)]
    except ValueError:
        raise InputError(
            "Adressen kan ikke læses; skriv den som s3://spand/sti.",
            "The address cannot be read; write it as s3://bucket/path.",
        ) from None
    if password is not None or (user is not None and scheme not in ("abfs", "abfss", "hdfs")):
        raise InputError(
            "Adressen må ikke indeholde en nøgle; den kan ses i listen over processer. Angiv den i "
            "miljøet (fx AWS_ACCESS_KEY_ID og AWS_SECRET_ACCESS_KEY).",
            "The address must not hold a key, which shows in the list of processes. Give it in the "
            "environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, say).",
        )
    if not _OPTIONS.issuperset(asked):
        known = ", ".join(sorted(_OPTIONS))
        raise InputError(
            f"Efter ? i adressen kan stå {known}; nøgler hører til i miljøet.",
            f"After ? an address may say {known}; keys belong in the environment.",
        )


def _no_hadoop(name: str) -> InputError:
    return InputError(
        "hdfs:// kræver Hadoops bibliotek (libhdfs) og Java på denne maskine: sæt HADOOP_HOME, "
        "JAVA_HOME og CLASSPATH, eller montér filerne.",
        "hdfs:// takes Hadoop's library (libhdfs) and Java on this machine: set HADOOP_HOME, "
        "JAVA_HOME and CLASSPATH, or mount the files.",
        name,
    )
