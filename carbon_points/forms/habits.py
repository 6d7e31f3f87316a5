"""Shapes of what people choose about habits and teams. What is allowed is said by the services."""

from typing import Any

from django import forms

from accounts.models import Organisation, User
from accounts.selectors.organisations import organisations_of
from carbon_points.models import HabitChoice
from carbon_points.rules import teams as rules
from core.fields import join_code_field

GOALS = [("", "不设目标"), *((str(days), f"每周 {days} 天") for days in range(1, 8))]


class HabitForm(forms.Form):
    """Every switch in one form. Ticked from the start is only what nobody else sees."""

    weekly_goal = forms.TypedChoiceField(
        label="我自己的每周目标",
        required=False,
        choices=GOALS,
        coerce=int,
        empty_value=None,
        help_text="只有您自己看得到，没达到也没有关系；随时可以改。",
        error_messages={"invalid_choice": "请选 1 到 7 天，或者“不设目标”。"},
    )
    shows_week = forms.BooleanField(
        label="显示本周记录",
        required=False,
        help_text="首页和“我的”里的七个点和累计天数，只有您自己看得到。",
    )
    shows_badges = forms.BooleanField(
        label="显示徽章", required=False, help_text="关掉以后不再颁发，已有的会留着，打开就能看到。"
    )
    year_account = forms.BooleanField(
        label="生成年度账单", required=False, help_text="每年12月起可以看，只有您自己看得到。"
    )
    in_ranking = forms.BooleanField(
        label="参加个人排行（我已满18岁）",
        required=False,
        help_text="同意用遮住大部分字的昵称，给其他参加的人看本周记了几次。每周一重新开始，随时一点就退出。",
    )

    @classmethod
    def of(cls, choice: HabitChoice) -> "HabitForm":
        """A form that shows what was chosen."""
        names = ["shows_week", "shows_badges", "year_account", "in_ranking"]
        return cls(
            initial={name: getattr(choice, name) for name in names}
            | {"weekly_goal": str(choice.weekly_goal or "")}
        )


class TeamForm(forms.Form):
    """What a team is called and what it wants to do together in a week."""

    name = forms.CharField(
        label="团队名称",
        max_length=200,
        help_text=f"最多 {rules.NAME_LENGTH} 个字，请不要写真名和电话。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请给团队起个名字。", "max_length": "名字太长了。"},
    )
    weekly_goal = forms.IntegerField(
        label="每周共同目标（次）",
        initial=rules.USUAL_GOAL,
        help_text="全队一周一起记多少次；每周一重新开始。",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"required": "请填写一个整数。", "invalid": "请填写一个整数。"},
    )


class NewTeamForm(TeamForm):
    """A new team, which may belong to an organisation of its captain."""

    organisation = forms.ModelChoiceField(
        label="所属单位",
        required=False,
        queryset=Organisation.objects.none(),
        empty_label="不属于单位",
        help_text="经核实的单位，它的团队会出现在“一起做”里。",
        error_messages={"invalid_choice": "请从列表里选择单位。"},
    )

    def __init__(self, *args: Any, captain: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        own = list(organisations_of(captain))
        if own:
            field.queryset = organisations_of(captain)
        else:
            del self.fields["organisation"]


class TeamCodeForm(forms.Form):
    """The code that a captain tells."""

    code = join_code_field("六个字母，向队长要。大小写都可以。")


class ShowNameForm(forms.Form):
    """Whether the others of a team see one's name."""

    shows_name = forms.BooleanField(label="队友可以看到我的昵称", required=False)
