"""RDF as tables: triples of numbers and the terms that the numbers stand for."""
