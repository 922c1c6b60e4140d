"""What has to be said beside every figure of the circle, on page, map and export alike."""

from publicservice.coverage.rules.parameters import Mode
from publicservice.coverage.services.circle import Circle

SENTENCE = "从住处或园区出发，三十分钟内能到达一个有人值守的知识产权公共服务网点，就在“半小时服务圈”内。"


def caveats(circle: Circle) -> list[str]:
    """The model, its estimates, the spread residents, and what is not known."""
    parameters = circle.model.parameters
    said = [
        _model(circle.mode, circle),
        "模型参数均为测算建议值，待市知识产权局确认；本页不使用直线圆圈。",
        "人口为2020年普查数。没有坐标的街道（多在中心城区）的人口，先合计到区县代表点，再在该区县离代表点最近的范围内"
        "按网格均匀分摊，合计不变；这些分摊点不是实际地点。",
        "过江只识别中心城区内长江、嘉陵江界河段；桥梁名录尚不完整，未登记桥梁附近的过江时间可能偏长，"
        "中心城区以外的过江未计。",
    ]
    if circle.unknown_staffing:
        said.append(
            f"有 {circle.unknown_staffing} 个网点值守时间未登记，暂按计入；"
            f"每周值守少于 {parameters.least_half_days} 个半日的不计入。"
        )
    if circle.parks_without_position:
        said.append(f"有 {circle.parks_without_position} 个园区尚无坐标，不参与计算。")
    return said


def _model(mode: Mode, circle: Circle) -> str:
    parameters = circle.model.parameters
    speed, fixed = parameters.speed_kmh[str(mode)], parameters.fixed_minutes[str(mode)]
    detours = "、".join(f"{group}{percent / 100:g}" for group, percent in parameters.detour_percent.items())
    model = (
        f"时间为估算：直线距离×绕行系数（{detours}）÷{mode.label}速度 {speed} 千米／小时＋{fixed} 分钟，"
        f"附近无桥时过江每次加 {parameters.crossing_minutes} 分钟"
    )
    if circle.estimated_share == 1:
        return f"{model}。"
    return f"{circle.estimated_share:.0%}的{model}；其余时间由路径服务提供。"
