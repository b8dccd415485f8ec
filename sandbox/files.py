"""Files in memory: bounded, the oldest goes first."""

from collections import OrderedDict
from itertools import count
from pathlib import PurePath

from sandbox.answers import ApiError, refuse
from sandbox.images import image_size
from sandbox.params import Upload
from sandbox.things import StoredFile

UPLOAD_LIMIT = 50_000_000
PHOTO_LIMIT = 10_000_000
DOWNLOAD_LIMIT = 20_000_000


class FileStore:
    """Keeps what was sent, by file_id and by download path."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._used = 0
        self._numbers = count(1)
        self._by_id: OrderedDict[str, StoredFile] = OrderedDict()

    def keep(self, upload: Upload, as_photo: bool) -> StoredFile:
        """Store an upload.

        Raises:
            ApiError: Empty, too big, or not an image where a photo was said.
        """
        name, content, mime = upload
        size = _checked(content, as_photo)
        number = next(self._numbers)
        suffix = PurePath(name).suffix
        folder = "photos" if as_photo else "documents"
        stored = StoredFile(
            file_id=f"{'AgACAgUAAx' if as_photo else 'BQACAgUAAx'}{number:08d}",
            unique_id=f"AQAD{number:08d}",
            name=PurePath(name.replace("\\", "/")).name or "file",
            mime=mime or "application/octet-stream",
            content=content,
            path=f"{folder}/file_{number}{suffix if suffix.isascii() else ''}",
            photo_size=size,
        )
        self._by_id[stored.file_id] = stored
        self._used += len(content)
        while self._used > self._memory and len(self._by_id) > 1:
            self._used -= len(self._by_id.popitem(last=False)[1].content)
        return stored

    def by_id(self, file_id: str) -> StoredFile:
        found = self._by_id.get(file_id)
        if found is None:
            refuse("wrong file identifier/HTTP URL specified")
        return found

    def by_path(self, path: str) -> StoredFile | None:
        return next((one for one in self._by_id.values() if one.path == path), None)


def _checked(content: bytes, as_photo: bool) -> tuple[int, int] | None:
    if not content:
        refuse("file must be non-empty")
    if len(content) > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    if not as_photo:
        return None
    if len(content) > PHOTO_LIMIT:
        refuse("file is too big")
    size = image_size(content)
    if size is None:
        refuse("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * min(size):
        refuse("PHOTO_INVALID_DIMENSIONS")
    return size
