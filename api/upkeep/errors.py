"""What stops the operator's commands, each with the way out."""

from __future__ import annotations

from api.errors import FaceError


class KeySaltMissing(FaceError):
    """A passphrase was given, but what belongs to it is not there."""

    KO = (
        "암호문을 키로 바꿀 때 쓰는 '{file}' 파일이 자료 폴더에 없습니다. 백업에서 그 파일을 되살리십시오. "
        "아직 암호화하지 않은 자료라면 'pumasi rekey --ask-new-key'로 먼저 암호화하십시오."
    )
    EN = (
        "The file '{file}', which turns the passphrase into the key, is not in the data folder. Bring it back from "
        "a backup. If the data is not encrypted yet, encrypt it first with 'pumasi rekey --ask-new-key'."
    )


class PassphraseShort(FaceError):
    """A passphrase that can be guessed."""

    KO = "암호문이 짧습니다. {least}자 이상으로 정하거나 'pumasi key new'로 키 파일을 만드십시오."
    EN = "The passphrase is short. Use {least} characters or more, or make a key file with 'pumasi key new'."


class FileExists(FaceError):
    """A file that must not be overwritten is there."""

    KO = "'{file}' 파일이 이미 있어 덮어쓰지 않았습니다. 다른 이름을 쓰십시오."
    EN = "The file '{file}' exists already and was not overwritten. Use another name."


class NoFileStore(FaceError):
    """The store of this installation is no file."""

    KO = (
        "이 명령은 파일 저장소(SQLite)에만 씁니다. Neo4j 자료는 운영 안내서의 'Neo4j' 절에 따라 "
        "'neo4j-admin database dump' 또는 'pumasi move'로 옮겨 두십시오."
    )
    EN = (
        "This command is for a store in a file (SQLite). Keep the data of Neo4j with 'neo4j-admin database dump' or "
        "'pumasi move', as the operator's guide says under 'Neo4j'."
    )


class NothingThere(FaceError):
    """There is no data yet."""

    KO = "아직 자료가 없습니다. 자료 폴더(--data)를 확인하십시오."
    EN = "There is no data yet. Check the data folder (--data)."


class BackupRefused(FaceError):
    """A file is no backup, or not a whole one; nothing was changed."""

    KO = "백업을 쓸 수 없습니다: {ko} 현재 자료는 그대로입니다."
    EN = "The backup cannot be used: {en} The present data is as it was."

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(ko=ko, en=en)


class SameKey(FaceError):
    """The new key is the present one."""

    KO = "새 키가 지금 키와 같습니다. 다른 키를 지정하십시오."
    EN = "The new key is the present one. Name another."


class NewKeyMissing(FaceError):
    """`pumasi rekey` was not told which key."""

    KO = "새 키를 하나만 지정하십시오: --new-key-file, --ask-new-key, --no-key 가운데 하나."
    EN = "Say which new key, one of: --new-key-file, --ask-new-key, --no-key."
