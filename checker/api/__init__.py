"""The Python interface: what `import lovgraf` offers to notebooks and pipelines.

What is asked, a file each: `check`; `person`, with questions; `assess`; `law`, with queries;
`validate`. What comes back can be shown and saved in one way: `shown`; what arguments mean:
`given`.
"""
