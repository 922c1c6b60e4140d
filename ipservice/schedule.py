"""What the clock asks of the worker: name, task, seconds between two times. Read by the settings."""

BEAT_SCHEDULE = {
    "把遗失的任务放回队列": {"task": "jobs.reconcile", "schedule": 60.0},
    "发出邮件与短信": {"task": "notices.send_waiting", "schedule": 5.0},
    "察看投递与失败任务": {"task": "notices.watch", "schedule": 60.0},
    "清理无人引用的文件": {"task": "evidence.remove_orphans", "schedule": 86400.0},
    "清理过期的导入核对": {"task": "intake.drop_old_stages", "schedule": 86400.0},
    "清理过期草稿": {"task": "drafts.prune", "schedule": 86400.0},
    "清理异议查询失败记录": {"task": "procedure.forget_look_up_tries", "schedule": 86400.0},
    "检查服务目录的链接": {"task": "catalogue.check_targets", "schedule": 86400.0},
    "办结到期的维权援助": {"task": "rights_aid.close_due", "schedule": 86400.0},
    "统计调查催报": {"task": "survey.remind", "schedule": 3600.0},
    "查找统计调查异常值": {"task": "survey.flag_outliers", "schedule": 900.0},
    "清理未确认的注册": {"task": "accounts.remove_unconfirmed", "schedule": 86400.0},
    "清除到期的个人信息": {"task": "privacy.erase_due", "schedule": 86400.0},
    "关闭到期的奖励数据核对": {"task": "awards.lapse_checks", "schedule": 3600.0},
}
