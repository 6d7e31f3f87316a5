"""Pieces that editors put together on a page."""

from content.blocks.body import body_blocks
from content.blocks.facts import DataBlock, SourceBlock, TableBlock
from content.blocks.links import ActionBlock, AdBlock, DownloadBlock
from content.blocks.pictures import GalleryBlock, PictureBlock, VideoBlock
from content.blocks.plan import BoxItemBlock, FigureBlock
from content.blocks.quiz import QuizBlock
from content.blocks.text import PROSE, BoxBlock, HeadingBlock, QaBlock, QuoteBlock, StepBlock

__all__ = [
    "PROSE",
    "ActionBlock",
    "AdBlock",
    "BoxBlock",
    "BoxItemBlock",
    "DataBlock",
    "DownloadBlock",
    "FigureBlock",
    "GalleryBlock",
    "HeadingBlock",
    "PictureBlock",
    "QaBlock",
    "QuizBlock",
    "QuoteBlock",
    "SourceBlock",
    "StepBlock",
    "TableBlock",
    "VideoBlock",
    "body_blocks",
]
