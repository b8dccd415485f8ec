"""A small stage for the page: three kinds of seats, and a clock that sends a digest with every day."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta, timezone

from sandbox.stage import Move, StageSeat

SHANGHAI = timezone(timedelta(hours=8))
STEPS: dict[Move, timedelta] = {"day": timedelta(days=1), "event": timedelta(hours=3), "quarter": timedelta(days=90)}

SEATS = (
    StageSeat(11, 11, "陈主任", "领导小组办公室", "办公室", "领导小组办公室"),
    StageSeat(12, 12, "刘科长", "市委市政府督查局", "督查", "市委市政府督查局"),
    StageSeat(21, 21, "张三", "自然资源和规划局", "联络员", "联络员"),
    StageSeat(22, 22, "李四", "产业集聚区管委会", "联络员", "联络员"),
)


class SmallStage:
    """Calls `on_move` after each move, as the demo lets the sweep run."""

    def __init__(self) -> None:
        self.instant = datetime(2021, 6, 23, 9, 0, tzinfo=SHANGHAI)
        self.on_move: Callable[[], Awaitable[object]] | None = None

    def seats(self) -> tuple[StageSeat, ...]:
        return SEATS

    def now(self) -> datetime:
        return self.instant

    def day_note(self) -> str:
        return "工作日" if self.instant.weekday() < 5 else "休息日"

    async def move(self, how: Move) -> None:
        self.instant += STEPS[how]
        if self.on_move is not None:
            await self.on_move()
