"""An assessment as a document, in every form it is written in."""
