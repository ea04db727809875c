"""The colours of a picture as a JPEG of the web has them: eight bits, sRGB."""

import io

from PIL import Image, ImageCms, ImageMath

SRGB = ImageCms.createProfile("sRGB")
SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}
SIXTEEN_BITS = ("I;16", "I")


def of_eight_bits(image):
    """Return a picture that may be made smaller and converted without losing what it shows."""
    if image.mode in SIXTEEN_BITS:
        return _eight_of_sixteen(image)
    if image.mode in ("P", "PA", "1"):
        # to make them smaller drops whole pixels: lines of one vanish
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def in_srgb(image, profile):
    """Return a picture whose colours are those that its ICC ``profile``, if it has one, means."""
    if not profile:
        return image
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    colours = image.convert(image.mode.removesuffix("A")) if alpha else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if SPACES.get(source.profile.xcolor_space.strip()) != colours.mode:
            return image  # of another picture: browsers leave it out too
        colours = ImageCms.profileToProfile(colours, source, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    if alpha:
        colours.putalpha(alpha)
    return colours


def _eight_of_sixteen(image):
    """Return a grey of 16 bits in 8: converted as it is, all but its darkest would be white."""
    seen_through = image.info.get("transparency")
    grey = image.point(lambda level: level * (1 / 257) + 0.5).convert("L")
    if not isinstance(seen_through, int):
        return grey
    wide = image.convert("I")
    seen = ImageMath.lambda_eval(lambda a: (a["wide"] != seen_through) * 255, wide=wide)
    return Image.merge("LA", (grey, seen.convert("L")))
