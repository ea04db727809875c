from django.db import migrations

LEFT = [
    "BoardRead",
    "BoardNote",
    "ForceChange",
    "ForceCount",
    "ForceImport",
    "Referral",
    "SealedNote",
]


class Migration(migrations.Migration):
    """The board, the referrals, the notebooks and the forces leave: their tables stay as they are."""

    dependencies = [
        ("interventions", "0007_keep_what_an_undo_and_a_phone_left"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name) for name in LEFT]
        )
    ]
