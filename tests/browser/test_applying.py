"""A school fills in its application: on a phone and on a desk, with a line that drops in the middle."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.residents import sign_in
from tests.contests.entry_world import PDF, jpeg
from tests.machinery.browser import Visitor, follow
from tests.machinery.site_process import SiteProcess

pytestmark = pytest.mark.browser
# A verified school whose head has that phone, and a contest that enrols since today.
PREPARE = """
from accounts.models import User
from accounts.sealing import phone_digest
from accounts.services.organisations import add_member, ensure_organisation
from core import clock
from tests.contests.world import TODAY, make_contest, make_standard
name = "applying-{phone}"
school = ensure_organisation(code=name, name="东湖小学", kind="school", is_verified=True)
add_member(organisation=school, user=User.objects.get(phone_digest=phone_digest("+86{phone}")), role="head")
contest = make_contest(standard=make_standard(code=name), day=(TODAY - clock.today()).days)
print("TOLD", contest.pk)
"""
VALUES = """
from campaigns.contests.models import Entry
from campaigns.contests.services.answers import values_of
entry = Entry.objects.get(pk={entry})
print("TOLD", entry.state, entry.files.count(), values_of(entry)["words-1.1"], values_of(entry)["score-1.1"])
"""


def told(site: SiteProcess, script: str) -> list[str]:
    """What a script on the site's own data says."""
    done = site.manage("shell", "-c", script)
    lines = [line for line in done.stdout.splitlines() if line.startswith("TOLD")]
    assert lines, done.stderr
    return lines[0].split()[1:]


def begin(visit: Callable[..., Visitor], sms: Callable[[str], str], site: SiteProcess, **options) -> Visitor:
    """Signed in as a head, the form of a new application open."""
    phone = options.pop("phone")
    visitor = visit(**options)
    sign_in(visitor, sms, phone=phone)
    (contest,) = told(site, PREPARE.format(phone=phone))
    page = visitor.open(f"/contests/{contest}/apply/")
    follow(page.get_by_role("button", name="开始填写"))
    return visitor


def number_of(page: Page) -> str:
    """The entry's number, of its address."""
    found = re.search(r"/contests/entries/(\d+)/", page.url)
    assert found
    return found[1]


