"""What a case at work reads once, no other case waits for."""

import threading

from models.read_once import read_once


class Reader:
    """Reads by whatever it is given."""

    def __init__(self, read):
        self._read = read
        self.times = 0

    @read_once
    def what_it_reads(self):
        self.times += 1
        return self._read()


def test_it_is_read_on_first_use_and_then_kept():
    reader = Reader(lambda: "a regulation")

    read = reader.what_it_reads, reader.what_it_reads

    assert (read, reader.times) == (("a regulation", "a regulation"), 1)


def test_nobody_waits_for_what_another_one_reads():
    asked, answered = threading.Event(), threading.Event()

    def reads_slowly():
        asked.set()
        return answered.wait(10)

    slow = Reader(reads_slowly)
    waiting = threading.Thread(target=lambda: slow.what_it_reads)
    waiting.start()
    assert asked.wait(10)

    quick = []
    other = threading.Thread(target=lambda: quick.append(Reader(lambda: "at once").what_it_reads))
    other.start()
    other.join(5)
    answered.set()
    waiting.join(10)

    assert quick == ["at once"]
