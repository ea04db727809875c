"""What is kept of the places: nothing of anybody."""

from texts.kept import nothing_personal

KEPT = [
    nothing_personal(
        "municipality",
        "Il Comune, i suoi uffici e i servizi che aiutano",
        {
            "hotspots.Municipality": "name short_name region province_code istat_code cadastral_code"
            " postal_code population population_on latitude longitude boundary boundary_source"
            " boundary_source_en portal_name portal_name_en summary summary_en website repository"
            " accessibility_url inefficiency_url police_privacy_url data_protection_contact"
            " programme_hash demo_since",
            "hotspots.Contact": "code kind name name_en note note_en phone email url to_confirm order",
        },
        why="Recapiti di uffici, mai di una persona.",
    ),
    nothing_personal(
        "places",
        "Luoghi, vie, numeri civici, eventi",
        {
            "hotspots.Hotspot": "slug name kind description description_en ring latitude longitude"
            " buffer_m boundary_source boundary_source_en accuracy_m verified_on archived_on order"
            " updated_at",
            "hotspots.Alias": "hotspot text normalised",
            "hotspots.Landmark": "name normalised latitude longitude",
            "hotspots.Event": "slug on until title title_en description description_en source hotspots",
            "hotspots.Street": "name comparable locality latitude longitude lines west south east"
            " north source lines_source",
            "hotspots.HouseNumber": "street number comparable latitude longitude",
        },
        why="Dati pubblici del territorio.",
    ),
]
