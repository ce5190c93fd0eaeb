"""Waves: what changed beyond chance, what cannot be told yet, who changed their mind, what a plan did, what comes next.

Nothing here says that a plan was the cause, and nothing says of anybody who changed their mind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from analysis.disclosure.followed import KINDS, Followed
from analysis.guide import Words
from analysis.present.ahead import WAYS, WHOLE, answers_for, answers_now, smallest_with
from analysis.present.moves import (
    Flow,
    Level,
    Move,
    hidden_because,
    in_points,
    latest_moves,
    name_measure,
    only_followed,
    quote_measures,
    read_flows,
    read_levels,
    read_moves,
    say_flow,
    say_level,
    say_likely_change,
    say_told_change,
)
from analysis.present.numbers import join_names, quote_names, say_staff, say_why
from analysis.present.planned import Plan, read_plans

__all__ = ["say_cannot_tell", "say_change", "say_linked", "say_next_wave", "say_plan"]

AIMS = (20, 10)
"""Changes worth being able to see, in points; the first that cannot be seen yet is spoken of."""


def say_change(followed: Followed, words: Words) -> tuple[str, ...]:
    """What moved into the last wave by more than chance, and how sure; what moved earlier; what the words mean."""
    moves = _latest(only_followed(followed))
    if len(followed.waves) == 1:
        return (words("sentences.change.one_wave", wave=followed.waves[0]),)
    why = hidden_because(moves)
    if why or not moves:
        return (words("sentences.change.withheld", before=followed.waves[-2], why=_why(why, followed, words)),)
    found = [_say_move(move, followed, words) for move in moves if move.moved]
    earlier = list(_say_earlier(followed, words))
    meaning = [words("sentences.change.meaning"), words("sentences.change.points")] if found or earlier else []
    return (*(found or [words("sentences.change.unmoved", before=moves[0].before)]), *earlier, *meaning)


def say_cannot_tell(followed: Followed, words: Words) -> tuple[str, ...]:
    """What cannot be told from chance, how large a change would have shown, and how many answers less takes."""
    moves = _latest(only_followed(followed))
    if len(followed.waves) == 1:
        return (words("sentences.unseen.one_wave"),)
    told = [move for move in moves if not move.reason]
    if not told:
        why = _why(hidden_because(moves), followed, words)
        return (words("sentences.unseen.withheld", why=why),)
    open_ = [(move.kind, move.measure) for move in told if not move.moved]
    hidden = [(move.kind, move.measure) for move in moves if move.reason]
    return (
        words("sentences.unseen.open", count=len(open_), names=quote_measures(open_, words))
        if open_
        else words("sentences.unseen.nothing"),
        *_say_power(told, words),
        *_say_answers_for(followed, told, words),
        *([words("sentences.unseen.hidden", names=quote_measures(hidden, words))] if hidden else []),
    )


def say_linked(followed: Followed, words: Words) -> tuple[str, ...]:
    """Of the people who answered in both of the last two waves: how many changed their mind, and about what."""
    flows = read_flows(only_followed(followed))
    if not flows:
        return (words("sentences.linked.nobody"), words("sentences.linked.how"))
    why = hidden_because(flows)
    if why:
        return (words("sentences.linked.withheld", why=_why(why, followed, words)), words("sentences.linked.how"))
    told = [flow for flow in flows if flow.counts]
    found = [_say_flow(flow, words) for flow in told if flow.moved]
    hidden = [words(f"guide.quality.{flow.quality}.name") for flow in flows if flow.reason]
    return (
        words("sentences.linked.people", before=told[0].before, after=told[0].after, n=_range_of(told, words)),
        *(found or [words("sentences.linked.unmoved")]),
        *([words("sentences.linked.hidden", names=quote_names(hidden, words))] if hidden else []),
        words("sentences.linked.limits"),
    )


def say_plan(followed: Followed, words: Words) -> tuple[str, ...]:
    """What the last plan aimed at, whether that moved further than the rest, and what this does not prove."""
    plans = read_plans(only_followed(followed))
    if not plans:
        return (words("sentences.plan.none"),)
    last = [plan for plan in plans if plan.after == plans[-1].after]
    told = [sentence for plan in last for sentence in _say_plan(plan, followed, words)]
    limits = [words("sentences.plan.limits")] if any(not plan.reason for plan in last) else []
    return (*told, *limits)


def say_next_wave(followed: Followed, words: Words) -> tuple[str, ...]:
    """What the next wave could show with as many answers as this one, and what would make it show more."""
    answers = answers_now(only_followed(followed))
    unlinked, linked = (smallest_with(followed, way, answers) for way in ("unlinked", "linked"))
    if unlinked is None:
        return (words("sentences.next_wave.unknown"), words("sentences.next_wave.link"))
    sentences = [words("sentences.next_wave.unlinked", n=answers, points=in_points(unlinked, words))]
    everybody = _say_everybody(followed, answers, unlinked, words)
    if linked is not None:
        sentences.append(words("sentences.next_wave.linked", points=in_points(linked, words)))
    return (*sentences, *everybody, words("sentences.next_wave.link"), words("sentences.next_wave.chances"))


def _latest(followed: Followed) -> list[Move]:
    return [move for kind in KINDS for move in latest_moves(followed, kind)]


def _why(reason: str, followed: Followed, words: Words) -> str:
    return say_why(reason or "complement", words, followed.guide.policy.minimum_group)


def _say_move(move: Move, followed: Followed, words: Words) -> str:
    """One move beyond chance: then and now, the change with its range, and where all staff stand now."""
    minimum = followed.guide.policy.minimum_group
    levels = {level.wave: level for level in read_levels(followed, move.kind)[move.measure]}
    then, now = levels[move.before], levels[move.after]
    sentence = words(
        f"sentences.change.{move.kind}.{move.moved}",
        name=quote_names([name_measure(move.kind, move.measure, words)], words),
        before=move.before,
        then=say_level(then, words, minimum),
        now=say_level(now, words, minimum),
        change=say_told_change(move.told, words),
        likely=say_likely_change(move.likely, words),
    )
    staff = _say_staff(now, words)
    return words("sentences.change.with_staff", sentence=sentence, staff=staff) if staff else sentence


def _say_staff(level: Level, words: Words) -> str:
    """How many of all staff that is, where people are counted and not all of them answered."""
    if level.kind not in ("quality", "leaning") or level.likely is None or level.cell.is_census:
        return ""
    return say_staff(level.cell, words)


def _say_earlier(followed: Followed, words: Words) -> Iterator[str]:
    """What moved by more than chance between earlier waves."""
    for before, after in zip(followed.waves[:-2], followed.waves[1:-1], strict=True):
        moves = [move for kind in KINDS for move in read_moves(followed, kind) if move.after == after]
        sides = {side: [(m.kind, m.measure) for m in moves if m.moved == side] for side in ("up", "down")}
        told = [
            words(f"sentences.change.side.{side}", names=quote_measures(own, words))
            for side, own in sides.items()
            if own
        ]
        if told:
            yield words("sentences.change.earlier", before=before, after=after, told=join_names(told, words))


def _say_power(moves: Sequence[Move], words: Words) -> Iterator[str]:
    """How large a change in how many see a quality would have shown, where qualities are told."""
    counted = [move for move in moves if move.kind == "quality"]
    sizes = [move.smallest for move in counted if move.smallest is not None]
    if not sizes:
        return
    least, most = min(sizes), max(sizes)
    answers = {"n_before": max(m.n_before for m in counted), "n_after": max(m.n_after for m in counted)}
    kind = "power" if round(least) == round(most) else "power_between"
    yield words(f"sentences.unseen.{kind}", **answers, least=round(least), points=in_points(most, words))


def _say_answers_for(followed: Followed, moves: Sequence[Move], words: Words) -> Iterator[str]:
    """How many answers it would take to see a smaller change, and whether there are as many people."""
    sizes = [move.smallest for move in moves if move.kind == "quality" and move.smallest is not None]
    aim = next((aim for aim in AIMS if sizes and round(min(sizes)) > aim), None)
    if aim is None:
        return
    needed = {way: answers_for(followed, way, aim) for way in WAYS}
    for way, answers in needed.items():
        if answers is not None:
            yield words(f"sentences.unseen.{way}", points=in_points(aim, words), n=answers)
    roster = _roster(followed)
    fewest = min((n for n in needed.values() if n is not None), default=0)
    if roster is not None and fewest > roster:
        yield words("sentences.unseen.too_many", roster=roster)


def _roster(followed: Followed) -> int | None:
    """How many people worked there in the last wave, where that is known."""
    rosters = [levels[-1].roster for levels in read_levels(followed, "quality").values()]
    return next((roster for roster in rosters if roster is not None), None)


def _say_flow(flow: Flow, words: Words) -> str:
    counts = {part: say_flow(ends, words) for part, ends in (flow.counts or {}).items()}
    return words(
        f"sentences.linked.{flow.moved}",
        name=quote_names([words(f"guide.quality.{flow.quality}.name")], words),
        n=flow.n,
        gained=counts["gained"],
        lost=counts["lost"],
        change=say_told_change(flow.told, words),
        likely=say_likely_change(flow.likely, words),
    )


def _range_of(flows: Iterable[Flow], words: Words) -> str:
    counts = [flow.n for flow in flows]
    return say_flow((min(counts), max(counts)), words)


def _say_plan(plan: Plan, followed: Followed, words: Words) -> Iterator[str]:
    targets = plan.names(words)
    if plan.reason or plan.effect is None:
        why = _why(plan.reason, followed, words)
        yield words("sentences.plan.withheld", before=plan.before, targets=targets, why=why)
        return
    size = say_told_change((plan.effect, plan.effect), words)
    yield words(
        f"sentences.plan.{plan.verdict}",
        before=plan.before,
        targets=targets,
        effect=size,
        likely=say_likely_change(plan.likely, words),
    )
    if plan.verdict != "moved" and plan.smallest is not None:
        kind = "none" if round(plan.smallest) >= WHOLE else plan.verdict
        yield words(f"sentences.plan.power.{kind}", points=in_points(plan.smallest, words))
    if plan.expected is not None:
        yield words("sentences.plan.expected", points=in_points(plan.expected, words))
    yield from _say_baseline(plan, words)
    if plan.sets is not None:
        yield words("sentences.plan.sets", share=round(100 * plan.sets))


def _say_baseline(plan: Plan, words: Words) -> Iterator[str]:
    """From where on a change counts for the plan, where that is not simply where its targets stood."""
    places = [(target, target.before, target.shrunk) for target in plan.targets]
    drawn = [(t, a, b) for t, a, b in places if a is not None and b is not None and round(a) != round(b)]
    if drawn:
        kind = "baseline" if all(before < shrunk for _, before, shrunk in drawn) else "baseline_both"
        told = [
            words(
                "sentences.plan.target",
                name=quote_measures([(plan.kind, target.measure)], words),
                before=round(before),
                shrunk=round(shrunk),
            )
            for target, before, shrunk in drawn
        ]
        yield words(f"sentences.plan.{kind}", told=join_names(told, words))


def _say_everybody(followed: Followed, answers: int, unlinked: float, words: Words) -> Iterator[str]:
    """What it would change if everybody answered, where that is known and changes something."""
    roster = _roster(followed)
    if roster is None or roster <= answers:
        return
    points = smallest_with(followed, "unlinked", roster)
    if points is not None and round(points) < round(unlinked):
        yield words("sentences.next_wave.everybody", roster=roster, points=in_points(points, words))
