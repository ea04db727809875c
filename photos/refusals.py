"""Why a photo that was decoded is refused, in the words that come out of the sandbox.

``photos.redrawing`` says them in sentences.
"""

ANIMATION = "animation"
CUT = "cut"
TOO_MANY_PIXELS = "too many pixels"
TOO_SMALL = "too small"
