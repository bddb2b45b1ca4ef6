"""What people say: reports, notes, reasons, answers, in Chinese and English.

Pure     values only.
"""

REPORTS: dict[str, tuple[tuple[str, ...], str]] = {
    "LFT-01": (("电梯停在楼层中间，里面有人出不来", "电梯门打不开，孩子被困在里面"), "Somebody is stuck in the lift"),
    "LFT-02": (("电梯运行时有咔咔的声音，到层还抖一下", "电梯不动了，按钮没反应"), "The lift makes a grinding noise"),
    "LFT-03": (("一楼到二楼的扶梯停了", "扶梯有异响，已经停用"), "The escalator has stopped"),
    "GAS-01": (("厨房闻到很浓的燃气味，窗户已打开", "楼道里有煤气味"), "Strong smell of gas in the kitchen"),
    "PLB-01": (("卫生间水管爆了，水流到客厅", "厨房水管破裂喷水，关不住"), "A pipe burst, water everywhere"),
    "PLB-02": (
        ("主卧天花板滴水，墙面有水渍", "厨房水槽下面漏水，柜子都湿了", "卫生间顶上渗水，越来越大"),
        "Water drips from the ceiling",
    ),
    "PLB-03": (("马桶堵了，水往外溢", "卫生间地漏下水很慢，有异味"), "The toilet is blocked"),
    "PLB-04": (("一楼多户返水，主管堵了", "污水从地漏倒灌"), "Sewage comes back up on the ground floor"),
    "PLB-05": (("水龙头关不紧，一直滴答", "洗衣机角阀拧不动"), "The kitchen tap keeps dripping"),
    "PLB-06": (("早上水压很小，热水器打不着", "淋浴水很小"), "Very low water pressure"),
    "PMP-01": (("高区没有水了", "整栋楼停水，水泵房报警"), "No water in the whole building"),
    "PMP-02": (("自来水发黄，有异味", "水有点浑浊"), "The tap water is cloudy"),
    "ELE-01": (("整栋楼停电，电梯也停了", "三单元全部没电"), "The whole block has no power"),
    "ELE-02": (("家里跳闸，推不上去", "一开空调就跳闸"), "The breaker trips and will not stay on"),
    "ELE-03": (("插座打火，有焦味", "插座发烫冒火花"), "A socket is sparking"),
    "ELE-04": (("楼道灯坏了，晚上看不见", "地下车库 B 区灯不亮"), "The corridor light is out"),
    "ELE-05": (("客厅吸顶灯不亮，换过灯泡没用", "卧室开关坏了"), "The ceiling lamp does not work"),
    "ELE-06": (("3 号充电桩充不上电", "充电桩显示故障"), "The EV charger shows an error"),
    "LVS-01": (("单元门禁刷卡没反应", "单元门锁不上"), "The entrance reader does not respond"),
    "LVS-02": (("可视对讲没有声音", "对讲听不到访客说话"), "The intercom has no sound"),
    "LVS-03": (("电梯厅监控黑屏", "车库出口摄像头没画面"), "The camera shows nothing"),
    "LVS-04": (("车库道闸不抬杆，后面排队了", "道闸识别不了车牌"), "The barrier does not open"),
    "HVC-01": (("整层空调不制冷，室温 29 度", "中央空调出风不凉"), "The central air does not cool"),
    "HVC-02": (("卧室空调漏水，滴到床头", "挂机开了半小时不制冷"), "The air conditioner leaks"),
    "HVC-03": (("新风机噪音大", "地下室排烟风机异响"), "The fan is very noisy"),
    "FIR-01": (("消防主机误报，一直响", "烟感反复报警"), "The fire alarm keeps going off"),
    "FIR-02": (("消火栓箱漏水", "消防栓缺水带"), "The hydrant cabinet leaks"),
    "FIR-03": (("防火门关不上", "常闭防火门闭门器坏了"), "The fire door does not close"),
    "DWL-01": (("门锁坏了，老人反锁在屋里", "孩子被锁在房间，打不开"), "Locked in, the door lock is jammed"),
    "DWL-02": (("橱柜合页掉了", "窗户把手松了"), "A hinge came off"),
    "DWL-03": (("阳台玻璃裂了，怕掉下去", "大堂玻璃门碎裂"), "The window glass is cracked"),
    "CIV-01": (("外墙瓷砖掉下来了，下面有人走", "北面外墙有大块脱落"), "Tiles are falling from the facade"),
    "CIV-02": (("顶楼下雨漏水", "屋面雨后积水渗到楼道"), "The roof leaks when it rains"),
    "CIV-03": (("卫生间防水坏了，楼下也漏", "淋浴间外墙一直潮"), "The bathroom waterproofing failed"),
    "CIV-04": (("客厅墙面起皮掉灰", "吊顶开裂了一条缝"), "The wall paint is peeling"),
    "CIV-05": (("花园小路地砖翘起，老人差点绊倒", "大堂门口砖破了"), "A broken tile trips people"),
    "HYG-01": (("化粪池满了往外冒", "井盖边上溢出污水"), "The septic tank overflows"),
    "HYG-02": (("垃圾房味道很大", "垃圾两天没清运"), "The waste room smells"),
    "GEN-01": (("想装一个书架，墙上要打孔", "电视挂架帮忙装一下"), "Please mount a shelf"),
    "GEN-02": (("滑梯扶手松动，很危险", "秋千的链条快断了"), "The swing is loose"),
    "CMP-01": (("楼上装修，中午还在电钻", "隔壁半夜放音乐，很吵"), "Drilling during quiet hours"),
    "INS-01": (("巡检发现装修户拆了承重墙边", "装修垃圾堆在楼道"), "Renovation debris blocks the corridor"),
}

NOTES = (
    "业主在家，已说明原因。",
    "接口老化，已更换并试压。",
    "现场拍照留存，建议半年后复查。",
    "楼上同位置也需检查。",
    "已告知业主保修期和注意事项。",
    "备件从一号库领取。",
)
NOTES_EN = ("Explained the cause to the resident.", "Joint replaced and tested.", "Please check again in six months.")
SEND_BACK = ("维修后照片看不清接口，请补拍", "地面水渍未清理干净，请返工", "未见试压读数，请补充")
DECLINES = (("too_far", 3), ("busy", 4), ("no_parts", 2), ("unwell", 1), ("no_skill", 1))
CANCELS = ("已自行解决", "改天再约", "重复提交", "业主临时外出")
GOOD = ("师傅很准时，态度好", "修得很干净，谢谢", "响应很快", "解释得很清楚", "")
FAIR = ("等了有点久", "修好了，但没有打扫", "")
BAD = ("修了又漏", "来了两次都没修好", "没有提前打电话")
CAUSES = (("AGE", 46), ("PART", 14), ("MISUSE", 12), ("INST", 10), ("UPSTREAM", 9), ("WEATHER", 4), ("UNKNOWN", 5))
ACTIONS = {"PLB": "REPAIR", "ELE": "REPLACE", "HYG": "CLEAR", "LVS": "ADJUST", "LFT": "ADJUST", "GAS": "ISOLATE"}


def report(code: str, turn: int, *, english: bool) -> str:
    """What somebody says about a fault."""
    chinese, in_english = REPORTS[code]
    return in_english if english else chinese[turn % len(chinese)]
