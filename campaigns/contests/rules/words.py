"""What every contest promises, and how it judges, in sentences: printed by the program, not by an editor."""

SCHOOL_PROMISE = "零收费、自愿参加，不作为学生升学、评优的依据。"
PUPILS_PROMISE = "作品只写化名和学校，先有监护人书面同意；不给学生个人排名，也不点赞比人气。"
USUAL_PROMISE = "自愿参加，不收任何费用。"
NO_VOTES = "不集赞、不拉票，分享多少和结果无关。"
PRIVACY = "\n\n".join(
    [
        "申报表、自评分、照片和文件只用于这次评选。看得到的人：申报单位自己的负责人和工作人员（家庭就是本人），"
        "主办方负责初审的人，评审组长和现场核查员。评委只看到编号和内容，看不到名称、区域和文件名。",
        "照片里的拍摄地点和设备信息上传时自动去掉。通过评选的，公布名称、区域和等次；材料不公开。",
        "没有提交或者撤回的，材料截止90天后清除文件；提交了的，整个评选结束（含复核）一年后清除文件。",
    ]
)


def promises(*, is_school: bool, for_pupils: bool) -> list[str]:
    """What stands on the page, the notice and the paper of every contest."""
    said = [SCHOOL_PROMISE if is_school or for_pupils else USUAL_PROMISE, NO_VOTES]
    return [*said, PUPILS_PROMISE] if for_pupils else said


def how_judged(*, jurors: int, normalisation: str, has_visits: bool, shows_likes: bool) -> list[str]:
    """How a score comes about, sentence by sentence, before anybody applies."""
    said = [
        f"每件申报随机抽{jurors}位评委，各自打分；和申报单位有关系的评委要回避。",
        "评委看不到单位名称、姓名和乡镇，也看不到别人打的分。打完锁定，再打开要写原因。",
    ]
    if has_visits:
        said.append("评审之前有现场核查，核查的结论放在材料旁边给评委看。")
    said += [
        "按标准逐条打分，合计折算成100分。" + _NORMALISED[normalisation],
        "同分的，按标准各部分的顺序依次比较；还相同就并列，不抽签。名额放不下并列的几位时，这几位都看下一个等次。",
        "有一票否决的情形，由打了分的评委中至少一半认定，才不予授予。",
        "结果先公示，公示期内谁都可以提出异议；答复公开，提出人不公开。",
    ]
    if shows_likes:
        said.append("点赞只作人气展示，不计入评审。")
    return said


_NORMALISED = {
    "plain": "几位评委的分数直接平均，保留两位小数。",
    "centred": "先校正每位评委整体偏严还是偏松，再平均，保留两位小数。",
}
