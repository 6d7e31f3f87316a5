"""Wagtail's upload of several pictures at once, made to keep nothing that was not written anew."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from wagtail.images.views.multiple import AddView

from media.forms import clean_upload
from media.uploads import PictureRefused


class AddPictures(AddView):
    """Each picture is cleaned before anything is stored.

    Wagtail keeps a file whose form lacks a field as it came, and makes a picture of it later without asking
    the form again: the place where a photo was taken would be published with it.
    """

    def post(self, request: HttpRequest) -> HttpResponse:
        """One file of several, or the reason why it is refused."""
        upload = request.FILES.get("files[]")
        if upload is not None:
            try:
                request.FILES["files[]"] = clean_upload(upload)
            except PictureRefused as refused:
                return JsonResponse({"success": False, "error_message": refused.message})
        answer: HttpResponse = super().post(request)
        return answer
