"""A HEIF, the default of many phones, drawn again: its decoder is loaded for it alone."""

from pillow_heif import register_heif_opener

from photos import drawing

register_heif_opener(decode_threads=1)  # it cannot do with none

draw = drawing.draw
