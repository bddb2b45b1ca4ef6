"""The 42 faults of the demo company, one row each.

    code, zh, en, area, trade, level, certificates, priority, crew, before, after, sign-off, billing, yuan,
    callback days, minutes, keywords, note

Pure     values only.
"""

from typing import TypeAlias

Row: TypeAlias = tuple[str, str, str, str, str, int, str, str, int, int, int, str, str, int, int, int, str, str]

# fmt: off
ROWS: tuple[Row, ...] = (
    (
        "LFT-01", "电梯困人", "Lift entrapment", "common", "LFT",
        4, "C-LFT-T", "P0", 2, 0, 1, "duty_manager", "free", 0, 30, 30,
        "困人 被困 电梯里 关在电梯 trapped stuck in lift entrapment",
        "before-photo waived for rescue; arrival at most 30 min regulatory ceiling; keep intercom log",
    ),
    (
        "LFT-02", "电梯停运/异响", "Lift out of service / abnormal noise", "common", "LFT",
        4, "C-LFT-T", "P1", 2, 1, 2, "steward", "free", 0, 30, 75,
        "电梯停 电梯坏 电梯异响 电梯故障 电梯不动 lift elevator",
        "",
    ),
    (
        "LFT-03", "扶梯停运", "Escalator stopped", "common", "LFT",
        4, "C-LFT-T", "P1", 2, 1, 2, "steward", "free", 0, 30, 75,
        "扶梯 自动扶梯 escalator",
        "",
    ),
    (
        "GAS-01", "疑似燃气泄漏", "Suspected gas leak", "both", "GAS",
        3, "", "P0", 2, 0, 1, "duty_manager", "free", 0, 0, 40,
        "燃气 煤气 天然气 闻到气味 gas smell",
        "no switch operation; evacuate, ventilate, call gas company; technician may only isolate",
    ),
    (
        "PLB-01", "水管爆裂", "Burst pipe", "both", "PLB",
        3, "C-ORI", "P0", 2, 1, 2, "owner", "paid-unit", 180, 30, 90,
        "爆管 爆裂 喷水 水管破 burst flooding",
        "close main valve first; containment photo counts as before-photo",
    ),
    (
        "PLB-02", "户内渗漏/天花板滴水", "Unit leak / ceiling drip", "unit", "PLB",
        3, "C-ORI", "P1", 1, 2, 2, "owner", "paid", 120, 30, 90,
        "漏水 渗水 滴水 渗漏 天花板 水渍 leak drip ceiling damp",
        "3-day leak re-check call mandatory",
    ),
    (
        "PLB-03", "马桶/地漏堵塞", "Toilet / floor-drain blockage", "unit", "HYG",
        2, "C-ORI", "P1", 1, 1, 1, "owner", "paid", 80, 15, 50,
        "马桶 地漏 堵塞 堵了 下水慢 toilet blocked drain clogged",
        "",
    ),
    (
        "PLB-04", "主排水管堵塞返水", "Main stack blockage with back-flow", "common", "HYG",
        3, "C-CSP", "P1", 2, 1, 2, "steward", "free", 0, 30, 110,
        "主管堵 返水 污水倒灌 反水 backflow sewage stack",
        "",
    ),
    (
        "PLB-05", "水龙头/角阀更换", "Tap / angle-valve replacement", "unit", "PLB",
        1, "C-ORI", "P2", 1, 1, 1, "owner", "paid", 60, 30, 40,
        "水龙头 角阀 滴答 tap faucet valve",
        "",
    ),
    (
        "PLB-06", "水压不足", "Low water pressure", "unit", "PMP",
        2, "", "P2", 1, 1, 1, "owner", "free", 0, 15, 45,
        "水压 水小 没水压 pressure weak water",
        "",
    ),
    (
        "PMP-01", "二次供水泵故障停水", "Booster pump failure, no water", "common", "PMP",
        3, "C-HLTH C-ELE-LV", "P0", 2, 1, 2, "duty_manager", "free", 0, 30, 120,
        "停水 水泵 没有水 全楼没水 no water pump",
        "",
    ),
    (
        "PMP-02", "水箱水质异常", "Tank water quality abnormal", "common", "PMP",
        3, "C-HLTH C-CSP", "P0", 2, 1, 2, "duty_manager", "free", 0, 30, 120,
        "水质 水发黄 异味水 浑浊 water quality yellow cloudy",
        "",
    ),
    (
        "ELE-01", "整栋停电", "Whole-building outage", "common", "ELE",
        4, "C-ELE-LV", "P0", 2, 1, 1, "duty_manager", "free", 0, 30, 90,
        "整栋停电 全楼停电 大面积停电 blackout building outage",
        "HV side needs C-ELE-HV",
    ),
    (
        "ELE-02", "户内跳闸", "Unit breaker trip", "unit", "ELE",
        3, "C-ELE-LV C-ORI", "P1", 1, 1, 1, "owner", "paid", 60, 30, 45,
        "跳闸 家里没电 空开 breaker tripped no power",
        "",
    ),
    (
        "ELE-03", "插座打火/漏电", "Sparking socket / leakage", "unit", "ELE",
        3, "C-ELE-LV C-ORI", "P0", 1, 1, 2, "owner", "paid", 80, 30, 50,
        "打火 漏电 冒烟 火花 焦味 spark shock burning",
        "isolate circuit remotely by phone guidance before arrival",
    ),
    (
        "ELE-04", "公共照明故障", "Common lighting fault", "common", "ELE",
        2, "C-ELE-LV", "P2", 1, 1, 1, "steward", "free", 0, 30, 35,
        "路灯 楼道灯 走廊灯 公共照明 灯不亮 corridor light",
        "",
    ),
    (
        "ELE-05", "灯具/开关更换", "Lamp / switch replacement", "unit", "ELE",
        2, "C-ELE-LV C-ORI", "P2", 1, 1, 1, "owner", "paid", 50, 30, 35,
        "换灯 灯具 开关坏 吸顶灯 lamp switch bulb",
        "",
    ),
    (
        "ELE-06", "充电桩故障", "EV charger fault", "common", "ELE",
        3, "C-ELE-LV", "P2", 1, 1, 1, "steward", "free", 0, 30, 60,
        "充电桩 充不上电 charger ev",
        "",
    ),
    (
        "LVS-01", "单元门禁失灵", "Unit-door access failure", "common", "LVS",
        2, "", "P1", 1, 1, 1, "steward", "free", 0, 30, 45,
        "门禁 刷卡 单元门 打不开门 access card door entry",
        "",
    ),
    (
        "LVS-02", "可视对讲无声", "Video intercom no audio", "unit", "LVS",
        2, "C-ORI", "P2", 1, 1, 1, "owner", "free", 0, 30, 40,
        "对讲 可视对讲 听不到 intercom",
        "",
    ),
    (
        "LVS-03", "监控黑屏", "CCTV black screen", "common", "LVS",
        3, "", "P2", 1, 1, 1, "steward", "free", 0, 30, 50,
        "监控 摄像头 黑屏 cctv camera",
        "",
    ),
    (
        "LVS-04", "道闸不抬杆", "Car-park barrier stuck", "common", "LVS",
        2, "", "P1", 1, 1, 1, "steward", "free", 0, 30, 40,
        "道闸 抬杆 车库杆 barrier gate",
        "",
    ),
    (
        "HVC-01", "中央空调不制冷", "Central AC no cooling", "common", "HVC",
        4, "C-REF", "P1", 2, 1, 1, "tenant", "free", 0, 30, 150,
        "中央空调 冷机 不制冷 chiller central air",
        "",
    ),
    (
        "HVC-02", "分体空调漏水/不制冷", "Split AC leak / no cooling", "unit", "HVC",
        3, "C-REF C-ORI", "P2", 1, 1, 1, "owner", "paid", 150, 30, 70,
        "空调漏水 空调不制冷 分体空调 挂机 split ac aircon",
        "",
    ),
    (
        "HVC-03", "新风/排烟异响", "Ventilation noise", "common", "HVC",
        3, "C-REF", "P3", 1, 1, 1, "steward", "free", 0, 30, 80,
        "新风 排烟 风机响 异响风 ventilation fan noise",
        "",
    ),
    (
        "FIR-01", "消防报警误报/主机故障", "Fire alarm fault", "common", "FIR",
        4, "C-FIRE", "P0", 2, 1, 2, "duty_manager", "free", 0, 30, 60,
        "消防报警 烟感 报警主机 火警 fire alarm smoke detector",
        "",
    ),
    (
        "FIR-02", "消防栓漏水/缺件", "Hydrant leak / missing part", "common", "FIR",
        3, "C-FIRE", "P1", 1, 1, 1, "steward", "free", 0, 30, 50,
        "消防栓 消火栓 hydrant",
        "",
    ),
    (
        "FIR-03", "常闭防火门损坏", "Fire door defective", "common", "DWL",
        2, "", "P2", 1, 1, 1, "steward", "free", 0, 30, 45,
        "防火门 闭门器 fire door",
        "",
    ),
    (
        "DWL-01", "门锁打不开（人被困）", "Door lock jammed, person locked in", "unit", "DWL",
        3, "C-ORI", "P0", 1, 0, 1, "owner", "paid", 120, 15, 40,
        "锁打不开 被锁 反锁 门锁坏 locked in lock jammed",
        "",
    ),
    (
        "DWL-02", "门窗五金更换", "Hardware replacement", "unit", "DWL",
        1, "C-ORI", "P3", 1, 1, 1, "owner", "paid", 70, 30, 35,
        "铰链 拉手 合页 五金 hinge handle hardware",
        "",
    ),
    (
        "DWL-03", "玻璃破裂", "Broken glazing", "both", "DWL",
        3, "C-HGT", "P1", 2, 1, 1, "owner", "paid-unit", 260, 30, 90,
        "玻璃 碎 破裂 glass broken window cracked",
        "",
    ),
    (
        "CIV-01", "外墙脱落风险", "Facade spalling hazard", "common", "CIV",
        4, "C-HGT", "P0", 2, 1, 2, "duty_manager", "free", 0, 60, 120,
        "外墙 脱落 掉砖 瓷砖掉 facade spalling falling",
        "cordon first; permanent repair via maintenance-fund process",
    ),
    (
        "CIV-02", "屋面渗漏", "Roof leak", "common", "CIV",
        3, "C-HGT", "P2", 2, 2, 3, "steward", "free", 0, 60, 150,
        "屋面 屋顶 顶楼漏 roof",
        "",
    ),
    (
        "CIV-03", "卫生间防水补漏", "Bathroom waterproofing", "unit", "CIV",
        3, "C-ORI", "P3", 2, 2, 3, "owner", "quote", 0, 180, 240,
        "防水 卫生间渗 补漏 waterproof bathroom",
        "",
    ),
    (
        "CIV-04", "墙面/吊顶修补", "Wall / ceiling patching", "unit", "CIV",
        2, "C-ORI", "P3", 1, 1, 1, "owner", "paid", 160, 60, 110,
        "墙面 吊顶 开裂 脱皮 起皮 wall ceiling patch crack",
        "",
    ),
    (
        "CIV-05", "地砖破损绊倒隐患", "Broken tile trip hazard", "common", "CIV",
        2, "", "P2", 1, 1, 1, "steward", "free", 0, 60, 60,
        "地砖 绊倒 翘起 砖破 tile trip",
        "",
    ),
    (
        "HYG-01", "化粪池满溢", "Septic overflow", "common", "HYG",
        3, "C-CSP", "P1", 3, 1, 2, "steward", "free", 0, 30, 150,
        "化粪池 满溢 粪水 septic overflow",
        "confined space: attendant + gas test reading required",
    ),
    (
        "HYG-02", "垃圾房异味/清运", "Waste-room odour", "common", "HYG",
        1, "", "P3", 1, 1, 1, "steward", "free", 0, 7, 45,
        "垃圾房 异味 清运 臭 waste rubbish odour smell",
        "",
    ),
    (
        "GEN-01", "家具小修/挂装", "Handyman mounting", "unit", "GEN",
        1, "C-ORI", "P3", 1, 1, 1, "owner", "paid", 60, 15, 50,
        "挂装 安装 家具 打孔 mount shelf furniture",
        "",
    ),
    (
        "GEN-02", "儿童游乐设施松动", "Playground equipment loose", "common", "GEN",
        2, "", "P1", 1, 1, 2, "steward", "free", 0, 30, 60,
        "滑梯 秋千 游乐 健身器材 松动 playground swing slide",
        "hazard rectification rate 100%",
    ),
    (
        "CMP-01", "施工噪音/邻里噪音投诉", "Noise complaint", "both", "GEN",
        1, "", "P2", 1, 0, 0, "steward", "free", 0, 7, 30,
        "噪音 扰民 施工声 太吵 投诉 noise loud complaint",
        "complaint flow: 2 h un-accepted, then department manager",
    ),
    (
        "INS-01", "装修巡检异常", "Renovation inspection finding", "unit", "GEN",
        2, "C-ORI", "P3", 1, 1, 1, "owner", "free", 0, 30, 40,
        "装修 违规 巡检 砸墙 renovation inspection",
        "",
    ),
)
# fmt: on
