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
    # phones
    "not_sealed": Told(422, "这不是离线导出文件。", "This is no file of unsent work."),
    "sealed_elsewhere": Told(422, "该文件属于另一台服务器。", "This file was sealed for another server."),
    "seal_broken": Told(422, "文件已损坏或不完整，请重新导出。", "The file is damaged or cut off. Export it again."),
    "bad_packing": Told(422, "其中没有可导入的操作。", "There is no work in it that could be taken in."),
    "unknown_author": Told(404, "本公司没有这位技师。", "Nobody of this organisation made this work."),
    "import_not_theirs": Told(409, "文件中的操作不属于同一位技师。", "The work in it is not all by the same person."),
    "unknown_gap": Told(404, "没有这条告警。", "There is no such alarm."),
    # the edge
    "bad_request": Told(400, "请求格式有误：{why}。", "The request could not be read: {why}."),
    "holds_nul": Told(
        400, "文字中含有空字符（U+0000），请删除后重试。", "A text holds the null character (U+0000). Remove it."
    ),
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
    "storage_away": Told(
        503, "照片存储暂时不可用，请稍后再试。", "The photo store is not available. Please try again shortly."
    ),
    "disk_full": Told(507, "服务器存储已满，内容未保存。", "The server's disk is full; nothing was saved."),
    "no_room_for_demo": Told(
        507,
        "演示数据需要 {folder} 下约 {megabytes} MB 空间，请腾出空间后重新运行。",
        "The demo company needs about {megabytes} MB in {folder}. Free space and run it again; it begins anew.",
    ),
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
    "no_terminal": Told(
        400, "没有终端可供输入，请用 {option} 指定。", "There is no terminal to ask; say it with {option}."
    ),
    "bad_role": Told(400, "没有“{role}”这个角色。", "There is no role “{role}”."),
    "bad_setting": Told(
        500, "环境变量 {setting} 的值无效。", "The environment variable {setting} has a value that cannot be used."
    ),
    "weak_password": Told(422, "密码需 12 至 128 个字符。", "A password needs 12 to 128 characters."),
    "login_taken": Told(409, "账号 {login} 已存在。", "There is already an account {login}."),
    "bad_subscription": Told(422, "推送订阅无效：{why}。", "The push subscription cannot be used: {why}."),
    "stream_limit": Told(429, "打开的页面过多，请关闭一些。", "Too many open pages. Close some."),
    "bad_address": Told(503, "无法监听 {host}:{port}。", "This machine cannot listen on {host}:{port}."),
    "port_taken": Told(
        503,
        "端口 {port} 已被占用，请停止占用它的程序，或用 PORT 指定其他端口。",
        "Port {port} is taken. Stop what uses it, or choose another with PORT.",
    ),
    "newer_database": Told(
        503,
        "数据库版本 {found} 比本程序（{known}）新，请升级程序。",
        "The database is at version {found}, this program knows {known}. Use a newer program.",
    ),
    "no_policy": Told(
        500, "路由 {path} 未设权限，服务器未启动。", "The route {path} has no policy; the server does not start."
    ),
    # dispatch
    "unknown_order": Told(404, "找不到该工单。", "There is no such work order."),
    "unknown_place": Told(404, "找不到该房屋或位置码。", "There are no such premises."),
    "unknown_technician": Told(404, "找不到该技术员。", "There is no such technician."),
    "unknown_fault": Told(404, "故障目录中没有该故障。", "The catalogue has no such fault."),
    "unknown_line": Told(404, "工单上没有这一行。", "The work order has no such line."),
    "not_yours": Told(
        403, "该房屋或工单不归您的项目管理。", "The place or the order belongs to somebody else's community."
    ),
    "not_author": Told(403, "只能修改自己写的备注。", "Only who wrote a note may change it."),
    "order_over": Told(409, "工单已结束，明细不能再改。", "The work order is over; its lines stand."),
    "too_many_lines": Told(429, "工单上的明细过多。", "There are too many lines on this work order."),
    "rules_forbid": Told(409, "派单规则不允许：{rules}。", "The rules speak against it: {rules}."),
    "bad_hours": Told(422, "时间段设置无效。", "These hours cannot be right."),
    "bad_policy": Told(422, "派单策略无效（{why}）。", "This dispatch policy cannot be used ({why})."),
    "bad_position": Told(422, "位置无效。", "The position cannot be right."),
    "backup_elsewhere": Told(
        409,
        "{what} 有自己的备份方式，请使用该存储的工具。",
        "A copy of {what} is taken by its own means.",
    ),
    "unknown_approval": Told(404, "找不到该申请。", "There is no such request."),
    "already_decided": Told(409, "该申请已有答复。", "This request has been answered."),
    "over_authority": Told(
        403, "超出您的审批额度（{limit_fen} 元）。", "This is more than you may grant; your limit is {limit_fen}."
    ),
    "bad_merge_target": Told(
        409, "不能并入这张工单（{why}）。", "This work order cannot become part of that one ({why})."
    ),
    "illegal_transition": Told(
        409,
        "当前状态（{order_status}）不能执行“{intent}”。",
        "This cannot be done ({intent}) while the order is {order_status}.",
    ),
    "not_allowed": Told(403, "您的角色不能执行“{intent}”。", "Your role may not do this ({intent})."),
    "not_assignee": Told(403, "工单 {work_order} 未派给您。", "Work order {work_order} is not assigned to you."),
    "unknown_number": Told(404, "没有工单 {number} 的派单记录。", "No decision is kept for {number}."),
    "bad_policy_file": Told(422, "{file} 不是派单策略：{why}", "{file} is no dispatch policy: {why}"),
    "planner_busy": Told(
        409, "排程还没有算完，请稍后再试。", "The planner has not answered yet. Try again in a while."
    ),
    "unknown_plan": Told(404, "没有这个计划。", "There is no such plan."),
    "plan_settled": Told(409, "计划已处理（{state}）。", "The plan has been settled already ({state})."),
    "unknown_scope": Told(404, "没有这个小区或工种。", "There is no such community or trade."),
    "unknown_snapshot": Told(404, "当时的数据已不在。", "What was looked at then is not kept any more."),
    "not_in_crew": Told(
        409, "您不在工单 {work_order} 的随行名单中。", "You are not asked to go along to {work_order}."
    ),
    "offer_lapsed": Told(409, "该派单已于 {lapsed_at} 超时。", "The offer lapsed at {lapsed_at}."),
    "hold_in_past": Told(
        422, "暂停截止时间 {until} 已过，请选择之后的时间。", "{until} is over already; say a later time."
    ),
    "evidence_missing": Told(422, "还缺少：{missing}。", "Still missing: {missing}."),
    "reason_missing": Told(422, "请填写原因。", "A reason is needed."),
    "bad_sheet": Told(422, "确认单内容有误。", "The sheet cannot be read."),
    "own_work": Told(403, "不能审核自己完成的工单 {work_order}。", "Nobody reviews his own work ({work_order})."),
    # media
    "empty": Told(400, "文件是空的，请重新拍照。", "The file is empty. Take the photo again."),
    "not_a_photo": Told(
        415,
        "这不是照片（只接受 JPEG、PNG、WebP、HEIC）。",
        "This is not a photo. JPEG, PNG, WebP and HEIC are taken.",
    ),
    "too_many_pixels": Told(422, "照片像素过多，无法处理。", "The photo has more pixels than can be handled."),
    "too_small": Told(422, "照片太小，看不清，请重新拍照。", "The photo is too small to show anything. Take it again."),
    "too_many_scans": Told(
        422, "照片文件异常，请重新拍照。", "The photo file is built in a strange way. Take it again."
    ),
    "animated": Told(422, "不接受动图，请拍一张照片。", "Moving pictures are not taken. Take one photo."),
    "undecodable": Told(422, "照片已损坏，请重新拍照。", "The photo is damaged. Take it again."),
    "bad_upload": Told(400, "上传请求缺少或写错了 {header}。", "The upload has no usable {header}."),
    "wrong_upload_type": Told(415, "上传内容类型应为 {expected}。", "An upload's content type is {expected}."),
    "range_beyond": Told(
        416, "请求的字节超出文件末尾（共 {size} 字节）。", "The bytes asked for lie beyond the end; there are {size}."
    ),
    "wrong_tus_version": Told(412, "上传协议版本应为 {expected}。", "The upload protocol's version is {expected}."),
    "offset_mismatch": Told(409, "请从第 {offset} 字节继续上传。", "Continue the upload at byte {offset}."),
    "checksum_mismatch": Told(
        460, "照片在传输中损坏，请重新上传。", "The photo was damaged on its way. Send it again."
    ),
    "upload_interrupted": Told(409, "上传中断，请继续。", "The upload was cut off. Continue it."),
    "upload_busy": Told(
        503, "上一次上传尚未结束，请稍后再试。", "The previous attempt has not ended yet. Try again shortly."
    ),
    "too_many_uploads": Told(
        429, "未完成的上传过多（上限 {limit}）。", "Too many unfinished uploads; the limit is {limit}."
    ),
    "workshop_busy": Told(503, "照片处理繁忙，请稍后再试。", "Too many photos at once. Try again shortly."),
    "unknown_blob": Told(404, "找不到该照片。", "There is no such photo."),
    "unknown_photo": Told(404, "找不到该照片。", "There is no such photo."),
    "signature_too_small": Told(422, "签名太小，请重新签名。", "The signature is too small. Please sign again."),
    "signature_too_large": Told(413, "签名数据过大，请重新签名。", "The signature is too large. Please sign again."),
    "signature_malformed": Told(422, "签名数据有误，请重新签名。", "The signature cannot be read. Please sign again."),
    "signed_payload_mismatch": Told(
        409,
        "签字内容与工单不一致，请刷新后重新签名。",
        "What was signed is not what the order says. Reload and sign again.",
    ),
    # offline_sync
    "batch_too_large": Told(
        413,
        "一次发送的内容过多（上限 {ops} 项或 {bytes} 字节），请分批发送。",
        "This is too much at once; the limit is {ops} operations or {bytes} bytes.",
    ),
    "bad_envelope": Told(400, "同步请求无法读取：{why}。", "The sync request could not be read: {why}."),
    "device_unknown": Told(404, "此设备未登记，将重新登记。", "This device is not enrolled; it will enrol again."),
    "device_revoked": Told(
        403, "此设备已停用，未发送的工作已交由办公室处理。", "This device was revoked; the office has its work."
    ),
    "actor_mismatch": Told(403, "这些操作属于另一位员工。", "These operations belong to somebody else."),
    "try_again": Told(503, "请稍后再试。", "Please try again in a moment."),
    "drop_too_large": Told(413, "内容过大（上限 {bytes} 字节）。", "This is too large; the limit is {bytes} bytes."),
    "epoch_mismatch": Told(
        503,
        "数据库与此服务器的记录不符（可能已从备份恢复）。确认后请运行 python3 -m api restore --yes，再启动。",
        "This database is not the one this server ran on; it was restored or exchanged. If that is meant, run "
        "python3 -m api restore --yes and start again.",
    ),
    "bad_map": Told(422, "列映射无效，见 --help。", "The map of columns does not fit the file; see --help."),
    "bad_zone": Told(422, "没有时区 {time_zone}。", "There is no time zone {time_zone}."),
    "bad_file": Told(422, "无法读取 {file}：{why}。", "{file} cannot be read: {why}."),
    "not_confirmed": Told(
        409,
        "此操作会开始新的历史，所有手机将重新同步，且无法撤销。确认请运行 {command}。",
        "A new history would begin, every phone would start anew, and it cannot be undone. If it is meant: {command}",
    ),
    "unknown_login": Told(404, "没有账号 {login}。", "There is no account {login}."),
    "own_account": Told(409, "不能停用自己的账号。", "You cannot lock yourself out."),
    "unknown_drop": Told(404, "暂存区没有该内容。", "There is no such thing in the drop-box."),
    "drop_box_full": Told(
        429,
        "暂存区已满，请联系管理员处理后再试。",
        "The drop-box is full. Ask an administrator to look at what is in it, then try again.",
    ),
    "unknown_parked": Told(404, "找不到该待处理操作。", "There is no such parked operation."),
    "already_ruled": Told(409, "该操作已处理（{resolution}）。", "This was decided already ({resolution})."),
    "cannot_apply": Told(409, "仍然无法执行：{reason}。", "It still cannot be applied: {reason}."),
    "server_too_old": Told(409, "服务器版本过旧，无法识别 {kind}。", "The server is too old to understand {kind}."),
    "malformed": Told(422, "操作内容无法读取：{why}。", "The operation could not be read: {why}."),
    "bad_arguments": Told(422, "操作参数有误：{why}。", "The operation's arguments cannot be right: {why}."),
    # the owner's side
    "link_unknown": Told(404, "链接不正确，请检查或联系物业。", "This link is not right. Check it or ask the office."),
    "link_expired": Told(
        410, "链接已过期，请联系物业获取新链接。", "This link has expired. Ask the office for a new one."
    ),
    "session_over": Told(401, "页面已过期，请重新打开链接。", "This page has expired. Open your link again."),
    "page_outdated": Told(409, "页面已过期，请刷新后重试。", "This page is out of date. Reload it and try again."),
    "already_done": Told(409, "该操作已完成。", "This has been done already."),
    "report_empty": Told(422, "请描述问题、选择故障或拍一张照片。", "Describe it, choose a fault or take a photo."),
    "consent_missing": Told(422, "请先同意个人信息处理说明。", "Please agree to how your data is used."),
    "bad_window": Told(422, "预约时间无效。", "The time window cannot be right."),
    "bad_channel": Told(422, "来源渠道 {channel} 无效。", "There is no channel {channel}."),
    "photo_unknown": Told(422, "有照片尚未上传完成，请重试。", "Some photos have not arrived. Please try again."),
    "id_taken": Told(409, "编号 {id} 已被使用。", "The id {id} is taken."),
    "sheet_changed": Told(
        409, "确认单内容已更新，请重新核对后签字。", "The sheet has changed. Read it again before you sign."
    ),
    "urged_lately": Told(
        429,
        "刚刚已催单，请 {retry_after_s} 秒后再试。",
        "You asked us to hurry a moment ago. Try again in {retry_after_s} s.",
    ),
    "ticket_spent": Told(409, "本次扫码已提交过报修，请重新扫码。", "This scan was used for a report. Scan again."),
    "out_of_scope": Told(403, "链接不对应该工单。", "This link opens another work order."),
    "not_rateable": Told(409, "工单完成后才能评价。", "You can rate the work once it is complete."),
    "already_rated": Told(409, "您已评价过。", "You have rated this already."),
    "no_certificate": Told(409, "签字确认后才能下载完工单。", "There is a certificate once the work is signed for."),
}
