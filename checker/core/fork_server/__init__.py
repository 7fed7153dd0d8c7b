"""A process that keeps something in memory and forks limited, killable children from itself.

Forking a large program is slow, and unsafe where it has threads. So a small process with one
thread is started once (`seed`), is told what to keep (`Process.do`), and forks when it is told to
(`Process.fork`): each child starts with all that its parent had read. A child made with limits
answers under them (`Process.ask`) and is ended with `Process.end`. Linux and macOS.
"""

from lovgraf.core.fork_server.process import Overtime, Process, seed

__all__ = ["Overtime", "Process", "seed"]
