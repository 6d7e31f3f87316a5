"""What makes a decision about an objection whole."""

from dataclasses import dataclass

UPHELD, DISMISSED = "upheld", "dismissed"
LONGEST_SUMMARY, LONGEST_ANSWER, LONGEST_BECAUSE = 200, 1000, 300


@dataclass(frozen=True, slots=True)
class Revision:
    """The level that the entry has from now on (None: none), and why."""

    level_id: int | None
    because: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Summary and answer are published; without a revision the result stays as it is."""

    outcome: str
    summary: str
    answer: str
    revision: Revision | None = None

    def fault(self, *, is_about_entry: bool) -> str:
        """What is wrong with it, as one sentence; empty when nothing is."""
        if self.outcome not in {UPHELD, DISMISSED}:
            return "请选异议是否成立。"
        if not 1 <= len(self.summary.strip()) <= LONGEST_SUMMARY:
            return f"请写异议摘要，1到{LONGEST_SUMMARY}字，会公布。"
        if not 1 <= len(self.answer.strip()) <= LONGEST_ANSWER:
            return f"请写答复，1到{LONGEST_ANSWER}字，会公布。"
        if self.revision is None:
            return ""
        if self.outcome != UPHELD:
            return "异议不成立，就不改等次；请选“结果不变”。"
        if not is_about_entry:
            return "这条异议是对整个评选提的，不能改某一件的等次。"
        if not 1 <= len(self.revision.because.strip()) <= LONGEST_BECAUSE:
            return f"改等次请写原因，1到{LONGEST_BECAUSE}字，会公布。"
        return ""
