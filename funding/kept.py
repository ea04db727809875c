"""What is kept of the grant: nothing of anybody."""

from texts.kept import nothing_personal

KEPT = [
    nothing_personal(
        "grant",
        "Il contributo e le sue voci di spesa",
        {
            "funding.Grant": "title title_en funder amount funder_share joined_on legal_base"
            " regional_act cup eligible_from eligible_until report_due_on",
            "funding.CostCategory": "grant code label label_en order",
        },
        why="Trasparenza (D.Lgs. 33/2013).",
    ),
]
