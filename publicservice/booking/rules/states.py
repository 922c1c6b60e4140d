"""Closed lists of the slice, and what may happen to a booking as one table of moves."""

from ipservice.foundation.lifecycle import Lifecycle
from ipservice.foundation.vocabulary import Vocabulary


class Variant(Vocabulary):
    """How a consultation takes place."""

    ON_SITE = "on_site", "现场"
    ONLINE = "online", "线上视频"
    TELEPHONE = "telephone", "电话"


class BookingState(Vocabulary):
    HELD = "held", "暂留"
    BOOKED = "booked", "已预约"
    CHECKED_IN = "checked_in", "已签到"
    CALLED = "called", "已叫号"
    SERVED = "served", "已办结"
    NO_SHOW = "no_show", "未到"
    CANCELLED = "cancelled", "已取消"
    EXPIRED = "expired", "暂留已到期"


class BookingStep(Vocabulary):
    CONFIRM = "confirm", "确认预约"
    EXPIRE = "expire", "到期放号"
    RESCHEDULE = "reschedule", "改约"
    CANCEL = "cancel", "取消"
    CHECK_IN = "check_in", "签到"
    CALL = "call", "叫号"
    RECALL = "recall", "重呼"
    PUT_BACK = "put_back", "放回队列"
    TRANSFER = "transfer", "转办"
    SERVE = "serve", "办结"
    MISS = "miss", "记为未到"


class Source(Vocabulary):
    """By which door a booking came."""

    WEB = "web", "网上预约"
    STAFF = "staff", "工作人员代约"
    WALK_IN = "walk_in", "现场取号"
    OFFER = "offer", "候补"
    IMPORT = "import", "导入"


class WaitingState(Vocabulary):
    WAITING = "waiting", "候补中"
    OFFERED = "offered", "已通知有号"
    SERVED = "served", "候补成功"
    LAPSED = "lapsed", "逾期未确认"
    DECLINED = "declined", "已放弃"
    LEFT = "left", "已退出"
    PAST = "past", "时段已过"


class OfferOutcome(Vocabulary):
    OPEN = "open", "待确认"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "已放弃"
    EXPIRED = "expired", "逾期"


class FollowUpState(Vocabulary):
    OPEN = "open", "待办"
    DONE = "done", "已办"


class RectificationState(Vocabulary):
    """The way of a bad rating: call back, put right, rate again."""

    TO_CALL = "to_call", "待回访"
    TO_MEND = "to_mend", "待整改"
    MENDED = "mended", "已整改"
    CLOSED = "closed", "已再评价"


# A place is taken by a booking in any other state; the trigger of the table says the same.
FREE_STATES = (BookingState.CANCELLED, BookingState.EXPIRED)
OPEN_STATES = (BookingState.HELD, BookingState.BOOKED)

BOOKING: Lifecycle[BookingState, BookingStep] = Lifecycle(
    {
        (BookingState.HELD, BookingStep.CONFIRM): BookingState.BOOKED,
        (BookingState.HELD, BookingStep.EXPIRE): BookingState.EXPIRED,
        (BookingState.HELD, BookingStep.CANCEL): BookingState.CANCELLED,
        (BookingState.BOOKED, BookingStep.RESCHEDULE): BookingState.BOOKED,
        (BookingState.BOOKED, BookingStep.CANCEL): BookingState.CANCELLED,
        (BookingState.BOOKED, BookingStep.CHECK_IN): BookingState.CHECKED_IN,
        (BookingState.BOOKED, BookingStep.MISS): BookingState.NO_SHOW,
        (BookingState.CHECKED_IN, BookingStep.CALL): BookingState.CALLED,
        (BookingState.CHECKED_IN, BookingStep.TRANSFER): BookingState.CHECKED_IN,
        (BookingState.CHECKED_IN, BookingStep.MISS): BookingState.NO_SHOW,
        (BookingState.CHECKED_IN, BookingStep.CANCEL): BookingState.CANCELLED,
        (BookingState.CALLED, BookingStep.RECALL): BookingState.CALLED,
        (BookingState.CALLED, BookingStep.PUT_BACK): BookingState.CHECKED_IN,
        (BookingState.CALLED, BookingStep.TRANSFER): BookingState.CHECKED_IN,
        (BookingState.CALLED, BookingStep.SERVE): BookingState.SERVED,
        (BookingState.CALLED, BookingStep.MISS): BookingState.NO_SHOW,
        (BookingState.NO_SHOW, BookingStep.CHECK_IN): BookingState.CHECKED_IN,
    }
)
