"""The processes beside `doan up` end in order: whoever is needed by others ends after them."""

import asyncio
import sys

from cli.running.children import Child, keep_running, keep_running_in_ranks

# Says what happens to it over a connection that is closed when it ends, and ends when allowed to.
_CHILD = """
import signal, socket, sys
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as line:
    line.sendall(f"{sys.argv[2]}\\n".encode())
    signal.sigwait({signal.SIGTERM})
    line.sendall(b"told\\n")
    line.recv(1)
"""


def make_child(name, port, folder):
    command = (sys.executable, "-c", _CHILD, str(port), name)
    return Child(name, command, {}, folder / f"{name}.log")


async def _seen(ranks, folder):
    """Run children until all are there, stop them, and return what was seen of them in order."""
    seen, stop, seen_all = [], asyncio.Event(), asyncio.Event()
    names = [name for rank in ranks for name in rank]
    all_there_is = 2 * len(names)

    async def follow(reader, writer):
        name = (await reader.readline()).decode().strip()
        names.remove(name)
        if not names:
            stop.set()
        await reader.readline()
        seen.append(f"{name} is told to stop")
        writer.write(b".")
        await reader.read()
        seen.append(f"{name} has ended")
        writer.close()
        if len(seen) == all_there_is:
            seen_all.set()

    server = await asyncio.start_server(follow, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        children = [[make_child(name, port, folder) for name in rank] for rank in ranks]
        await keep_running_in_ranks(children, stop)
        await seen_all.wait()
    return seen


def test_the_server_is_told_to_stop_when_the_worker_and_the_deliverer_have_ended(tmp_path):
    seen = asyncio.run(_seen([["deliverer", "worker"], ["prefect"]], tmp_path))

    assert set(seen[:4]) == {
        "deliverer is told to stop",
        "deliverer has ended",
        "worker is told to stop",
        "worker has ended",
    }
    assert seen[4:] == ["prefect is told to stop", "prefect has ended"]


def test_a_child_that_gives_way_steps_back_behind_all_others(tmp_path):
    async def steps_back(**how):
        stop = asyncio.Event()
        log = tmp_path / "child.log"
        says = "import os, signal; print(os.nice(0), flush=True); signal.pause()"
        child = Child("child", (sys.executable, "-c", says), {}, log, **how)
        running = asyncio.ensure_future(keep_running(child, stop))
        while not (log.exists() and log.read_text().endswith("\n")):
            await asyncio.sleep(0)
        stop.set()
        await running
        said = int(log.read_text())
        log.unlink()
        return said

    assert asyncio.run(steps_back(gives_way=True)) > asyncio.run(steps_back())
