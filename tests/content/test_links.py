"""Where pages point to: found in every field, judged inside, asked outside without harm to anybody."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from wagtail.models import Page

from content.models import HomePage, LinkCheck, PageLink, PlanPage
from content.reports.asking import Answer, ask, is_public, judged
from content.reports.checking import A_ROUND, check_due_links, due_checks, record_answer
from content.reports.gathering import gather_links
from content.reports.hrefs import hrefs_of, inside_of, outside_of
from content.services.home import ensure_home_page
from content.tasks import schedule_link_work
from core import clock
from core.models import Job

HOSTS = frozenset({"localhost", "lvdong.example"})


def test_addresses_are_found_in_fields_blocks_and_rich_text():
    fields = {
        "source_url": "https://a.example/x",
        "body": '[{"type": "paragraph", "value": "<p><a href=\\"/plan/\\">方案</a></p>"},'
        ' {"type": "steps", "value": [{"value": {"text": "<a href=\\"https://b.example/\\">b</a>"}}]}]',
        "rows": [{"note": "见 https://c.example 的说明"}, {"url": "http://d.example"}],
        "number": 3,
        "nothing": None,
        "long": "https://e.example/" + "x" * 700,
    }

    assert hrefs_of(fields) == {"https://a.example/x", "/plan/", "https://b.example/", "http://d.example"}


@pytest.mark.parametrize(
    ("href", "inside", "outside"),
    [
        ("/guides/?x=1#top", "/guides/", ""),
        ("https://lvdong.example/plan/", "/plan/", ""),
        ("https://lvdong.example", "/", ""),
        ("https://gov.example/a?b=1#c", "", "https://gov.example/a?b=1"),
        ("//gov.example/a", "", ""),
        ("mailto:a@b.example", "", ""),
        ("tel:12345", "", ""),
        ("#top", "", ""),
        ("javascript:alert(1)", "", ""),
        ("https://[broken/", "", ""),
        ("https://gov.example:99999/", "", ""),
    ],
)
def test_what_leads_where(href, inside, outside):
    assert (inside_of(href, HOSTS), outside_of(href, HOSTS)) == (inside, outside)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.0.0.1", False),
        ("172.16.5.4", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("not an address", False),
    ],
)
def test_only_public_machines_are_asked(address, public):
    assert is_public(address) is public


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost:8080/", "http://[::1]/", "ftp://gov.example/", "http://0x7f.1/"],
)
def test_an_address_of_this_house_is_never_asked(url):
    assert ask(url, pause=lambda seconds: None).state in {"refused", "unsure"}


class Handler(BaseHTTPRequestHandler):
    """Answers by path; notes what was asked."""

    asked: list[tuple[str, str]] = []

    def _answer(self) -> None:
        self.asked.append((self.command, self.path))
        code = {"/gone": 404, "/down": 503, "/closed": 403, "/round": 302, "/away": 301}.get(self.path, 200)
        if self.path == "/only-get" and self.command == "HEAD":
            code = 405
        self.send_response(code)
        if self.path == "/round":
            self.send_header("Location", "/round")
        if self.path == "/away":
            self.send_header("Location", "http://10.0.0.1/secret")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815

    def log_message(self, *args) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    Handler.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def answer_of(server, path):
    """Ask the test's own server, which stands for a public one."""
    port = server.server_address[1]
    pauses: list[float] = []
    answer = ask(
        f"http://127.0.0.1:{port}{path}",
        allowed=lambda address: address == "127.0.0.1",
        ports=frozenset({port, 80}),
        pause=pauses.append,
    )
    return answer, pauses


def test_what_answers_is_fine(server):
    assert answer_of(server, "/") == (Answer("fine", 200), [])
    assert Handler.asked == [("HEAD", "/")]


def test_chinese_letters_go_out_in_percent_signs(server):
    assert answer_of(server, "/指南 一")[0] == Answer("fine", 200)
    assert Handler.asked == [("HEAD", "/%E6%8C%87%E5%8D%97%20%E4%B8%80")]


def test_get_is_tried_after_a_pause_when_head_is_refused(server):
    assert answer_of(server, "/only-get") == (Answer("fine", 200), [1.0])
    assert Handler.asked == [("HEAD", "/only-get"), ("GET", "/only-get")]


def test_a_page_that_is_gone_is_broken(server):
    assert answer_of(server, "/gone")[0] == Answer("broken", 404, "页面不存在")


def test_a_redirect_into_a_house_is_not_followed(server):
    answer, pauses = answer_of(server, "/away")

    assert answer == Answer("refused", None, "不是公开的网站地址")
    assert Handler.asked == [("HEAD", "/away")]
    assert pauses == [1.0]


