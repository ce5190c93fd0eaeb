"""Releasing: from the answers of one wave to what everybody may see.

`release` is the only way out of the protected room. It counts, protects (the groups, then the counts of
each item), and computes everything else from the protected counts, so that nothing shown knows more than
what is shown. Random numbers are seeded from the protected counts as well.

**What a reader may know**: who works where, who answered, everything released, and their own answers.
**What nobody learns**: the mark of a colleague, or anything about a group of 1 … k − 1 people.

Which figures are told less exactly follows from who is in which group and from the figures themselves
(`analysis.disclosure.branching`), so a reader who runs these rules on every way to answer learns nothing beyond
what is shown.

What this does not do. It audits one wave by itself, not together with what earlier waves told, and each item
by itself. It does not guard against several staff who put their answers together.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from analysis.disclosure.coding import codings_of, describe_coding, settle_codings
from analysis.disclosure.continuum import describe_components, describe_profile
from analysis.disclosure.counts import release_bands_and_classes, release_marks_and_cells
from analysis.disclosure.differences import describe_differences
from analysis.disclosure.gaps import describe_gaps
from analysis.disclosure.listed import names_of
from analysis.disclosure.maturity import describe_maturity
from analysis.disclosure.priority import describe_priority
from analysis.disclosure.ratings import release_ratings
from analysis.disclosure.released import Provenance, Released
from analysis.disclosure.spread import describe_distributions
from analysis.disclosure.texts import release_texts
from analysis.disclosure.theme_differences import describe_theme_differences
from analysis.disclosure.themes import codebook_of, own_themes, release_goals, release_themes
from analysis.disclosure.unmet import describe_unmet
from analysis.disclosure.wave import Wave, read_wave
from analysis.errors import Fault, ProtectionError
from analysis.guide import ALL, Policy
from analysis.responses.frames import LINK, of_wave
from analysis.responses.survey import Survey

__all__ = ["check_policy", "release"]

DISTRIBUTION = "library-learning-culture"
UNKNOWN_VERSION = "not installed"


def release(survey: Survey, library_id: str, wave: str, policy: Policy | None = None) -> Released:
    """The fixed views of one wave of one library, protected together; what each frame holds says `Released`.

    `policy` may be stricter than the one that respondents were promised, which is the guide's; without it the
    guide's is kept. The same survey gives the same result, in whatever order its rows stand.

    Missing answers
    ---------------
    A blank is neither a yes nor a no. Each item is protected and told with the people who answered it, so `n`
    differs from item to item.

    Raises `ProtectionError` for a policy that is weaker than the promise, and `ToolkitError` where the
    survey holds nothing about this library and wave.

    >>> from dataclasses import replace
    >>> from analysis.guide import load_guide
    >>> from analysis.responses.survey import empty_survey
    >>> survey = empty_survey(load_guide())
    >>> roster = pd.DataFrame({"library_id": ["elm"], "wave": ["2026"], "cohort": "all", "value": "all", "heads": 3})
    >>> release(replace(survey, roster=roster), "elm", "2026").respondents.loc[0, "reason"]
    'nobody'
    """
    kept = check_policy(survey.guide.policy, policy)
    people = read_wave(survey, library_id, wave, kept.minimum_group)
    respondents = people.respondents()
    marks, four_cells = release_marks_and_cells(people, kept.minimum_group)
    bands, classes = release_bands_and_classes(people, kept.minimum_group)
    seed = _seed(library_id, wave, respondents, marks, four_cells, bands, classes)
    names = names_of(survey.listed_names, library_id)
    texts, text_items = release_texts(people.responses, survey.confirmed_texts, survey.guide, kept.minimum_texts, names)
    strategies = of_wave(survey.strategies, library_id, wave)
    own = own_themes(survey.themes, library_id, names)
    read = codings_of(survey.codings, people)
    settled = settle_codings(read)
    themes = release_themes(people, settled, codebook_of(own), kept.minimum_texts)
    return Released(
        guide=survey.guide,
        library_id=library_id,
        library_name=_library_name(survey, library_id),
        wave=wave,
        provenance=_provenance(people, kept),
        respondents=respondents,
        marks=marks,
        four_cells=four_cells,
        bands=bands,
        classes=classes,
        distributions=describe_distributions(bands, classes),
        differences=describe_differences(bands, seed),
        profile=describe_profile(classes, survey.guide, seed),
        components=describe_components(classes, seed),
        unmet=describe_unmet(four_cells, marks, kept.minimum_group),
        maturity=describe_maturity(respondents, marks, seed),
        priority=describe_priority(marks, four_cells, seed),
        gaps=describe_gaps(marks),
        ratings=release_ratings(people, strategies, survey.strategy_ratings, kept.minimum_group),
        goals=release_goals(people, settled, kept.minimum_texts),
        themes=themes,
        theme_differences=describe_theme_differences(themes),
        codebook=own,
        texts=texts,
        text_items=describe_coding(text_items, read, survey.guide, codebook_of(own), kept.minimum_texts),
        strategies=strategies,
        actions=of_wave(survey.actions, library_id, wave),
        team_guide=_team_guide(survey, library_id, wave, kept.minimum_group),
    )


def check_policy(promised: Policy, asked: Policy | None) -> Policy:
    """The policy to be kept: the promised one, or one that was asked for and is as strict.

    Raises `ProtectionError` for a weaker one.
    """
    if asked is None:
        return promised
    faults = [
        Fault(name, str(getattr(asked, name)), f"{getattr(promised, name)} or more", "Keep what was promised.")
        for name in ("minimum_group", "minimum_texts")
        if getattr(asked, name) < getattr(promised, name)
    ]
    if faults:
        raise ProtectionError("Respondents were promised more protection than this.", faults)
    return asked


def _seed(library_id: str, wave: str, *protected: pd.DataFrame) -> int:
    """A seed that knows what is released and nothing else."""
    parts = [library_id, wave, *(frame.to_csv(index=False) for frame in protected)]
    return int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest()[:4])


def _provenance(people: Wave, policy: Policy) -> Provenance:
    # A later answer may be linked to this wave, which changes nothing of what is told about it.
    canonical = people.responses.drop(columns=LINK).to_csv(index=False)
    return Provenance(
        guide_id=people.guide.id,
        guide_version=people.guide.version,
        toolkit_version=_toolkit_version(),
        data_fingerprint=hashlib.sha256(canonical.encode()).hexdigest(),
        policy=policy,
    )


def _toolkit_version() -> str:
    try:
        return version(DISTRIBUTION)
    except PackageNotFoundError:
        return UNKNOWN_VERSION


def _library_name(survey: Survey, library_id: str) -> str:
    names = survey.libraries.loc[survey.libraries["library_id"] == library_id, "name"]
    return str(names.iloc[0]) if len(names) and names.iloc[0] else library_id


def _team_guide(survey: Survey, library_id: str, wave: str, minimum: int) -> dict[str, str | int] | None:
    """The latest team guide of a library that is too small for person rows; no person stands behind it."""
    rows = of_wave(survey.team_guides, library_id, wave).sort_values("agreed_at", kind="stable")
    heads = survey.heads(library_id, wave).get((ALL, ALL), 0)
    if rows.empty or heads >= minimum:
        return None
    latest = rows.iloc[-1].to_dict()
    return {str(name): answer if isinstance(answer, str) else int(answer) for name, answer in latest.items()}