def paper(name: str, data: bytes) -> FilePayload:
    """A file as the chooser takes it: this Chromium knows no paths in Chinese."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def choose(page: Page, criterion: str, *files: FilePayload) -> None:
    """Add files to a criterion."""
    with page.expect_file_chooser() as chooser:
        page.locator(f'[data-pick="{criterion}"]').click()
    chooser.value.set_files(list(files))


@pytest.mark.parametrize(
    ("width", "phone", "mode"),
    [(375, "13700000441", "normal"), (1280, "13700000442", "normal"), (768, "13700000443", "care")],
)
def test_a_school_fills_in_loses_the_line_and_loses_nothing(
    visit: Callable[..., Visitor],
    sms: Callable[[str], str],
    live_site: SiteProcess,
    width: int,
    phone: str,
    mode: str,
) -> None:
    visitor = begin(visit, sms, live_site, phone=phone, width=width, mode=mode)
    page, saved = visitor.page, visitor.page.locator("[data-saved]")
    assert visitor.overflow() == 0
    assert visitor.violations() == []
    entry = number_of(page)

    page.locator("[name='score-1.1']").fill("55")
    expect(saved).to_have_text("已自动保存")
    expect(page.locator("[data-sum]")).to_have_text("55")

    visitor.context.set_offline(True)
    page.locator("[name='words-1.1']").fill("在地下室里写的说明")
    expect(saved).to_contain_text("网络断了，已存在本机，恢复后自动保存。")
    # The button cannot lead anywhere now; the page stays and so do the words.
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("[name='words-1.1']")).to_have_value("在地下室里写的说明")
    visitor.context.set_offline(False)
    expect(saved).to_have_text("已自动保存")
    assert told(live_site, VALUES.format(entry=entry)) == ["draft", "0", "在地下室里写的说明", "55"]

    choose(page, "1.1", paper("用电.pdf", PDF), paper("电表.jpg", jpeg(3, (900, 700))))
    expect(page.locator('[data-files="1.1"] li')).to_have_count(2)
    page.locator("[name='score-1.2']").fill("30")
    page.locator("[name='score-2.1']").fill("9.5")
    page.get_by_label("确认：不涉及这一项").check()
    expect(page.locator("[data-answered]")).to_have_text("4")
    page.get_by_role("button", name="预览并提交").click()
    follow(page.get_by_role("button", name="确认提交"))
    expect(page.locator("main")).to_contain_text("已经提交")
    assert visitor.overflow() == 0
    assert visitor.violations() == []
    assert told(live_site, VALUES.format(entry=entry))[:2] == ["submitted", "2"]


def test_a_page_that_is_closed_without_a_line_finds_its_words_again(
    visit: Callable[..., Visitor], sms: Callable[[str], str], live_site: SiteProcess
) -> None:
    visitor = begin(visit, sms, live_site, phone="13700000444")
    page = visitor.page
    url, entry = page.url, number_of(page)
    # The server is away, though the device believes in its line.
    visitor.context.route("**/save/", lambda route: route.abort())
    page.locator("[name='words-1.1']").fill("还没有保存的说明")
    expect(page.locator("[data-saved]")).to_contain_text("已存在本机")
    page.close()
    visitor.context.unroute("**/save/")

    again = visitor.context.new_page()
    again.goto(url)

    expect(again.locator("[name='words-1.1']")).to_have_value("还没有保存的说明")
    expect(again.locator("[data-saved]")).to_have_text("已自动保存")
    assert told(live_site, VALUES.format(entry=entry)) == ["draft", "0", "还没有保存的说明"]


def test_two_windows_see_each_others_words_and_write_over_nothing(
    visit: Callable[..., Visitor], sms: Callable[[str], str], live_site: SiteProcess
) -> None:
    visitor = begin(visit, sms, live_site, phone="13700000445")
    page, other = visitor.page, visitor.context.new_page()
    other.goto(page.url)
    entry = number_of(page)
    other.locator("[name='words-1.1']").fill("同事写的")
    other.locator("[name='score-1.2']").fill("12")
    expect(other.locator("[data-saved]")).to_have_text("已自动保存")

    page.locator("[name='words-1.1']").fill("我写的")

    expect(page.locator("[data-note='words-1.1']")).to_contain_text("别处刚保存的是：“同事写的”")
    expect(page.locator("[name='words-1.1']")).to_have_value("我写的")
    # What nobody touched here comes over by itself.
    expect(page.locator("[name='score-1.2']")).to_have_value("12")
    assert told(live_site, VALUES.format(entry=entry))[2] == "同事写的"
    follow(page.get_by_role("button", name="保存", exact=True))
    assert told(live_site, VALUES.format(entry=entry))[2] == "我写的"


def test_an_answer_that_is_lost_is_no_conflict_with_oneself(
    visit: Callable[..., Visitor], sms: Callable[[str], str], live_site: SiteProcess
) -> None:
    visitor = begin(visit, sms, live_site, phone="13700000446")
    page = visitor.page
    lost = []

    def lose(route: Route) -> None:
        """The first save arrives; its answer does not."""
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    visitor.context.route("**/save/", lose)
    field = page.locator("[name='words-1.1']")
    field.fill("第一句")
    expect(page.locator("[data-saved]")).to_contain_text("已存在本机")
    field.fill("第一句，第二句")
    expect(page.locator("[data-saved]")).to_have_text("已自动保存")
    assert lost == [200]
    expect(page.locator("[data-note='words-1.1']")).to_be_hidden()
    assert told(live_site, VALUES.format(entry=number_of(page)))[2] == "第一句，第二句"


def test_an_upload_goes_on_after_the_page_was_opened_anew(
    visit: Callable[..., Visitor], sms: Callable[[str], str], live_site: SiteProcess
) -> None:
    visitor = begin(visit, sms, live_site, phone="13700000447")
    page = visitor.page
    big = paper("大表.pdf", b"%PDF-1.4\n" + b"0" * 900_000 + b"\n%%EOF\n")
    offsets: list[str] = []

    def drop(route: Route) -> None:
        """Two pieces pass, then the line is gone."""
        offsets.append(route.request.url.partition("offset=")[2])
        if len(offsets) > 2:
            route.abort()
        else:
            route.continue_()

    visitor.context.route(re.compile(r"offset="), drop)
    choose(page, "1.1", big)
    expect(page.locator('[data-upload-state="1.1"]')).to_contain_text("正在重试")
    expect(page.locator('[data-upload-state="1.1"]')).to_contain_text("“大表.pdf”还差0.4MB")
    page.on("dialog", lambda dialog: dialog.accept())
    fresh = visitor.context.new_page()
    fresh.goto(page.url)
    # The first window goes before the line is back: it would go on by itself.
    page.close()
    visitor.context.unroute(re.compile(r"offset="))
    expect(fresh.locator("[data-unfinished]")).to_contain_text("“大表.pdf”（指标1.1）还差 0.4MB")
    later: list[str] = []
    fresh.on("request", lambda request: later.append(request.url.partition("offset=")[2]))
    choose(fresh, "1.1", big)
    expect(fresh.locator('[data-files="1.1"] li')).to_have_count(1)
    expect(fresh.locator("[data-unfinished]")).to_have_count(0)
    assert [offset for offset in later if offset] == ["524288", "786432"]


def test_without_scripts_the_whole_way_is_there(
    visit: Callable[..., Visitor], sms: Callable[[str], str], live_site: SiteProcess
) -> None:
    visitor = begin(visit, sms, live_site, phone="13700000448", javascript=False)
    page = visitor.page
    for name, value in (("score-1.1", "60"), ("score-1.2", "30"), ("score-2.1", "10")):
        page.locator(f"[name='{name}']").fill(value)
    page.get_by_label("确认：不涉及这一项").check()
    follow(page.get_by_role("button", name="添加材料：1.1"))
    page.get_by_label("选照片或文件").set_input_files(paper("用电.pdf", PDF))
    follow(page.get_by_role("button", name="上传"))
    expect(page.locator("[name='score-1.1']")).to_have_value("60")
    follow(page.get_by_role("button", name="预览并提交"))
    follow(page.get_by_role("button", name="确认提交"))
    expect(page.locator("main")).to_contain_text("已经提交")
