"""News within one process."""

from __future__ import annotations

from app.database.broadcast import Broadcast


def test_whoever_listens_to_a_topic_hears_its_news_in_order() -> None:
    heard: list[str] = []
    broadcast = Broadcast()
    broadcast.listen("a", heard.append)
    broadcast.send("a", "1")
    broadcast.send("b", "2")
    broadcast.send("a", "3")
    assert heard == ["1", "3"]


def test_who_stops_listening_hears_no_more_and_the_others_do() -> None:
    first: list[str] = []
    second: list[str] = []
    broadcast = Broadcast()
    stop = broadcast.listen("a", first.append)
    broadcast.listen("a", second.append)
    stop()
    stop()
    broadcast.send("a", "1")
    assert (first, second) == ([], ["1"])


def test_a_listener_may_stop_while_it_hears() -> None:
    heard: list[str] = []
    broadcast = Broadcast()

    def once(text: str) -> None:
        heard.append(text)
        stop()

    stop = broadcast.listen("a", once)
    broadcast.send("a", "1")
    broadcast.send("a", "2")
    assert heard == ["1"]
