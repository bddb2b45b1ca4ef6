"""A whole certificate's facts, ready to be changed."""

from datetime import UTC, datetime, timedelta
from functools import cache

from media import images
from media.certificate import CertificateFacts, CertificateLine, CertificateMoment, CertificatePhoto, CertificateSignOff
from tests.support import photos
from tests.support.signing import strokes

REPORTED = datetime(2026, 11, 23, 5, 12, tzinfo=UTC)
RARE = "喆堃镕珺犇骉淼燚甯邗亓仝啟昇璟玥翀頔旻曌㛃䶮𬸚"


def after(minutes: float) -> datetime:
    return REPORTED + timedelta(minutes=minutes)


@cache
def master(seed: int) -> bytes:
    images.prepare()
    return images.develop(photos.jpeg(photos.scene(1600, 1200, seed))).paper


def facts(pairs: int = 2, **changes: object) -> CertificateFacts:
    pictures = [
        CertificatePhoto(slot, f"{place:02x}" * 32, after(70 + place), master(place))
        for place, slot in enumerate(["before", "after"] * pairs)
    ]
    moments = {"reported": 0, "accepted": 2, "arrived": 38, "started": 44, "finished": 121, "signed": 127}
    values: dict[str, object] = {
        "number": "WG-20261123-0042-1",
        "work_order_number": "WG-20261123-0042",
        "organisation_zh": "悦庭物业服务有限公司",
        "organisation_en": "Yueting Property Services",
        "community_zh": "云栖里",
        "community_en": "Cloudrest Lane",
        "place": "3栋2单元1201",
        "fault_zh": "户内渗漏/天花板滴水",
        "fault_en": "Unit leak / ceiling drip",
        "cause": "AGE",
        "action": "REPLACE",
        "technician": "T-PLB-03",
        "credentials": ("C-ORI", "C-CSP"),
        "moments": tuple(CertificateMoment(code, after(minute)) for code, minute in moments.items()),
        "photos": tuple(pictures),
        "lines": (
            CertificateLine("角阀 DN15（铜）", 1000, "个", 3800, 3800),
            CertificateLine("生料带", 500, "卷", 400, 200),
        ),
        "labour_fen": 12000,
        "surcharge_fen": 3600,
        "total_fen": 19600,
        "warranty_days": 30,
        "finished_at": after(121),
        "sign_off": CertificateSignOff("in_person", "欧阳喆堃", after(127), "9f86d081" * 8, "", strokes(), 0.42),
        "reviewed_by": "L-03",
        "reviewed_at": after(190),
        "verify_url": "https://doorstep.example/v/WG-20261123-0042-1",
        "issued_at": after(191),
        **changes,
    }
    return CertificateFacts(**values)  # type: ignore[arg-type]
