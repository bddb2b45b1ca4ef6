"""What can be wrong with a photo, an upload or a signature, each with its stable code.

Pure     values only.
"""

from kernel.errors import Conflict, Exhausted, Invalid, NotFound


class EmptyFile(Invalid):
    """Nothing was sent at all."""

    code = "empty"


class NotAPhoto(Invalid):
    """The first bytes are none of JPEG, PNG, WebP or HEIC, whatever the name or the header says."""

    code = "not_a_photo"


class TooLarge(Invalid):
    """More bytes than a photo may have, or than were announced."""

    code = "too_large"


class TooManyPixels(Invalid):
    """Decoding would cost more memory than any camera's photo is worth."""

    code = "too_many_pixels"


class TooSmall(Invalid):
    """Too few pixels to be evidence of anything."""

    code = "too_small"


class TooManyScans(Invalid):
    """A JPEG made of so many passes that decoding it is an attack."""

    code = "too_many_scans"


class Animated(Invalid):
    """A moving picture; evidence is a single frame."""

    code = "animated"


class Undecodable(Invalid):
    """It begins like a photo but cannot be read to its end."""

    code = "undecodable"


class BadUpload(Invalid):
    """A header of the upload protocol is missing or makes no sense."""

    code = "bad_upload"


class WrongUploadType(Invalid):
    """The body of an upload is `application/offset+octet-stream` without a content encoding."""

    code = "wrong_upload_type"


class WrongTusVersion(Invalid):
    """Another version of the upload protocol than 1.0.0."""

    code = "wrong_tus_version"


class RangeBeyond(Invalid):
    """The bytes asked for lie beyond the end; `size` says where that is."""

    code = "range_beyond"


class OffsetMismatch(Conflict):
    """The bytes do not continue where the held ones end; `offset` says where that is."""

    code = "offset_mismatch"


class ChecksumMismatch(Conflict):
    """The bytes are not those that their name promised; they are gone, send them again."""

    code = "checksum_mismatch"


class UploadInterrupted(Conflict):
    """Somebody asked for the offset meanwhile: this attempt was given up in favour of the next one."""

    code = "upload_interrupted"


class UploadBusy(Exhausted):
    """An earlier attempt is still being put down; ask again in a moment."""

    code = "upload_busy"


class DiskFull(Exhausted):
    """No room for more photos."""

    code = "disk_full"


class WorkshopBusy(Exhausted):
    """Photos are arriving faster than they can be examined."""

    code = "workshop_busy"


class UnknownBlob(NotFound):
    """No such bytes, or none that this actor may see."""

    code = "unknown_blob"


class UnknownPhoto(NotFound):
    code = "unknown_photo"


class SignatureTooSmall(Invalid):
    """A dot or a tick by accident is not a signature."""

    code = "signature_too_small"


class SignatureTooLarge(Invalid):
    """More points than a hand can draw."""

    code = "signature_too_large"


class SignatureMalformed(Invalid):
    """Strokes that are not whole pairs of numbers on the pad."""

    code = "signature_malformed"


class SheetMismatch(Conflict):
    """The digest is not that of the sheet, or the sheet is another work order's."""

    code = "signed_payload_mismatch"


class TooManyUploads(Exhausted):
    """Finish or give up some of the unfinished uploads first."""

    code = "too_many_uploads"
