"""Work instructions: what is done before, during and after, per kind of work, in both languages.

Steps with `before_start` gate the beginning of the work: safety first. Homes add the courtesies of a visit.

Pure     values only.
"""

from dispatch.particulars import CheckStep

_ENTRY = (
    CheckStep("entry.greet", "敲门、出示工牌、说明来意", "Knock, show your badge, say why you came", before_start=True),
    CheckStep("entry.shoes", "穿鞋套，铺保护垫", "Shoe covers on, protection mat down", before_start=True),
)
_LEAVE = (
    CheckStep("leave.clean", "清理现场，带走垃圾", "Clean up and take the rubbish along"),
    CheckStep("leave.show", "向业主演示并说明保修期", "Show the result and tell the warranty"),
)
_COMMON_ENTRY = (
    CheckStep("site.cordon", "设置围挡和警示牌", "Put up the barrier and the warning sign", before_start=True),
)
_COMMON_LEAVE = (CheckStep("site.restore", "撤除围挡，恢复通行", "Barrier removed, passage free again"),)

_WATER = (
    CheckStep("water.valve", "关闭上级阀门并泄压", "Close the upstream valve and release pressure", before_start=True),
    CheckStep("water.power", "检查漏水附近电源已断开", "Power near the water is off", before_start=True),
    CheckStep("water.source", "找到渗漏点并拍照", "Find the source and photograph it"),
    CheckStep("water.test", "通水试压 10 分钟（bar）", "Pressure test for 10 minutes (bar)", kind="reading"),
    CheckStep("water.dry", "擦干接口，确认无渗水", "Joint wiped dry, no seepage seen"),
)
_DRAIN = (
    CheckStep("drain.protect", "铺防水布，准备污物桶", "Lay the sheet, stand the bucket ready", before_start=True),
    CheckStep("drain.gloves", "戴手套、口罩、护目镜", "Gloves, mask and goggles on", before_start=True),
    CheckStep("drain.clear", "疏通并取出堵塞物", "Clear it and take out what blocked"),
    CheckStep("drain.flow", "连续放水 3 分钟排水顺畅", "Runs freely for three minutes"),
)
_POWER = (
    CheckStep("power.isolate", "断开上级开关并上锁挂牌", "Isolate upstream, lock out and tag out", before_start=True),
    CheckStep("power.dead", "验电：确认无电压（V）", "Prove dead (V)", kind="reading", before_start=True),
    CheckStep("power.gloves", "绝缘手套和绝缘鞋完好", "Insulating gloves and shoes sound", before_start=True),
    CheckStep("power.insulation", "绝缘电阻测试（MΩ）", "Insulation resistance (MΩ)", kind="reading"),
    CheckStep("power.rcd", "试按漏电保护按钮动作正常", "RCD test button trips"),
)
_LIFT = (
    CheckStep("lift.mode", "转检修模式并挂牌", "Inspection mode on and tagged", before_start=True),
    CheckStep("lift.pair", "两人作业，持证人员在场", "Two people, one certified, on site", before_start=True),
    CheckStep("lift.doors", "各层厅门锁闭确认", "Landing doors locked on every floor", before_start=True),
    CheckStep("lift.run", "空载运行三个来回", "Three empty runs up and down"),
    CheckStep("lift.intercom", "五方对讲测试正常", "Five-way intercom works"),
)
_GAS = (
    CheckStep("gas.evacuate", "疏散人员，开窗通风", "People out, windows open", before_start=True),
    CheckStep("gas.nospark", "禁止开关电器和明火", "No switch, no flame", before_start=True),
    CheckStep(
        "gas.reading", "可燃气体读数（%LEL）", "Combustible gas reading (%LEL)", kind="reading", before_start=True
    ),
    CheckStep("gas.company", "已通知燃气公司（工单号）", "Gas company called (their number)", kind="reading"),
)
_AIR = (
    CheckStep("air.power", "切断空调电源", "Unit disconnected from power", before_start=True),
    CheckStep("air.filter", "清洗滤网，检查冷凝水管", "Filter cleaned, condensate pipe checked"),
    CheckStep("air.outlet", "出风温度（°C）", "Outlet temperature (°C)", kind="reading"),
)
_WEAK = (
    CheckStep("weak.power", "断开设备供电", "Device disconnected from power", before_start=True),
    CheckStep("weak.test", "通话、刷卡或画面三次测试", "Three test calls, cards or pictures"),
)
_FIRE = (
    CheckStep("fire.control", "通知消防控制室并登记", "Tell the control room and sign the book", before_start=True),
    CheckStep("fire.watch", "安排现场看护", "A person stands watch", before_start=True),
    CheckStep("fire.signal", "联动信号复位确认", "Signals reset and confirmed"),
)
_DOOR = (
    CheckStep("door.identity", "核对住户身份", "Check who lives here", before_start=True),
    CheckStep("door.cycle", "开关十次顺畅", "Opens and closes smoothly ten times"),
)
_BUILD = (
    CheckStep("build.height", "安全带、安全绳已检查", "Harness and rope checked", required=False, before_start=True),
    CheckStep("build.below", "下方区域已清空", "Nobody below", before_start=True),
    CheckStep("build.surface", "基层处理平整牢固", "Base is even and firm"),
    CheckStep("build.cure", "养护时间已告知（小时）", "Curing time told (hours)", kind="reading"),
)
_SPACE = (
    CheckStep(
        "space.gas", "有限空间气体检测（O₂ %）", "Confined space gas test (O₂ %)", kind="reading", before_start=True
    ),
    CheckStep("space.attendant", "监护人在位", "Attendant in place", before_start=True),
    *_DRAIN[1:],
)
_PUMP = (
    CheckStep("pump.isolate", "停泵、断电、挂牌", "Pump stopped, isolated, tagged", before_start=True),
    CheckStep("pump.health", "健康证随身", "Health certificate at hand", before_start=True),
    CheckStep("pump.pressure", "恢复后出口压力（MPa）", "Outlet pressure after (MPa)", kind="reading"),
    CheckStep("pump.chlorine", "余氯（mg/L）", "Residual chlorine (mg/L)", kind="reading", required=False),
)
_GENERAL = (
    CheckStep("general.tools", "工具和登高设备检查", "Tools and steps checked", before_start=True),
    CheckStep("general.firm", "固定牢靠，受力测试", "Firm under load"),
)
_TALK = (
    CheckStep("talk.listen", "听取诉求并记录分贝（dB）", "Listen, and note the level (dB)", kind="reading"),
    CheckStep("talk.promise", "告知处理结果和时间", "Tell what will happen and when"),
)

