"""Pieces that lead somewhere: an action to record, a file, a public-service ad."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from content.choosers import ActionChooserBlock


class DownloadBlock(blocks.StructBlock):
    """A file to download."""

    document = DocumentChooserBlock(label="文件")
    title = blocks.CharBlock(label="显示的名称", max_length=80, required=False)

    class Meta:
        icon = "download"
        label = "下载"
        template = "content/blocks/download.html"


class ActionBlock(blocks.StructBlock):
    """Something that readers can do and record with one tap."""

    action = ActionChooserBlock(label="行为")

    class Meta:
        icon = "check"
        label = "相关行为"
        template = "content/blocks/action.html"


class AdBlock(blocks.StructBlock):
    """A public-service ad in the middle of a text."""

    ad = SnippetChooserBlock("content.PublicServiceAd", label="公益广告")

    class Meta:
        icon = "pick"
        label = "公益广告"
        template = "content/blocks/ad.html"
