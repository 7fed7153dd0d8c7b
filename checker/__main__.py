"""`python -m lovgraf`: the command line, as `lovgraf` is."""

from lovgraf.cli import main

if __name__ == "__main__":
    main()
