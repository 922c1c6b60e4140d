"""QR codes, black on white, for papers."""

from io import BytesIO

import segno


def svg(text: str) -> str:
    buffer = BytesIO()
    segno.make(text, error="m", micro=False).save(buffer, kind="svg", border=0, xmldecl=False, nl=False, svgclass=None)
    return buffer.getvalue().decode()


def png(text: str) -> bytes:
    buffer = BytesIO()
    segno.make(text, error="m", micro=False).save(buffer, kind="png", border=0, scale=8)
    return buffer.getvalue()