_BY_TRADE = {
    "PLB": _WATER,
    "PMP": _PUMP,
    "HYG": _DRAIN,
    "ELE": _POWER,
    "LVS": _WEAK,
    "LFT": _LIFT,
    "HVC": _AIR,
    "FIR": _FIRE,
    "DWL": _DOOR,
    "CIV": _BUILD,
    "GAS": _GAS,
    "GEN": _GENERAL,
}
_OWN = {"HYG-01": _SPACE, "CMP-01": _TALK, "PLB-06": _WATER[2:4], "HYG-02": _DRAIN[1:2]}
_SLOTS = {
    "PLB": ("before_source", "before_damage", "after_joint", "after_dry"),
    "ELE": ("before_panel", "after_panel", "after_meter_reading"),
    "LFT": ("mode_panel", "after_run_test"),
}


def checklist(code: str, trade: str, area: str) -> tuple[CheckStep, ...]:
    """The steps of a fault: courtesies or cordon, the trade's own, and leaving."""
    work = _OWN.get(code, _BY_TRADE[trade])
    if code == "CMP-01":
        return work
    if area == "common":
        return (*_COMMON_ENTRY, *work, *_COMMON_LEAVE)
    return (*_ENTRY, *work, *_LEAVE)


def slots(trade: str) -> tuple[str, ...]:
    """What the photos of a trade should show, in the order of taking."""
    return _SLOTS.get(trade, ("before", "after"))
