"""What the half-hour circle refuses."""

from ipservice.foundation.errors import DomainError


class NoDemandPoints(DomainError):
    code = "no_demand_points"
    template = "还没有需求点数据，请先运行 manage.py load_demand_points 装入人口点。"


class PlaceNotFound(DomainError):
    code = "place_not_found"
    template = "没有找到“{words}”。请输入本市区县、街道、乡镇或园区的名称，也可以用拼音，如“观音桥”或“guanyinqiao”。"


class PositionOutside(DomainError):
    code = "position_outside"
    template = "位置 {longitude}，{latitude} 不在重庆市范围内，请改用地名查询。"


class NothingToPlan(DomainError):
    code = "nothing_to_plan"
    template = "方案里还没有变动，请先添加关闭、迁移、新设或调整值守。"


class ChangeRefused(DomainError):
    code = "change_refused"
    template = "{sentence}"


class NoCandidates(DomainError):
    code = "no_candidates"
    template = "还没有导入候选地点，请先在“数据导入”里导入，或改用需求点作为候选地点。"
