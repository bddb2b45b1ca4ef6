"""Faults and materials of the demo company as the structs that dispatch keeps.

Units    fen; thousandths.
Pure     yes.
"""

from api.demo.fault_table import ROWS
from api.demo.procedures import checklist, slots
from dispatch.model import Fault, Material, Priority

_MATERIALS: tuple[tuple[str, str, str, str, int, int], ...] = (
    ("M-001", "1/2寸角阀", "Angle valve 1/2in", "个", 1800, 60),
    ("M-002", "陶瓷阀芯", "Ceramic cartridge", "个", 1250, 80),
    ("M-003", "PPR 管 25mm", "PPR pipe 25 mm", "米", 980, 300),
    ("M-004", "空气开关 C32", "MCB C32", "个", 3600, 40),
    ("M-005", "漏电保护器 40A", "RCCB 40 A", "个", 9200, 25),
    ("M-006", "LED 球泡 9W", "LED bulb 9 W", "个", 850, 200),
    ("M-007", "声光控开关", "Sound/light switch", "个", 1400, 90),
    ("M-008", "地漏芯", "Floor-drain core", "个", 2200, 50),
    ("M-009", "门锁锁芯 C级", "Lock cylinder grade C", "个", 12800, 15),
    ("M-010", "生料带", "PTFE tape", "卷", 150, 400),
    ("M-011", "密封胶", "Sealant", "支", 1600, 120),
    ("M-012", "门禁读卡器", "Access reader", "个", 26000, 8),
    ("M-013", "变频水泵机械密封", "Pump mechanical seal", "套", 48000, 2),
    ("M-014", "空调电容 35uF", "AC capacitor 35 uF", "个", 4200, 20),
    ("M-015", "疏通弹簧 10m", "Drain snake 10 m", "根", 6500, 12),
    ("M-016", "防水涂料", "Waterproof coating", "桶", 21000, 10),
)

# What usually goes into a repair of a trade: material and how many of it, in thousandths.
USUAL_PARTS: dict[str, tuple[tuple[str, int], ...]] = {
    "PLB": (("M-001", 1000), ("M-010", 1000), ("M-003", 1500), ("M-002", 1000)),
    "PMP": (("M-013", 1000), ("M-010", 2000)),
    "HYG": (("M-008", 1000), ("M-015", 1000)),
    "ELE": (("M-004", 1000), ("M-005", 1000), ("M-006", 2000), ("M-007", 1000)),
    "LVS": (("M-012", 1000),),
    "HVC": (("M-014", 1000), ("M-011", 1000)),
    "DWL": (("M-009", 1000), ("M-011", 1000)),
    "CIV": (("M-016", 500), ("M-011", 2000)),
}


def faults(org_id: str) -> list[Fault]:
    made = []
    for row in ROWS:
        code, zh, en, area, trade, level, certificates, priority, crew, before, after = row[:11]
        sign_off, billing, yuan, callback, minutes, keywords, note = row[11:]
        made.append(
            Fault(
                code=code,
                org_id=org_id,
                zh=zh,
                en=en,
                area=area,
                trade=trade,
                min_level=level,
                certificates=tuple(certificates.split()),
                priority=Priority(priority),
                crew=crew,
                before_photos=before,
                after_photos=after,
                sign_off=sign_off,
                billing=billing,
                price_fen=yuan * 100,
                callback_days=callback,
                duration_min=minutes,
                keywords=tuple(keywords.split()),
                checklist=checklist(code, trade, area),
                slots=slots(trade),
                note=note,
            )
        )
    return made


def materials(org_id: str) -> list[Material]:
    return [
        Material(code=code, org_id=org_id, zh=zh, en=en, unit=unit, price_fen=fen, on_hand_milli=held * 1000)
        for code, zh, en, unit, fen, held in _MATERIALS
    ]
