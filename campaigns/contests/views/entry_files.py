"""Files of an entry: a plain form, uploads in pieces, private addresses."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import PageRequest, ResidentRequest
from campaigns.contests.file_links import file_behind
from campaigns.contests.forms.entries import number_in
from campaigns.contests.models import Criterion, Entry, Upload
from campaigns.contests.refusals.entries import WrongOffset
from campaigns.contests.selectors.entries import entry_of, is_editable
from campaigns.contests.selectors.entry_forms import FileRow, form_of
from campaigns.contests.selectors.files import file_with_contest, lacks, may_see, unfinished
from campaigns.contests.services.files import add_file, criterion_of, remove_file
from campaigns.contests.services.uploads import begin_upload, drop_upload, take_piece
from core.refusals import Refused

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TYPES = {
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@never_cache
def file(request: PageRequest, token: str) -> HttpResponseBase:
    """A file, for whoever the address was made for, if they still may see it."""
    viewer = request.user
    number = file_behind(token, viewer) if isinstance(viewer, User) else None
    row = file_with_contest(number) if number else None
    if row is None or not isinstance(viewer, User) or not may_see(viewer, row):
        raise Http404
    ending = str(row.file.name).rpartition(".")[2]
    try:
        opened = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        opened,
        as_attachment=ending != "jpg",
        # What its owner called it says who that is.
        filename=f"material-{row.pk}.{ending}",
        content_type=TYPES.get(ending, "application/octet-stream"),
        headers=HEADERS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def files(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """Files of one criterion, or of a work, without JavaScript; a POST adds what is chosen."""
    entry = entry_of(request.user, entry_id)
    key = request.POST.get("criterion", request.GET.get("criterion", ""))
    criterion = criterion_of(entry, key)
    if request.method != "POST":
        return _page(request, entry, criterion)
    chosen, faults = request.FILES.getlist("files"), []
    for one in chosen:
        try:
            data, name = one.read(), one.name or ""
            add_file(entry_id=entry_id, by=request.user, data=data, name=name, criterion_key=key)
        except Refused as refused:
            faults.append(refused.message)
    if not chosen or faults:
        return _page(request, entry, criterion, faults or ["请先选择文件。"])
    messages.success(request, f"{len(chosen)}个文件收下了。")
    return redirect(f"{reverse('contests:entry', args=[entry_id])}#{'c-' + key if key else 'files'}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def remove(request: ResidentRequest, entry_id: int, file_id: int) -> HttpResponse:
    """Ask; a POST takes the file away."""
    back = reverse("contests:entry", args=[entry_id])
    if request.method == "POST":
        remove_file(entry_id=entry_id, file_id=file_id, by=request.user)
        messages.success(request, "材料已删除，文件也清除了。")
        return redirect(back)
    entry_of(request.user, entry_id)
    context = {
        "tab": "campaigns",
        "title": "要删除这份材料吗？",
        "text": "文件会从我们的服务器上一起删除，不能恢复。",
        "label": "删除材料",
        "back_url": back,
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def uploads(request: ResidentRequest, entry_id: int) -> HttpResponse:
    """What is on its way; a POST announces a file: key, name, size, criterion."""
    entry = entry_of(request.user, entry_id)
    if request.method != "POST":
        return JsonResponse({"items": [_told(upload) for upload in unfinished(entry, request.user)]})
    try:
        upload = begin_upload(
            entry_id=entry_id,
            by=request.user,
            key=_key(request.POST.get("key", "")),
            name=request.POST.get("name", ""),
            size=number_in(request.POST, "size"),
            criterion_key=request.POST.get("criterion", ""),
        )
    except Refused as refused:
        return JsonResponse({"detail": refused.message}, status=refused.status)
    return JsonResponse(_told(upload), status=201)


@require_POST
@login_required
@never_cache
def piece(request: ResidentRequest, entry_id: int, key: UUID) -> HttpResponse:
    """The bytes from `?offset=` on; the last ones answer with the files of the criterion as they stand."""
    entry = entry_of(request.user, entry_id)
    try:
        offset = number_in(request.GET, "offset")
        upload = take_piece(entry_id=entry_id, by=request.user, key=key, offset=offset, data=request.body)
    except WrongOffset as wrong:
        return JsonResponse({"detail": wrong.message, "received": wrong.received}, status=wrong.status)
    except Refused as refused:
        return JsonResponse({"detail": refused.message}, status=refused.status)
    if upload.done_id is None:
        return JsonResponse(_told(upload))
    context = {"entry": entry, "files": _files(request.user, entry, upload.criterion), "editable": True}
    html = render_to_string("contests/entries/partials/files.html", context)
    return JsonResponse({**_told(upload), "html": html})


@require_POST
@login_required
@never_cache
def drop(request: ResidentRequest, entry_id: int, key: UUID) -> HttpResponse:
    """Give up a file that is on its way."""
    drop_upload(entry_id=entry_id, by=request.user, key=key)
    messages.success(request, "没有传完的部分已清除。")
    return redirect("contests:entry", entry_id)


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("上传标识要用UUID，请刷新页面后再传。", code="bad_key", status=422) from None


def _told(upload: Upload) -> dict[str, object]:
    return {
        "key": str(upload.key),
        "name": upload.name,
        "size": upload.size,
        "received": upload.received,
        "criterion": upload.criterion.key if upload.criterion else "",
        "lacks": lacks(upload) if upload.done_id is None else "",
        "done": upload.done_id is not None,
    }


def _files(viewer: User, entry: Entry, criterion: Criterion | None) -> list[FileRow]:
    form = form_of(entry, viewer=viewer)
    line = form.line(criterion.key) if criterion else None
    return line.files if line else form.files


def _page(
    request: ResidentRequest, entry: Entry, criterion: Criterion | None, faults: list[str] | None = None
) -> HttpResponse:
    context = {
        "tab": "campaigns",
        "entry": entry,
        "criterion": criterion,
        "files": _files(request.user, entry, criterion),
        "editable": is_editable(entry),
        "faults": faults or [],
    }
    return render(request, "contests/entries/files.html", context, status=422 if faults else 200)
