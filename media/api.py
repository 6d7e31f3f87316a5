"""The API of photos that are evidence."""

from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from accounts.api_auth import token_or_session
from core.api import Strict
from core.idempotency import remembered
from media.services.evidence import store_evidence
from media.uploads import PictureRefused

router = Router()


class PhotoOut(Strict):
    """A photo that waits for its record."""

    id: int
    width: int
    height: int


@router.post(
    "/photos", response={201: PhotoOut}, tags=["记录"], summary="上传一张凭证照片", auth=token_or_session
)
@remembered
def add_photo(request: HttpRequest, photo: File[UploadedFile]) -> Status[PhotoOut]:
    """Send one photo (multipart/form-data, field `photo`) for a record that follows within a day.

    The same picture again gives the same id as long as no record uses it; the same Idempotency-Key gives the
    same answer also afterwards.
    """
    if [len(files) for _, files in request.FILES.lists()] != [1]:
        raise PictureRefused("一次只能上传一张照片，请分开上传。")
    data = photo.read()
    kept = store_evidence(owner=request.auth, data=data)  # type: ignore[attr-defined]
    return Status(201, PhotoOut(id=kept.pk, width=kept.width, height=kept.height))
