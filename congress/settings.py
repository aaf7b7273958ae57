"""What the environment decides, read once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True)
class Settings:
    """Where the product keeps its things; ``var_dir`` holds all but a database elsewhere."""

    var_dir: Path
    database_url: str
    secret_key: str
    sealing_key: bytes
    is_secure: bool = False
    upload_limit_mb: int = 20

    @property
    def queue_path(self) -> Path:
        """The file that holds the queue of background jobs."""
        return self.var_dir / "queue.db"

    @classmethod
    def beside(cls, database: Path) -> "Settings":
        """Keep everything in the folder of one SQLite file."""
        return cls(
            var_dir=database.parent,
            database_url=f"sqlite:///{database}",
            secret_key=_kept(database.parent / "secret-key"),
            sealing_key=bytes.fromhex(_kept(database.parent / "sealing-key")),
        )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Read ``CONGRESS_VAR``, ``CONGRESS_DATABASE_URL`` and the keys.

        ``CONGRESS_SECRET_KEY`` signs sessions; ``CONGRESS_SEALING_KEY`` (64 hex digits) seals
        citizen numbers.

        ``CONGRESS_SECURE=1`` says that browsers come by HTTPS alone.
        """
        var_dir = Path(environ.get("CONGRESS_VAR", "var"))
        return cls(
            var_dir=var_dir,
            database_url=environ.get(
                "CONGRESS_DATABASE_URL", f"sqlite:///{var_dir / 'congress.db'}"
            ),
            secret_key=environ.get("CONGRESS_SECRET_KEY") or _kept(var_dir / "secret-key"),
            sealing_key=bytes.fromhex(
                environ.get("CONGRESS_SEALING_KEY") or _kept(var_dir / "sealing-key")
            ),
            is_secure=environ.get("CONGRESS_SECURE") == "1",
        )

    def hand_down(self) -> None:
        """Let the processes that this one starts read the same settings."""
        os.environ["CONGRESS_VAR"] = str(self.var_dir)
        os.environ["CONGRESS_DATABASE_URL"] = self.database_url
        os.environ["CONGRESS_SEALING_KEY"] = self.sealing_key.hex()
        os.environ["CONGRESS_SECURE"] = "1" if self.is_secure else "0"


def _kept(path: Path) -> str:
    """Make a key of 32 bytes once, and keep it from other users of the machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key := secrets.token_hex(32))
    return key
