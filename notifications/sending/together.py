"""What several letters want of the database at once is asked for together: commits are dear."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """Does in a thread, in one go, what was asked for while the last was being done.

    `do` returns an answer for each of what it is given, in that order; an exception among them is raised
    where it was asked for, and one that `do` raises everywhere. What is asked for alone is done at once.
    For one event loop.
    """

    def __init__(
        self, do: Callable[[Sequence[Asked]], Sequence[Answer | Exception]], *, most: int
    ) -> None:
        self._do = do
        self._most = most
        self._asked: list[tuple[Asked, asyncio.Future[Answer], bool]] = []
        self._doing: asyncio.Task[None] | None = None

    async def __call__(self, asked: Asked, *, first: bool = False) -> Answer:
        """Have it done; what is to come `first` is done before all else that waits."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._asked.append((asked, answer, first))
        if self._doing is None:
            self._doing = asyncio.create_task(self._do_all())
        return await answer

    async def _do_all(self) -> None:
        try:
            while self._asked:
                self._asked.sort(key=lambda each: not each[2])
                batch, self._asked = self._asked[: self._most], self._asked[self._most :]
                await self._do_batch([each[:2] for each in batch if not each[1].cancelled()])
        finally:
            self._doing = None

    async def _do_batch(self, batch: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        answers: Sequence[Answer | Exception]
        try:
            answers = await asyncio.to_thread(self._do, [asked for asked, _ in batch])
        except Exception as error:  # noqa: BLE001 - it is raised where each of them was asked for.
            answers = [error] * len(batch)
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.cancelled():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)


class PlacesAtOnce:
    """So many at once and no more; who comes `first` passes by all others that wait.

    `most` says how many now. For one event loop.
    """

    def __init__(self, most: Callable[[], int]) -> None:
        self._most = most
        self._taken = 0
        self._waiting: list[tuple[bool, asyncio.Future[None]]] = []

    async def take(self, *, first: bool = False) -> None:
        """Wait for a place and take it."""
        if self._taken < self._most() and not self._waiting:
            self._taken += 1
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((first, mine))
        self._waiting.sort(key=lambda each: not each[0])
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.give_back()
            raise

    def give_back(self) -> None:
        """Give a place back, to the next who waits."""
        self._taken -= 1
        while self._waiting and self._taken < self._most():
            _, next_one = self._waiting.pop(0)
            if not next_one.done():
                self._taken += 1
                next_one.set_result(None)
