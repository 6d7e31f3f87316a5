"""What a picture must say about itself before pages may show it."""

import re

SHORTEST_DESCRIPTION = 4
# From here on a picture is heavier than pages need it.
HEAVY = 1024 * 1024
# What cameras, phones and chat programs call their files.
FILE_NAME = re.compile(
    r"\.(jpe?g|png|webp|heic)$"
    r"|^(img|dsc|dji|p|mmexport|wx_camera_|微信图片|图片|截图|screenshot)?[\d_\- ()（）]*$",
    re.IGNORECASE,
)


def description_fault(description: str) -> str:
    """What is wrong with the words that stand for a picture; empty when they will do."""
    text = description.strip()
    if not text:
        return "请用一句话说明画面里有什么，看不到图片的人靠它了解内容。"
    if FILE_NAME.search(text):
        return "图片说明不能是文件名，请用一句话说明画面里有什么。"
    if len(text) < SHORTEST_DESCRIPTION:
        return "图片说明太短，请用一句话说明画面里有什么。"
    return ""


def weight_notice(size: int) -> str:
    """A hint at a heavy picture; it is no fault, because pages show smaller copies."""
    if size <= HEAVY:
        return ""
    return f"这张图片有 {size / HEAVY:.1f} MB。页面会自动使用缩小的图片，原图不影响打开速度，但占用空间。"
