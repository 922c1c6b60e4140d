"""What can be wrong with this machine, said in one sentence each."""

from ipservice.foundation.errors import DomainError


class ServerNotInstalled(DomainError):
    code = "server_not_installed"
    template = "本机没有可用的 {server}：请重新执行 make 安装依赖，或在环境变量 {variable} 中填写已有服务的地址。"


class ServerDidNotStart(DomainError):
    code = "server_did_not_start"
    template = "{server} 未能启动，原因见日志 {log}。"


class PortIsBusy(DomainError):
    code = "port_is_busy"
    template = "端口 {port} 已被其他程序占用：请先停止该程序，或改用其他端口，例如 make run PORT={free}。"


class AlreadyRunning(DomainError):
    code = "already_running"
    template = "本目录的门户已在运行（进程 {pid}）：请先在其窗口按 Ctrl-C 停止。"


class SecretKeyMissing(DomainError):
    code = "secret_key_missing"
    template = "使用外部数据库时必须设置环境变量 SECRET_KEY（至少 50 个随机字符），示例见 .env.example。"


class NoChineseTrigrams(DomainError):
    code = "no_chinese_trigrams"
    template = (
        "数据库不能为中文建立检索索引：请以 UTF8 编码、C.UTF-8 或 zh_CN.UTF-8 区域设置重新创建数据库 {database}。"
    )


class NoSuchPort(DomainError):
    code = "no_such_port"
    template = "PORT={text} 不是端口号：请填 1 至 65535 之间的整数，例如 PORT=8000。"


class StepFailed(DomainError):
    code = "step_failed"
    template = "{step}没有成功，门户未启动，原因见日志 {log}。"
