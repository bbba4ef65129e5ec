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
    """The store of this installation is no file, and the command needs one."""

    KO = (
        "이 명령은 파일 저장소(SQLite)에만 씁니다. Neo4j에서는 운영 안내서의 'Neo4j' 절에 따라 "
        "'pumasi backup'과 'pumasi restore'를 쓰십시오."
    )
    EN = (
        "This command is for a store in a file (SQLite). With Neo4j, use 'pumasi backup' and 'pumasi restore', as the "
        "operator's guide says under 'Neo4j'."
    )


class StoreInTheWay(FaceError):
    """A backup goes into an empty database, unless it is said to take the place of what is there."""

    KO = "데이터베이스에 이미 자료가 있어 복원하지 않았습니다. 그 자료를 백업해 두고 바꾸려면 --replace를 붙이십시오."
    EN = "The database holds data already, so nothing was restored. To back that up and replace it, add --replace."


class WrittenMeanwhile(FaceError):
    """Somebody wrote to the store between its backup and its replacement."""

    KO = "현재 자료를 백업하는 사이 누가 고쳤습니다. 아무것도 바꾸지 않았으니 모든 'pumasi serve'를 끝내고 다시 하십시오."
    EN = (
        "Somebody wrote while the present data was backed up. Nothing was changed: stop every 'pumasi serve' and try "
        "again."
    )


class RestoreUnverified(FaceError):
    """What a server holds after a restoration is not what was sent."""

    KO = (
        "복원한 내용이 백업과 다릅니다. 그사이 누가 고쳤을 수 있으니 모든 'pumasi serve'를 끝내고 --replace로 다시 "
        "복원하십시오."
    )
    EN = (
        "What was restored is not what the backup holds. Somebody may have written: stop every 'pumasi serve' and "
        "restore again with --replace."
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
