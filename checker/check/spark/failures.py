"""A failure in a cluster, in one line without Spark's own text, which may hold values."""

from __future__ import annotations

import re

from lovgraf.core.errors import InputError

_MODULE = re.compile(r"No module named '([A-Za-z0-9_.]+)'")
_KIND = re.compile(r"\b([A-Z][A-Za-z]+(?:Error|Exception))\b")

_ENDED = "Java ended"


def translated_failure(error: BaseException) -> InputError:
    """An error of Spark as one that a user can act on."""
    try:
        text = str(error)  # pyspark asks Java for it
    except Exception:
        text = _ENDED
    if text == _ENDED or isinstance(error, ConnectionError):
        return InputError(
            "Java sluttede, før Spark var i gang eller færdig; Spark kræver Java 17 eller 21 (sæt "
            "JAVA_HOME) og hukommelse nok. LOVGRAF_DEBUG=1 viser, hvad Java skrev.",
            "Java ended before Spark had started or finished; Spark takes Java 17 or 21 (set "
            "JAVA_HOME) and enough memory. LOVGRAF_DEBUG=1 shows what Java wrote.",
        )
    if found := _MODULE.search(text):
        name = found[1].split(".")[0]
        return InputError(
            f"Klyngens arbejdere mangler Python-pakken {name}; installér den dér, eller giv dem et "
            "miljø med PYSPARK_PYTHON (docs/spark.md).",
            f"The cluster's workers lack the Python package {name}; install it there, or give them "
            "an environment by PYSPARK_PYTHON (docs/spark.md).",
        )
    if "PYTHON_VERSION_MISMATCH" in text:
        return InputError(
            "Klyngens arbejdere kører en anden version af Python end denne maskine; vælg den samme "
            "med PYSPARK_PYTHON.",
            "The cluster's workers run another version of Python than this machine; choose the "
            "same by PYSPARK_PYTHON.",
        )
    if "JAVA_GATEWAY_EXITED" in text or "Java gateway process exited" in text:
        return InputError(
            "Java kunne ikke starte Spark; LOVGRAF_DEBUG=1 viser, hvad Java skrev.",
            "Java could not start Spark; LOVGRAF_DEBUG=1 shows what Java wrote.",
        )
    if "Cannot run program" in text:
        return InputError(
            "Klyngens arbejdere finder ikke den Python, som PYSPARK_PYTHON nævner.",
            "The cluster's workers do not find the Python that PYSPARK_PYTHON names.",
        )
    if (
        "ExecutorLostFailure" in text
        or "WorkerLost" in text
        or "SparkContext was shut down" in text
    ):
        return InputError(
            "Spark-klyngen mistede sine arbejdere; kør kontrollen igen.",
            "The Spark cluster lost its workers; run the check again.",
        )
    kinds = [kind for kind in _KIND.findall(text) if kind not in ("Py4JJavaError",)]
    kind = kinds[-1] if kinds else type(error).__name__
    return InputError(
        f"Spark-klyngen kunne ikke gennemføre arbejdet ({kind}); se dens log.",
        f"The Spark cluster could not do the work ({kind}); see its log.",
    )
