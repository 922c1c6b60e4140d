"""Tables of the slice ``survey``."""

from supervision.survey.models.questionnaires import Survey, SurveyCheck, SurveyForm, SurveyItem, SurveySection
from supervision.survey.models.returns import Answer, ReturnLog, Submission, SurveyPost, SurveyReturn
from supervision.survey.models.review import CellQuestion, Extension, FlagKind, OutlierFlag, PaperForm, Reminder
from supervision.survey.models.workbooks import UploadState, WorkbookIssue, WorkbookUpload

__all__ = [
    "Answer",
    "CellQuestion",
    "Extension",
    "FlagKind",
    "OutlierFlag",
    "PaperForm",
    "Reminder",
    "ReturnLog",
    "Submission",
    "Survey",
    "SurveyCheck",
    "SurveyForm",
    "SurveyItem",
    "SurveyPost",
    "SurveyReturn",
    "SurveySection",
    "UploadState",
    "WorkbookIssue",
    "WorkbookUpload",
]
