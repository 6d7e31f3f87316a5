"""Pictures and films."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows; Wagtail asks for the description unless it only decorates."""

    image = ImageBlock(label="图片")
    caption = blocks.CharBlock(label="图注", max_length=120, required=False)

    class Meta:
        icon = "image"
        label = "图片"
        template = "content/blocks/picture.html"


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    pictures = blocks.ListBlock(PictureBlock(), label="图片", min_num=2, max_num=18)

    class Meta:
        icon = "image"
        label = "图集"
        template = "content/blocks/gallery.html"


class VideoBlock(blocks.StructBlock):
    """A film, uploaded or on another site, always with its words in writing."""

    title = blocks.CharBlock(label="标题", max_length=80)
    file = DocumentChooserBlock(label="视频文件（MP4）", required=False)
    url = blocks.URLBlock(label="或视频网址", required=False)
    captions = DocumentChooserBlock(label="字幕文件（VTT）", required=False)
    transcript = blocks.TextBlock(label="文字稿", help_text="视频里说了什么，供听不见、不方便播放的人看。")

    class Meta:
        icon = "media"
        label = "视频"
        template = "content/blocks/video.html"