def test_a_redirect_to_itself_ends(server):
    answer, pauses = answer_of(server, "/round")

    assert answer.reason == "转来转去，没有到达页面"
    assert (len(Handler.asked), pauses) == (5, [1.0] * 4)


def test_nobody_there_is_unsure(server):
    server.shutdown()
    server.server_close()

    assert answer_of(server, "/")[0] == Answer("unsure", None, "连接不上")


@pytest.mark.parametrize(
    ("status", "state"), [(200, "fine"), (304, "fine"), (410, "broken"), (403, "unsure"), (500, "unsure")]
)
def test_a_status_is_judged(status, state):
    assert judged(status).state == state


@pytest.fixture
def home(db) -> HomePage:
    return ensure_home_page()


def write(home, notice):
    home.notice = notice
    home.save()


def outside(url, **values):
    return LinkCheck.objects.create(url=url, host=url.split("/")[2], due_at=clock.now(), **values)


def test_links_of_live_pages_are_written_down(home):
    draft = PlanPage(title="草稿", slug="draft", live=False)
    home.add_child(instance=draft)
    write(
        home,
        '<a href="/me/">我的</a><a href="/nowhere/">没有</a><a href="/draft/">草稿</a>'
        f'<a href="/documents/99/x.pdf">文件</a><a linktype="page" id="{draft.pk}">也是草稿</a>'
        '<a href="https://gov.example/a#b">外部</a>',
    )

    assert gather_links() == 6

    assert {row.path: row.fault for row in PageLink.objects.filter(outside=None)} == {
        "/me/": "",
        "/nowhere/": "没有这个页面",
        "/draft/": "页面没有公开",
        "/documents/99/x.pdf": "文件不存在",
        f"页面编号 {draft.pk}": "页面没有公开",
    }
    assert [(row.url, row.host, row.state) for row in LinkCheck.objects.all()] == [
        ("https://gov.example/a", "gov.example", "waiting")
    ]


def test_what_was_mended_is_forgotten(home):
    write(home, '<a href="/nowhere/">没有</a><a href="https://gov.example/a">外部</a>')
    gather_links()
    write(home, '<a href="/plan/">方案</a>')
    gather_links()
    assert PageLink.objects.get().fault == "没有这个页面"

    home.add_child(instance=PlanPage(title="方案", slug="plan"))
    gather_links()

    assert [(row.path, row.fault) for row in PageLink.objects.all()] == [("/plan/", "")]
    assert LinkCheck.objects.count() == 0


def test_pages_that_are_not_live_are_not_looked_at(home):
    write(home, '<a href="/nowhere/">没有</a>')
    Page.objects.filter(pk=home.pk).update(live=False)

    assert gather_links() == 0


def test_one_round_asks_each_machine_once(home):
    for number in range(10):
        outside(f"https://one.example/{number}")
        outside(f"https://host{number}.example/")

    assert len(due_checks()) == A_ROUND
    assert len({row.host for row in due_checks()}) == A_ROUND


def test_an_answer_is_written_down_and_asked_for_again_later(home, time_machine):
    time_machine.move_to(clock.now(), tick=False)
    row = outside("https://gov.example/")

    assert check_due_links(asked=lambda url: Answer("fine", 200)) == 1
    assert check_due_links(asked=lambda url: Answer("fine", 200)) == 0

    row.refresh_from_db()
    assert (row.state, row.status, row.failures) == ("fine", 200, 0)
    assert row.due_at - row.checked_at == timedelta(days=7)


def test_silence_counts_as_dead_the_third_time(home):
    row = outside("https://gov.example/")
    states = []
    for _ in range(3):
        record_answer(check_id=row.pk, answer=Answer("unsure", None, "连接不上"))
        row.refresh_from_db()
        states.append(row.state)

    assert states == ["unsure", "unsure", "broken"]


def test_a_site_that_asks_machines_to_stay_out_is_never_dead(home):
    row = outside("https://gov.example/")
    for _ in range(5):
        record_answer(check_id=row.pk, answer=judged(403))

    row.refresh_from_db()
    assert (row.state, row.failures) == ("unsure", 0)


@pytest.mark.parametrize(
    ("checks", "names"), [(True, ["check_links", "gather_links"]), (False, ["gather_links"])]
)
def test_work_is_scheduled_once(home, settings, time_machine, checks, names):
    time_machine.move_to(clock.now(), tick=False)
    settings.CHECK_LINKS = checks
    outside("https://gov.example/")

    schedule_link_work()
    schedule_link_work()

    assert sorted(job.task.rpartition(".")[2] for job in Job.objects.all()) == names
