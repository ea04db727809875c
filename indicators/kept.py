"""What is kept of the figures: counts, of nobody."""

from texts.kept import nothing_personal

KEPT = [
    nothing_personal(
        "figures",
        "Conteggi per luogo e giorno",
        {
            "indicators.DailyCount": "measure day hotspot category value",
            "indicators.Watermark": "measure seen_until computed_at first_day version",
        },
        why="In pubblico i numeri sotto cinque non si vedono.",
    ),
]
