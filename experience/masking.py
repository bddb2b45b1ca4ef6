"""What of a person may be seen by somebody who need not know it.

    phone     13812341234 -> 138****1234 · +8613812341234 -> +86138****1234 · 021-62345678 -> 021-****5678
              7 or 8 digits local -> ****5678 · other countries keep the code and the last two · shorter -> ****
    name      张三 -> 张* · 欧阳娜娜 -> 欧*** · John Doe -> J*** D**
    place     3栋2单元1201 -> 3栋***室 (building level); common areas and lifts are nobody's home and stay
    words     phone-like digit runs of seven and more (full-width and separated ones too), identity numbers
              and number plates lose their middle

Masking happens on the server before anything is encoded. It is idempotent: masking twice shows no more and
no less than masking once.

Source   trust concept, section 7.3.
Pure     yes.
"""

import re
import unicodedata

STAR = "*"
_SEPARATORS = re.compile(r"[\s\-().·•_]+")
_RUN = re.compile(r"\+?\d(?:[\s\-().]{0,2}\d){6,}")
_IDENTITY = re.compile(r"(?<!\d)(\d{4})\d{10,13}([\dXx])(?![\dXx])")
_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[·\s]?[A-Z0-9]{4,5}([A-Z0-9])"
)
_NARROW = {
    wide: wide - 0xFEE0
    for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0B, 0xFF0D)
}
_CODES = ("852", "853", "886", "65", "44", "1")  # countries whose code we keep when we know it


def phone(value: str) -> str:
    """A phone number with its middle hidden; nothing for nothing."""
    text = unicodedata.normalize("NFKC", value).strip()
    if not text or STAR in text:
        return text
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7:
        return STAR * 4
    if text.startswith("+86") or (digits.startswith("86") and len(digits) == 13):
        return f"+86{_national(digits[2:])}"
    if text.startswith("+"):
        code = next((code for code in _CODES if digits.startswith(code)), digits[:2])
        return f"+{code}{STAR * 4}{digits[-2:]}"
    if digits.startswith("0") and "-" in text and len(digits) in {10, 11, 12}:
        area = re.sub(r"\D", "", text.split("-", 1)[0])
        return f"{area}-{STAR * 4}{digits[-4:]}"
    return _national(digits)


def _national(digits: str) -> str:
    if len(digits) >= 11:
        return f"{digits[:3]}{STAR * 4}{digits[-4:]}"
    return f"{STAR * 4}{digits[-4:]}" if len(digits) >= 7 else STAR * 4


def name(value: str) -> str:
    """The first letter of every word, or the first character of a Chinese name."""
    text = unicodedata.normalize("NFKC", value).strip()
    if not text:
        return ""
    words = text.split()
    if any("\u3400" <= letter <= "\u9fff" for letter in text):
        return text[0] + STAR * max(1, len(text) - 1)
    return " ".join(word[0] + STAR * max(1, len(word) - 1) for word in words)


def place(label: str, building: str, kind: str, language: str) -> str:
    """Where it is, without the door. `kind` other than unit is shown as it is: nobody lives in a lobby."""
    if kind != "unit":
        return label
    if language.startswith("zh"):
        return f"{building}***室"
    return f"{building} ***".strip()


def narrow(text: str) -> str:
    """Full-width letters and digits as everybody types them; Chinese punctuation stays as it is."""
    return unicodedata.normalize("NFC", text).translate(_NARROW)


def words(text: str) -> str:
    """Free text without phone numbers, identity numbers and plates."""
    plain = _IDENTITY.sub(lambda found: f"{found[1]}{STAR * 10}{found[2]}", narrow(text))
    plain = _PLATE.sub(lambda found: f"{found[1]}·{STAR * 4}{found[2]}", plain)
    return _RUN.sub(lambda found: phone(_SEPARATORS.sub("", found[0])), plain)
