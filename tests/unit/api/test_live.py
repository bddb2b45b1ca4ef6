"""Topics, replay, slow readers and the end."""

import asyncio

from api.live import QUEUE, RING, STREAMS, Hub, Subscription, frame


async def first(reader: Subscription, count: int) -> list[bytes]:
    parts: list[bytes] = []
    async for part in reader.frames():
        parts.append(part)
        if len(parts) == count:
            break
    return parts


async def test_a_reader_hears_its_topics_only_in_order() -> None:
    hub = Hub("boot")
    with hub.subscribe(["a", "b"]) as reader:
        for topic, number in (("a", 1), ("c", 2), ("b", 3)):
            hub.publish(topic, "moved", {"n": number})
        heard = await first(reader, 3)
    assert heard == [b"retry: 2000\n\n", frame("moved", b'{"n":1}', "boot-1"), frame("moved", b'{"n":3}', "boot-3")]
    assert len(hub) == 0


async def test_whoever_comes_back_gets_what_he_missed() -> None:
    hub = Hub("boot")
    for number in range(5):
        hub.publish("a", "moved", number)
    with hub.subscribe(["a"], "boot-3") as reader:
        assert (await first(reader, 3))[1:] == [frame("moved", b"3", "boot-4"), frame("moved", b"4", "boot-5")]


async def test_whoever_comes_back_too_late_or_from_another_life_is_told_to_start_anew() -> None:
    hub = Hub("boot")
    for number in range(RING + 10):
        hub.publish("a", "moved", number)
    for last in ("boot-1", "other-3", "nonsense", f"boot-{RING + 99}"):
        with hub.subscribe(["a"], last) as reader:
            assert (await first(reader, 2))[1] == frame("reset", b"{}"), last


async def test_a_reader_that_does_not_keep_up_slows_nobody_down() -> None:
    hub = Hub("boot")
    with hub.subscribe(["a"]) as slow, hub.subscribe(["a"]) as quick:
        for number in range(QUEUE + 1):
            hub.publish("a", "moved", number)
            if number < 3:
                assert len(await first(quick, 2)) == 2
        assert (await first(slow, 2))[1] == frame("reset", b"{}")


async def test_after_frames_of_others_were_lost_everybody_reads_anew() -> None:
    hub = Hub("boot")
    hub.publish("a", "moved", 1)
    with hub.subscribe(["a"]) as reader:
        hub.reset()
        assert (await first(reader, 2))[1] == frame("reset", b"{}")
    with hub.subscribe(["a"], "boot-1") as back:
        assert (await first(back, 2))[1] == frame("reset", b"{}")
    with hub.subscribe(["a"], hub.now_id()) as fresh:
        hub.publish("a", "moved", 2)
        assert (await first(fresh, 2))[1] == frame("moved", b"2", "boot-3")


async def test_a_busy_stream_ends_within_its_seconds_once_it_may_no_longer_be_told() -> None:
    hub, seconds = Hub("boot"), iter(range(10_000))

    async def gone() -> bool:
        return False

    heard: list[bytes] = []
    with hub.subscribe(["a"]) as reader:
        hub.publish("a", "moved", 0)
        async for part in reader.frames(gone, lambda: float(next(seconds))):
            heard.append(part)
            hub.publish("a", "moved", len(heard))  # never silent
            assert len(heard) < 50
    assert heard[-1] == frame("bye", b"{}")


async def test_closing_says_goodbye_to_all_and_to_whoever_comes_later() -> None:
    hub = Hub("boot")
    with hub.subscribe(["a"]) as reader:
        hub.publish("a", "moved", 1)
        hub.close()
        parts = [part async for part in reader.frames()]
    assert parts[-2:] == [frame("moved", b"1", "boot-1"), frame("bye", b"{}")]
    with hub.subscribe(["a"]) as late:
        assert [part async for part in late.frames()][-1] == frame("bye", b"{}")


async def test_beyond_the_limit_the_oldest_stream_of_a_person_ends() -> None:
    hub = Hub("boot")
    readers = [hub.subscribe(["a"], owner="me") for _ in range(STREAMS + 1)]
    for reader in readers:
        reader.__enter__()
    assert [part async for part in readers[0].frames()][-1] == frame("bye", b"{}")
    for reader in readers:
        reader.__exit__()
    assert len(hub) == 0


async def test_a_topic_without_readers_leaves_nothing_behind() -> None:
    hub = Hub("boot")
    for number in range(50):
        with hub.subscribe([f"order:{number}"]):
            await asyncio.sleep(0)
    assert hub._readers == {}
    assert hub._owners == {}


async def test_a_topic_is_wanted_while_somebody_reads_it_has_just_left_or_is_about_to_come() -> None:
    hub = Hub("boot")
    assert not hub.wanted("board:o")
    with hub.subscribe(["board:o:north"]):
        assert hub.wanted("board:o")
        assert not hub.wanted("board:other")
        assert not hub.wanted("order:o")
    assert hub.wanted("board:o")
    for number in range(RING):
        hub.publish("user:x", "head", {"n": number})
    assert not hub.wanted("board:o")
    hub.now_id("board:o")
    assert hub.wanted("board:o:north")


async def test_whoever_comes_from_before_something_that_nobody_was_told_starts_anew() -> None:
    hub = Hub("boot")
    before = hub.now_id()
    hub.skip("board:o")
    assert hub.since(before, frozenset({"board:o:north"})) is None
    assert hub.since(before, frozenset({"user:x"})) == []
    assert hub.since(hub.now_id(), frozenset({"board:o"})) == []
    for number in range(RING + 2):
        hub.skip(f"order:{number}")
    assert hub.since(before, frozenset({"order:0"})) is None
