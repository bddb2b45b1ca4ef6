"""Every code a caller may be given: its HTTP status and its sentence in Chinese and English.

A literal, no logic; the words in braces are facts of the problem. Part of the public contract: a code is never
reused for something else, retired ones stay. `docs/problems.md` is written from it and a test compares it with
all subclasses of `Problem` in the house.

Pure     values only.
"""

from typing import NamedTuple


class Told(NamedTuple):
    status: int
    zh: str
    en: str


TABLE: dict[str, Told] = {
    # kinds, when a package has nothing more exact to say
    "problem": Told(500, "出了问题，请稍后再试。", "Something went wrong. Please try again later."),
    "invalid": Told(422, "提交的内容有误。", "What was sent does not make sense."),
    "forbidden": Told(403, "您没有权限执行此操作。", "You may not do this."),
    "not_found": Told(404, "找不到该内容。", "There is nothing here."),
    "conflict": Told(409, "当前状态下无法执行此操作。", "This is not possible as things stand."),
    "stale": Told(409, "内容已被他人修改，请刷新后重试。", "Somebody else changed this. Reload and try again."),
    "exhausted": Told(429, "请求过多，请稍后再试。", "Too much at once. Please try again later."),
    # the edge
    "bad_request": Told(400, "请求格式有误：{why}。", "The request could not be read: {why}."),
    "too_deep": Told(400, "请求嵌套过深。", "The request is nested too deeply."),
    "unauthenticated": Told(401, "请先登录。", "Please sign in."),
    "wrong_login": Told(401, "账号或密码不正确。", "The name or the password is wrong."),
    "account_disabled": Told(401, "该账号已停用，请联系管理员。", "This account is disabled. Ask an administrator."),
    "refresh_refused": Told(401, "登录已过期，请重新登录。", "Your session has ended. Please sign in again."),
    "denied": Told(403, "您的角色不能执行此操作。", "Your role may not do this."),
    "foreign_origin": Told(403, "请求来自其他网站，已拒绝。", "The request came from another site and was refused."),
    "hidden": Told(404, "找不到该内容。", "There is nothing here."),
    "no_such_page": Told(404, "没有这个地址。", "There is no such address."),
    "wrong_method": Told(405, "此地址不支持该操作。", "This address does not take that method."),
    "too_large": Told(413, "内容过大（上限 {limit} 字节）。", "This is too large; the limit is {limit} bytes."),
    "wrong_type": Told(415, "内容类型应为 {expected}。", "The content type must be {expected}."),
    "too_many": Told(
        429, "操作过于频繁，请 {retry_after_s} 秒后再试。", "Too many attempts. Try again in {retry_after_s} s."
    ),
    "internal": Told(500, "服务器出错，编号 {trace}。", "The server failed. Reference {trace}."),
    "busy": Told(503, "服务器繁忙，请稍后再试。", "The server is busy. Please try again shortly."),
    "database_away": Told(
        503, "数据库暂时不可用，请稍后再试。", "The database is not available. Please try again shortly."
    ),
    "disk_full": Told(507, "服务器存储已满，内容未保存。", "The server's disk is full; nothing was saved."),
    "second_server": Told(
        503,
        "另一个服务器正在使用 {folder}，请先停止它，或用 DATA 指定其他目录。",
        "Another server is using {folder}. Stop it first, or choose another folder with DATA.",
    ),
    "bad_database": Told(
        503,
        "数据库设置 {setting} 为 {found}，应为 {expected}；请使用本地磁盘上的目录。",
        "The database has {setting} = {found} where {expected} is needed. Use a folder on a local disk.",
    ),
    "bad_setting": Told(
        500, "环境变量 {setting} 的值无效。", "The environment variable {setting} has a value that cannot be used."
    ),
    "weak_password": Told(422, "密码需 12 至 128 个字符。", "A password needs 12 to 128 characters."),
    "login_taken": Told(409, "账号 {login} 已存在。", "There is already an account {login}."),
    "bad_subscription": Told(422, "推送订阅无效：{why}。", "The push subscription cannot be used: {why}."),
    "stream_limit": Told(429, "打开的页面过多，请关闭一些。", "Too many open pages. Close some."),
    # dispatch
    "bad_position": Told(422, "位置无效。", "The position cannot be right."),
    "illegal_transition": Told(
        409, "当前状态（{status}）不能执行“{intent}”。", "This cannot be done ({intent}) while the order is {status}."
    ),
    "not_allowed": Told(403, "您的角色不能执行“{intent}”。", "Your role may not do this ({intent})."),
    "not_assignee": Told(403, "工单 {work_order} 未派给您。", "Work order {work_order} is not assigned to you."),
    "offer_lapsed": Told(409, "该派单已于 {lapsed_at} 超时。", "The offer lapsed at {lapsed_at}."),
    "evidence_missing": Told(422, "还缺少：{missing}。", "Still missing: {missing}."),
    "reason_missing": Told(422, "请填写原因。", "A reason is needed."),
    "own_work": Told(403, "不能审核自己完成的工单 {work_order}。", "Nobody reviews his own work ({work_order})."),
}
