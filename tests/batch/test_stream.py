"""A kernel's streams: everything written is sent, in order, and nothing is done for nothing."""

import threading

import pytest
import zmq
from ipykernel.iostream import IOPubThread, OutStream
from jupyter_client.session import Session

from xuke.batch.stream import Stream


class Sent(Session):
    """A session that keeps what it is asked to send."""

    def send(self, stream, msg, ident=None, **_):
        self.texts.append(msg["content"]["text"])


async def nothing(_):
    """In place of the thread's care for the pipes of other threads, which outlives it."""


@pytest.fixture
def stream(monkeypatch):
    monkeypatch.setattr(IOPubThread, "_run_event_pipe_gc", nothing)
    context = zmq.Context()
    thread = IOPubThread(context.socket(zmq.PUB))
    thread.start()
    session = Sent()
    session.texts = []
    yield Stream(session, thread, "stdout", watchfd=False)
    thread.stop()
    thread.close()
    context.term()


@pytest.fixture
def asked(stream, monkeypatch):
    """What the sending thread is asked to do."""
    calls = []
    schedule = stream.pub_thread.schedule
    monkeypatch.setattr(stream.pub_thread, "schedule", lambda f: (calls.append(f), schedule(f)))
    return calls


def test_what_was_written_is_sent_before_a_flush_returns(stream):
    stream.write("受理")
    stream.write("90件")
    stream.flush()
    assert "".join(stream.session.texts) == "受理90件"


def test_a_second_flush_asks_the_sending_thread_for_nothing(stream, asked):
    stream.write("90件")
    stream.flush()
    asked.clear()
    stream.flush()
    assert asked == []


def test_what_is_written_after_a_flush_is_sent_by_the_next(stream):
    for text in ("一", "二", "三"):
        stream.write(text)
        stream.flush()
        stream.flush()
    assert stream.session.texts == ["一", "二", "三"]


def test_what_another_thread_wrote_is_sent_too(stream):
    stream.flush()
    writer = threading.Thread(target=stream.write, args=("旁",))
    writer.start()
    writer.join()
    stream.flush()
    assert "".join(stream.session.texts) == "旁"


def test_a_flush_while_another_thread_writes_does_not_keep_its_words_back(stream, monkeypatch):
    write = OutStream.write

    def interrupted(self, string):
        self.flush()
        return write(self, string)

    stream.flush()
    monkeypatch.setattr(OutStream, "write", interrupted)
    stream.write("迟")
    stream.flush()
    assert "".join(stream.session.texts) == "迟"


def test_a_stream_that_echoes_is_always_flushed(stream, asked):
    class Echo:
        flushed = 0

        def flush(self):
            self.flushed += 1

    stream.echo = Echo()
    stream.flush()
    stream.flush()
    assert stream.echo.flushed == 2
