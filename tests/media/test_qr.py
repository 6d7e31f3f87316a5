"""QR codes as SVG."""

import re

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from media.qr import qr_svg

TEXT = "https://leiyang.example/q/ABCDEFGH/?t=0123456789"


def test_the_path_draws_exactly_the_modules_of_the_code():
    code = QRCode(error_correction=ERROR_CORRECT_M, border=4)
    code.add_data(TEXT)
    wanted = code.get_matrix()

    svg = qr_svg(TEXT, "扫码记录")

    drawn = [[False] * len(wanted) for _ in wanted]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        for place in range(int(x), int(x) + int(width)):
            assert not drawn[int(y)][place]
            drawn[int(y)][place] = True
    assert drawn == wanted
    assert f'viewBox="0 0 {len(wanted)} {len(wanted)}"' in svg


def test_it_says_what_it_is_for_and_carries_no_markup_of_others():
    svg = qr_svg("x", '扫码<script>"')

    assert svg.count("扫码&lt;script&gt;&quot;") == 2
    assert "<script>" not in svg
    assert "style" not in svg
