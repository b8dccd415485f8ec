"""``make bench``: every benchmark, one after the other."""

from __future__ import annotations

from benchmarks import rehearsal, start, tick

for script in (start, tick, rehearsal):
    script.main()
