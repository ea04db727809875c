"""Codes that say what they are: DEMO-2026-4F09A1, never twice the same."""


class DemoCodes:
    """Draw the codes of one table."""

    def __init__(self, chance):
        self.chance = chance
        self.drawn = set()

    def draw(self, year):
        while True:
            code = f"DEMO-{year}-{self.chance.randrange(16**6):06X}"
            if code not in self.drawn:
                self.drawn.add(code)
                return code
