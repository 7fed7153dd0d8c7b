"""The ground of every floor: texts in two languages, errors, Turtle, results, caches, limits.

Words: `terms` (namespaces, `Text`), `written` (numbers and dates in text), `errors`, `refusal`.
Results: `result` (the one model of reports), `intake` (what was read), `output`, `disclosure`.
Turtle: `turtle` reads, `turtle_writer` writes in one fixed form.
Safety: `sandbox`, `fork_server`, `limits`, `memory`, `private`, `safe`, `stopping`.
Kept between runs: `cache`, `lasting`, `locks`. Start: `lazy_import`.
"""

from lovgraf.core.lazy_import import import_lazily

import_lazily("html5rdf")  # rdflib imports it for literals of HTML, of which the law has none
