"""What somebody handed in to contests, for the person who asks for it."""

from typing import Any

from accounts.exporting import exports, moment
from accounts.models import User
from campaigns.contests.models import Entry
from campaigns.contests.rules.answers import shown


@exports("创建申报")
def entries(user: User) -> list[dict[str, Any]]:
    """Everything that the person began, the latest first, with answers and names of files. Three queries."""
    rows = Entry.objects.filter(applicant=user).select_related("contest", "organisation").order_by("-pk")
    return [
        {
            "评选": row.contest.title,
            "主办方": row.contest.organiser_name,
            "编号": row.label,
            "申报单位": row.organisation.name if row.organisation else "",
            "名称": row.name,
            "状态": row.get_state_display(),
            "作品名": row.title,
            "正文": row.words,
            "视频链接": row.video_url,
            "自评": [
                {
                    "指标": answer.criterion.key,
                    "自评分": shown(answer.self_score),
                    "说明": answer.words,
                }
                for answer in row.answers.all()
            ],
            "材料": [file.name for file in row.files.all() if file.uploaded_by_id == user.pk],
            "开始时间": moment(row.created_at),
            "提交时间": moment(row.submitted_at),
        }
        for row in rows.prefetch_related("answers__criterion", "files")
    ]
