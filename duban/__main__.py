"""``python -m duban`` is the command ``duban``."""

from duban.cli import main

main()
