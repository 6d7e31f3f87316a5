"""Unpacks the browser and the Chinese fonts of the tests from their npm packages into var/browser."""

import io
import platform
import shutil
import tarfile
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
FONTS = ROOT / "node_modules" / "@embedpdf" / "fonts-sc" / "fonts"
BROWSER = ROOT / "var" / "browser"
WEIGHTS = ("Regular", "Medium", "Bold")
# Only our fonts, no others of the machine: a screenshot looks the same everywhere.
FONT_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def main() -> None:
    """Unpack everything anew."""
    if platform.machine() != "x86_64":
        raise SystemExit(
            "The packaged browser is for x86_64. Set TEST_BROWSER to the path of a Chromium of yours."
        )
    shutil.rmtree(BROWSER, ignore_errors=True)
    BROWSER.mkdir(parents=True)
    program = BROWSER / "chromium"
    program.write_bytes(unpacked("chromium.br"))
    program.chmod(0o755)
    # NSS and its friends, which a bare system lacks. npm has checked the hash of the package they come in.
    with tarfile.open(fileobj=io.BytesIO(unpacked("al2023.tar.br"))) as archive:
        archive.extractall(BROWSER)
    fonts = BROWSER / "fonts"
    fonts.mkdir()
    for weight in WEIGHTS:
        shutil.copyfile(FONTS / f"NotoSansHans-{weight}.otf", fonts / f"NotoSansHans-{weight}.otf")
    settings = FONT_SETTINGS.format(fonts=fonts, cache=BROWSER / "font-cache")
    (BROWSER / "fonts.conf").write_text(settings, encoding="utf-8")


def unpacked(name: str) -> bytes:
    """The contents of one brotli file of the package."""
    contents: bytes = brotli.decompress((CHROMIUM / name).read_bytes())
    return contents


if __name__ == "__main__":
    main()
