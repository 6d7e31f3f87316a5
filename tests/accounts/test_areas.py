"""Areas come from the city's data folder, whole or not at all."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import Area
from accounts.refusals import AreasRefused
from accounts.selectors import choosable_areas
from accounts.services.areas import load_areas

HEAD = "code,name,kind,level,parent,row,column\n"
CITY = "999999,某市,市,city,,,\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def write(tmp_path):
    def act(text):
        file = tmp_path / "areas.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return act


def test_the_city_has_its_thirty_townships_and_streets():
    assert load_areas() == 31

    assert choosable_areas().count() == 30
    first = choosable_areas()[0]
    assert first.code == f"{settings.CITY.code}001"
    assert first.parent
    assert first.parent.code == settings.CITY.code
    assert len({(area.row, area.column) for area in choosable_areas()}) == 30


def test_loading_again_changes_nothing():
    load_areas()
    before = list(Area.objects.order_by("pk").values())

    assert load_areas() == 31

    assert list(Area.objects.order_by("pk").values()) == before


def test_a_changed_name_is_taken_over_in_place(write):
    load_areas(write(HEAD + CITY + "999999001,旧街道,街道,town,999999,1,1\n"))
    known = Area.objects.get(code="999999001").pk

    load_areas(write(HEAD + CITY + "999999001,新街道,街道,town,999999,1,2\n"))

    area = Area.objects.get(code="999999001")
    assert (area.pk, area.name, area.column) == (known, "新街道", 2)


def test_communities_stand_below_their_township(write):
    rows = "999999001,某街道,街道,town,999999,1,1\n999999001001,某社区,社区,community,999999001,,\n"

    assert load_areas(write(HEAD + CITY + rows)) == 3
    community = Area.objects.get(code="999999001001")
    assert community.parent
    assert community.parent.name == "某街道"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + CITY + CITY, "第 3 行：区划代码 999999 重复"),
        (HEAD + "999999001,某街道,街道,town,999999,1,1\n", "第 2 行：上级 999999 不在它前面的行里"),
        (HEAD + CITY + "999999001,某街道,街道,town,,1,1\n", "第 3 行：上级 （空） 不在它前面的行里"),
        (
            HEAD + CITY + "99999900,某街道,街道,town,999999,1,1\n",
            "第 3 行：区划代码 99999900 与层级 town 不符",
        ),
        (HEAD + CITY + "999999001,某街道,街道,village,999999,1,1\n", "第 3 行：区划代码"),
        (HEAD + CITY + "999999001,,街道,town,999999,1,1\n", "第 3 行：名称为空"),
        (HEAD + CITY + "999999001,某街道,街道,town,999999,一,1\n", "第 3 行：行列号 一 不是"),
        (HEAD + CITY + "999999001,某街道,街道,town,999999,0,1\n", "第 3 行：行列号 0 不是"),
        (HEAD + CITY + "999999001,某街道\n", "第 3 行：列数不对"),
        (HEAD + CITY + "999999001,某街道,街道,town,999999,1,1,多\n", "第 3 行：列数不对"),
        ("name,code\n", "第 1 行：表头应为"),
        ("", "第 1 行：表头应为"),
        ("市".encode("gbk"), "不是 UTF-8"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line_and_changes_nothing(write, text, sentence):
    with pytest.raises(AreasRefused, match=sentence):
        load_areas(write(text))

    assert not Area.objects.exists()


def test_the_command_says_which_line_is_wrong(write):
    with pytest.raises(CommandError, match="第 3 行"):
        call_command("load_areas", write(HEAD + CITY + CITY))


def test_the_command_without_a_file_loads_the_citys_own(capsys):
    call_command("load_areas")

    assert capsys.readouterr().out == "31 areas\n"


def test_the_database_refuses_a_township_without_a_city():
    with pytest.raises(IntegrityError, match="area_below_the_city_has_a_parent"), transaction.atomic():
        Area.objects.create(code="999999001", name="某街道", level="town")


MORE = "code,name,kind,level,parent,row,column,population,population_year\n"


def test_population_comes_with_its_year_and_stays_where_a_file_does_not_speak_of_it(write):
    load_areas(write(MORE + "999999,某市,市,city,,,,1140000,2020\n"))
    assert Area.objects.values_list("population", "population_year").get() == (1_140_000, 2020)

    load_areas(write(HEAD + CITY))
    assert Area.objects.values_list("population", "population_year").get() == (1_140_000, 2020)

    load_areas(write(MORE + "999999,某市,市,city,,,,,\n"))
    assert Area.objects.values_list("population", "population_year").get() == (None, None)


@pytest.mark.parametrize("cells", ["0,2020", "-5,2020", "12,", ",2020", "很多,2020", "12,20", "1e3,2020"])
def test_a_population_that_nobody_counted_is_refused(write, cells):
    with pytest.raises(AreasRefused, match="第 2 行：人口"):
        load_areas(write(MORE + f"999999,某市,市,city,,,,{cells}\n"))

    assert not Area.objects.exists()


def test_the_database_wants_the_year_of_a_population():
    with pytest.raises(IntegrityError, match="area_population_has_a_year"):
        Area.objects.create(code="999999", name="某市", level="city", population=5)
