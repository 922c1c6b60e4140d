"""The year of the IP office, as a calendar for officials. Days come from notices and habit; the mark says which."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Season:
    """Something that comes back every year between two (month, day) points, both included."""

    opens: tuple[int, int]
    closes: tuple[int, int]
    when: str
    what: str
    is_confirmed: bool

    def covers(self, day: date) -> bool:
        return self.opens <= (day.month, day.day) <= self.closes


def seasons() -> tuple[Season, ...]:
    return (
        Season((1, 1), (2, 29), "1—2月", "公布年度抽查计划、预算和培训计划", False),
        Season((3, 1), (3, 31), "3月1日—31日", "专利代理机构报送年度报告（1、15、25、30日提醒）", True),
        Season((4, 1), (4, 30), "4月", "公示年度报告；未报送的列入经营异常名录；一个月补报期", True),
        Season((4, 20), (4, 26), "4月20日—26日", "知识产权宣传周，发布上年度数据", True),
        Season((4, 1), (6, 30), "4—6月", "国家知识产权局年报公布上年度全国授权率", True),
        Season((5, 1), (11, 30), "5—11月", "“双随机、一公开”检查", True),
        Season((6, 1), (7, 15), "6月—7月15日", "服务业统计调查", True),
        Season((6, 1), (9, 30), "6—9月", "奖励评定；分级复核", False),
        Season((7, 1), (8, 31), "7—8月", "专利代理师资格考试、经济（知识产权）专业技术资格考试报名", True),
        Season((10, 1), (12, 31), "第四季度", "全国统计调查报告；全市发展报告", True),
        Season((11, 1), (11, 30), "11月", "中国专利周；服务万里行", False),
    )
