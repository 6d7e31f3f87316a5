"""The last answers: a page or a problem document, never a stack trace."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.problems import problem


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    if request.path.startswith(("/api/", "/_allauth/")):
        return problem(404, "没有找到", "没有这个地址，请对照接口文档检查。", "not_found")
    return render(request, "404.html", {"title": "没有找到这个页面"}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the template needs no database."""
    if request.path.startswith(("/api/", "/_allauth/")):
        return problem(500, "服务出错", "服务暂时出错，已经记录下来，请稍后再试。", "server_error")
    return render(None, "500.html", status=500)
