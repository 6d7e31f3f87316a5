"""Puts what pages need into var/static_build/vendor (WeUI can grow), and the posters' font into var/fonts."""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
FONTS = ROOT / "var" / "fonts"
# Noto Sans, Chinese: the weights that posters are written in.
WEIGHTS = ("Regular", "Bold")
VENDOR = ROOT / "var" / "static_build" / "vendor"
FIXED_SIZE = re.compile(r"font-size:(\d*\.?\d+)px")
# WeUI 2.6.26 has 85. A version with far fewer was written another way, and large print would not work.
LEAST_SIZES = 80


def main() -> None:
    """Build everything anew."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    css = (PACKAGES / "weui" / "dist" / "style" / "weui.min.css").read_text(encoding="utf-8")
    (VENDOR / "weui.min.css").write_text(scalable(css), encoding="utf-8")
    shutil.copyfile(PACKAGES / "htmx.org" / "dist" / "htmx.min.js", VENDOR / "htmx.min.js")
    shutil.copyfile(PACKAGES / "weui" / "LICENSE.txt", VENDOR / "weui.LICENSE.txt")
    shutil.copyfile(PACKAGES / "htmx.org" / "LICENSE", VENDOR / "htmx.LICENSE.txt")
    build_fonts()


def build_fonts() -> None:
    """Pages use the fonts of people's phones; pictures are drawn on the server, which has none."""
    FONTS.mkdir(parents=True, exist_ok=True)
    package = PACKAGES / "@embedpdf" / "fonts-sc"
    for weight in WEIGHTS:
        shutil.copyfile(
            package / "fonts" / f"NotoSansHans-{weight}.otf", FONTS / f"NotoSansHans-{weight}.otf"
        )
    shutil.copyfile(package / "LICENSE", FONTS / "LICENSE.txt")


def scalable(css: str) -> str:
    """Make each fixed font size follow --ly-fs (a factor) and stay above --ly-min, as large print needs."""
    patched, sizes = FIXED_SIZE.subn(r"font-size:max(var(--ly-min,0px),calc(\1px*var(--ly-fs,1)))", css)
    if sizes < LEAST_SIZES:
        raise SystemExit(f"Only {sizes} font sizes were found in WeUI, at least {LEAST_SIZES} were expected.")
    return patched


if __name__ == "__main__":
    main()
