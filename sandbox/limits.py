"""Telegram's sending limits, counted in real time whatever the steered clock says."""

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from sandbox.answers import too_many_requests
from sandbox.things import Chat


@dataclass(slots=True)
class _Window:
    """At most `most` within any `seconds`."""

    most: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        """Seconds until one more is allowed."""
        while self.taken and self.taken[0] <= now - self.seconds:
            self.taken.popleft()
        return self.taken[0] + self.seconds - now if len(self.taken) >= self.most else 0.0


class Limits:
    """30 a second in all, one a second per private chat, 20 a minute per group.

    `slack` (seconds) forgives the jitter of a network: a client that paces evenly is not punished for it.
    """

    def __init__(
        self,
        per_second: int = 30,
        private_seconds: float = 1.0,
        group_per_minute: int = 20,
        slack: float = 0.05,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._timer = timer
        self.refused = 0
        self._all = _Window(per_second, 1.0 - slack)
        self._private = defaultdict[int, _Window](lambda: _Window(1, private_seconds - slack))
        self._group = defaultdict[int, _Window](lambda: _Window(group_per_minute, 60.0 - slack))

    def admit(self, chat: Chat) -> None:
        """Count one message.

        Raises:
            ApiError: 429 with the whole seconds to wait; nothing was counted.
        """
        now = self._timer()
        own = (self._private if chat.kind == "private" else self._group)[chat.chat_id]
        wait = max(self._all.wait(now), own.wait(now))
        if wait > 0:
            self.refused += 1
            raise too_many_requests(math.ceil(wait))
        self._all.taken.append(now)
        own.taken.append(now)
