"""What is asked for at once is done at once; places are given to who comes first, or is to."""

import asyncio
import threading

from notifications.sending.together import PlacesAtOnce, Together


def test_what_is_asked_for_meanwhile_is_done_in_one_go():
    batches, begun, goes_on = [], threading.Event(), threading.Event()

    def double(numbers):
        batches.append(list(numbers))
        begun.set()
        goes_on.wait(10)
        return [2 * number for number in numbers]

    async def story():
        doubled = Together(double, most=3)
        first = asyncio.create_task(doubled(1))
        await asyncio.to_thread(begun.wait, 10)
        rest = [asyncio.create_task(doubled(number)) for number in (2, 3, 4)]
        urgent = asyncio.create_task(doubled(5, first=True))
        await asyncio.sleep(0)
        goes_on.set()
        return [await each for each in (first, *rest, urgent)]

    assert asyncio.run(story()) == [2, 4, 6, 8, 10]
    assert batches == [[1], [5, 2, 3], [4]]


def test_what_is_wrong_with_one_is_raised_for_that_one():
    def halve(numbers):
        return [ValueError(number) if number % 2 else number // 2 for number in numbers]

    async def story():
        halved = Together(halve, most=9)
        return await asyncio.gather(halved(4), halved(3), return_exceptions=True)

    four, three = asyncio.run(story())
    assert (four, type(three)) == (2, ValueError)


def test_what_is_wrong_with_all_is_raised_for_all():
    def fails(_numbers):
        raise OSError

    async def story():
        failing = Together(fails, most=9)
        return await asyncio.gather(failing(1), failing(2), return_exceptions=True)

    assert [type(each) for each in asyncio.run(story())] == [OSError, OSError]


def test_who_is_to_come_first_gets_the_next_place():
    came = []

    async def comes(places, who, *, first=False):
        await places.take(first=first)
        came.append(who)
        places.give_back()

    async def story():
        places = PlacesAtOnce(lambda: 1)
        await places.take()
        waiting = [asyncio.create_task(comes(places, who)) for who in "ab"]
        waiting.append(asyncio.create_task(comes(places, "urgent", first=True)))
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.sleep(0)
        places.give_back()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(story())
    assert came == ["urgent", "b"]
