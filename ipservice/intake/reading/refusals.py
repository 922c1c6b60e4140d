"""Why a file is not read. Every sentence says what is wrong with it and what to do instead; nothing is stored."""

from ipservice.foundation.errors import DomainError


class UnreadableFile(DomainError):
    """The root of all refusals of a whole file; ``code`` travels from the reading child to its parent."""

    code = "file_unreadable"
    template = "文件无法读取，可能已损坏。请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。"


class EmptyFile(UnreadableFile):
    code = "file_empty"
    template = "文件是空的，没有任何数据行。请检查后重新上传。"


class FileTooLarge(UnreadableFile):
    code = "file_too_large"
    template = "文件大小为 {size_mb} MB，超过上限 {limit_mb} MB。请拆分后分批上传，或另存为 CSV。"


class WrongFileType(UnreadableFile):
    code = "file_type_wrong"
    template = "这不是表格文件（按内容判断为：{found}）。请上传 .xlsx、.xls 或 .csv 文件。"


class EncryptedWorkbook(UnreadableFile):
    code = "file_encrypted"
    template = "工作簿设有打开密码，无法读取。请取消密码后另存再上传。"


class UnsafeWorkbook(UnreadableFile):
    code = "workbook_unsafe"
    template = "工作簿里含有{found}，不予接收。请新建一个只含数据的 .xlsx 文件，把数据以“值”的形式粘贴过去再上传。"


class WorkbookTooDense(UnreadableFile):
    code = "workbook_bomb"
    template = "压缩内容异常：{found}，不予接收。请用 WPS 或 Excel 打开后另存为 .xlsx 再上传。"


class SheetTooWide(UnreadableFile):
    code = "sheet_extent"
    template = (
        "工作表“{sheet}”的数据区延伸到 {cell}，超过上限 {rows} 行 × {columns} 列。"
        "请删除数据区以外的空行空列（选中后右键删除）再另存上传。"
    )


class TooManyFormulas(UnreadableFile):
    code = "formulas_everywhere"
    template = "工作表“{sheet}”含有 {count} 个以上公式单元格（如 {cell}）。请全选、复制、选择性粘贴为“值”后再上传。"


class UnknownEncoding(UnreadableFile):
    code = "encoding_unknown"
    template = "文本编码无法识别：第 {place} 个字节不是 UTF-8，也不是 GB18030。请用“CSV UTF-8”格式另存后再上传。"


class ReaderGaveUp(UnreadableFile):
    code = "reader_gave_up"
    template = "读取文件时{found}，已中止读取，系统不受影响。请检查文件是否损坏、是否过大，另存后再上传。"


class HeaderNotFound(UnreadableFile):
    code = "header_not_found"
    template = (
        "在文件中没有找到“{label}”的表头。至少要有这些列：{required}。"
        "{missing}请核对数据种类是否选对，或在“列对应”中指定。"
    )


_BY_CODE = {
    refusal.code: refusal
    for refusal in (
        UnreadableFile,
        EmptyFile,
        FileTooLarge,
        WrongFileType,
        EncryptedWorkbook,
        UnsafeWorkbook,
        WorkbookTooDense,
        SheetTooWide,
        TooManyFormulas,
        UnknownEncoding,
        ReaderGaveUp,
    )
}


def refusal_of(code: str, params: dict) -> UnreadableFile:
    """The refusal that the reading child reported."""
    return _BY_CODE.get(code, UnreadableFile)(**params)
