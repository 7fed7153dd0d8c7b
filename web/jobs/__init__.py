"""Long work in processes of its own: queued in a file, watched over, cancelled, and cleared away.

A web worker writes a job down (`service`) and goes on. One keeper process (`keeper`), started by
whichever worker finds none, runs each job as a process of its own (`work`), a few at a time, kills
what is cancelled, says which were lost, and removes what is kept no longer. Keeper and jobs outlive
the web workers; nobody depends on anybody's memory.

Why not a library: `huey` with SQLite storage keeps a queue, but its worker must be started beside
the server, a task that runs there cannot be killed, and neither owners nor folders nor lost tasks
are known to it; what would be left of it is a table with an order. That is `store`.
"""
