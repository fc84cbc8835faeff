"""Settings, from the environment or a `.env` file; every name begins with `TEACHSET_`."""

from __future__ import annotations

import platform
from functools import cache
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.teacher.packaged import DEFAULT_TEACHER


class Settings(BaseSettings):
    """What differs between a laptop and a team.

    Attributes:
        data_dir: where the default databases, converted weights and the worker's lock lie.
        database_url: of the product's tables; SQLite in `data_dir` when empty.
        jobs_database_url: of the durable jobs; SQLite in `data_dir` when empty.
        export_dir: where the Export page writes.
        device: "cpu", "cuda", …; chosen when empty. dtype: "float32", "bfloat16"; likewise.
        batch_size: raw outputs that a teacher is given at once; a killed job does the batch it was in again.
        local_worker: whether the server starts a worker of its own.
        executor_id: of a worker; where several share a database, each needs one of its own that stays
            the same over restarts, since a worker goes on with what its name had begun. When empty:
            "local" on SQLite, the name of the machine elsewhere.
    """

    model_config = SettingsConfigDict(env_prefix="TEACHSET_", env_file=".env", extra="ignore")

    data_dir: Path = Path("var")
    database_url: str = ""
    jobs_database_url: str = ""
    export_dir: Path = Path("exports")
    teacher: str = DEFAULT_TEACHER
    device: str = ""
    dtype: str = ""
    batch_size: int = 128
    local_worker: bool = True
    executor_id: str = ""
    host: str = "127.0.0.1"
    port: int = 8501

    @property
    def storage_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'teachset.sqlite'}"

    @property
    def jobs_url(self) -> str:
        return self.jobs_database_url or f"sqlite:///{self.data_dir / 'jobs.sqlite'}"

    @property
    def executor(self) -> str:
        return self.executor_id or ("local" if self.jobs_url.startswith("sqlite") else platform.node())

    @property
    def weights_dir(self) -> Path:
        return self.data_dir / "teachers"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
