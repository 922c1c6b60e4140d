"""The words of the network: levels, states, hosts, the eleven kinds of outlet."""

from ipservice.foundation.vocabulary import Vocabulary


class OutletLevel(Vocabulary):
    """The three levels of clause 5.1."""

    CITY = "city", "市级"
    DISTRICT = "district", "区县级"
    PARK = "park", "园区级"


class OutletState(Vocabulary):
    OPEN = "open", "开放"
    SUSPENDED = "suspended", "暂停服务"
    CLOSED = "closed", "已撤销"


class OutletStep(Vocabulary):
    SUSPEND = "suspend", "暂停服务"
    REOPEN = "reopen", "恢复服务"
    CLOSE = "close", "撤销"


class HostKind(Vocabulary):
    """Who runs the outlet. A purely commercial body may not be a TISC."""

    GOVERNMENT = "government", "政府部门"
    INSTITUTION = "institution", "事业单位"
    UNIVERSITY = "university", "高等学校"
    LIBRARY = "library", "公共图书馆"
    RESEARCH = "research", "科研或信息机构"
    ASSOCIATION = "association", "行业协会"
    PARK = "park", "园区管理机构"
    MARKET = "market", "大型专业市场"
    COMPANY = "company", "企业"
    OTHER = "other", "其他"
    UNKNOWN = "unknown", "未登记"


class QualificationKind(Vocabulary):
    """The eleven kinds of outlet; a site can carry several at once."""

    CENTER = "CENTER", "知识产权保护中心、维权援助中心、信息中心"
    ACCEPT = "ACCEPT", "国家知识产权局业务受理窗口"
    HALL = "HALL", "政务服务大厅综合性知识产权服务窗口"
    TISC = "TISC", "技术与创新支持中心"
    UNIV = "UNIV", "高校国家知识产权信息服务中心"
    POINT = "POINT", "国家知识产权信息公共服务网点"
    NODE = "NODE", "知识产权信息公共服务节点"
    PARK = "PARK", "园区知识产权服务站"
    BRAND = "BRAND", "商标品牌指导站"
    AID = "AID", "维权援助工作站、海外纠纷应对指导工作站"
    LIAISON = "LIAISON", "知识产权综合保护联系点"


class DeclaredCondition(Vocabulary):
    """What no other field of the register shows and the applicant therefore declares with papers."""

    ON_PROVINCIAL_RECORD = "on_provincial_record", "已是省级信息公共服务网点"
    STAFF = "staff", "有专职或兼职工作人员"
    OFFICE = "office", "有固定办公场所"
    PLAN = "plan", "有工作计划和目标"
    RULES = "rules", "有工作制度、流程和服务规范"


class PositionSource(Vocabulary):
    """How exact the point on the map is."""

    SURVEYED = "surveyed", "按地址定位"
    TOWN = "town", "以所在街道（乡镇）代替"
    DISTRICT = "district", "以所在区县代表点代替"
    UNKNOWN = "unknown", "尚无坐标"
