"""Two years of invented outings and three weeks of plans, the same for the same day and seed."""

import random
from collections import defaultdict
from dataclasses import dataclass
from itertools import count

from cremona_safety.demo import lives, past
from cremona_safety.demo.codes import DemoCodes
from cremona_safety.demo.outings import Planner
from cremona_safety.demo.stage import Stage


@dataclass
class Cast:
    """Who there is and what time it is, and where codes and chance come from."""

    stage: Stage
    chance: random.Random
    codes: DemoCodes
    referral_codes: DemoCodes
    numbers: dict  # year: the next protocol numbers


def put_outings(stage, *, days=730, seed=1924):
    """Put on the stage the outings of ``days`` days and those already planned; return how many.

    With them comes what their crews write: pages of the notebooks, referrals.
    """
    chance = random.Random(seed)
    cast = Cast(
        stage=stage,
        chance=chance,
        codes=DemoCodes(chance),
        referral_codes=DemoCodes(chance),
        numbers=defaultdict(lambda: count(1)),
    )
    outings = Planner(stage, days=days, chance=chance).outings()
    drawn = [lives.draw_life(outing, cast) for outing in outings]
    past.write_outings([one for one in drawn if one.outing.start < stage.since])
    for one in drawn:
        if one.outing.start >= stage.since:
            stage.add(lives.lived(one, stage))
    return len(drawn)
