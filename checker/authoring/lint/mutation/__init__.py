"""Change the law one thing at a time, and see whether some scenario notices."""

from lovgraf.authoring.lint.mutation.run import Mutation, mutate

__all__ = ["Mutation", "mutate"]
