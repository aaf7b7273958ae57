"""The database: one engine, one way to read, and the only commit in the product."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import RLock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from congress import audit, sealing
from congress.core.errors import Rejected
from congress.paths import made
from congress.sealing import Seal

_CONNECT_TIMEOUT_S = 10


class Database:
    """One database, SQLite or PostgreSQL, named by its URL.

    Without a ``sealing_key`` nothing that is sealed can be stored or told.
    """

    def __init__(self, url: str, sealing_key: bytes | None = None) -> None:
        self.url = url
        self._seal = Seal(sealing_key) if sealing_key else None
        self.engine = _open(url)
        self._writing = self.engine.execution_options(congress_writes=True)
        # SQLite makes a second writer sleep and look again; threads that queue here wait less.
        is_sqlite = self.engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[object] = RLock() if is_sqlite else nullcontext()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a session that commits at the end, or leaves nothing behind."""
        with self._turn, Session(self._writing, expire_on_commit=False) as session:
            self._entrust(session)
            yield session
            audit.chain(session)
            session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that writes nothing."""
        with Session(self.engine, autoflush=False) as session:
            self._entrust(session)
            yield session

    @contextmanager
    def changing_tables(self) -> Iterator[Connection]:
        """Open the transaction of a migration; every reference holds again at its end.

        SQLite changes a table by making it anew, which it refuses while rows refer to it.
        """
        is_sqlite = self.engine.dialect.name == "sqlite"
        with self.engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys = OFF")
                raw.execute("PRAGMA secure_delete = ON")
            try:
                with connection.begin():
                    yield connection
                    if is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise RuntimeError("a migration broke a reference")
            finally:
                if is_sqlite:
                    raw.execute("PRAGMA foreign_keys = ON")

    @property
    def seal(self) -> Seal:
        """Give the seal of its texts; ``sealing_key_missing`` where it was opened without one."""
        if self._seal is None:
            raise Rejected("sealing_key_missing")
        return self._seal

    def wipe_traces(self) -> None:
        """Write the files anew, so that they hold no more of what was deleted or changed."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if self.engine.dialect.name == "postgresql":
                connection.exec_driver_sql("VACUUM FULL")
                return
            raw: Any = connection.connection.dbapi_connection
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def ensure_reachable(self) -> None:
        """Refuse a database that does not answer, before anything is asked of it."""
        try:
            self.engine.connect().close()
        except DBAPIError:
            where = self.engine.url.render_as_string(hide_password=True)
            raise Rejected("database_unreachable", where=where) from None

    def _entrust(self, session: Session) -> None:
        if self._seal:
            sealing.entrust(session, self._seal)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Open a database for one command; ``Rejected`` where nothing was ever stored in it."""
    database = Database(url)
    try:
        database.ensure_reachable()
        if not inspect(database.engine).has_table("congress"):
            raise Rejected("database_empty")
        yield database
    finally:
        database.dispose()


def insert_into(session: Session, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that may say what to do where a constraint says it is there already."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(table)


def insert_new(session: Session, table: type[SQLModel]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that leaves out what a constraint says is there already."""
    return insert_into(session, table).on_conflict_do_nothing()


def _open(url: str) -> Engine:
    # What a statement was given names people, and the message of its failure goes to the log.
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite":
        return create_engine(
            parts.set(drivername="postgresql+psycopg"),
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"connect_timeout": _CONNECT_TIMEOUT_S},
        )
    if parts.database:
        made(Path(parts.database).parent)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own BEGIN comes too late to lock; ours is sent in _begin_sqlite.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Any) -> None:
    # A writer takes the lock at once: upgrading a read lock later fails instead of waiting.
    writes = connection.get_execution_options().get("congress_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
