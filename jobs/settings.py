"""Settings, from the environment or a `.env` file; every name begins with `TEACHSET_`."""

from __future__ import annotations

import platform
from functools import cache
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.ordering import SAMPLES_PER_PROMPT
from backend.students.packaged import DEFAULT_ENCODER
from backend.teacher.packaged import DEFAULT_TEACHER
from backend.teacher.remote.options import Dialect, Keys, RemoteOptions
from backend.teacher.remote.price import Price


class Settings(BaseSettings):
    """What differs between a laptop and a team.

    Attributes:
        data_dir: where the default databases, converted weights and the worker's lock lie.
        database_url: of the product's tables; SQLite in `data_dir` when empty.
        jobs_database_url: of the durable jobs; SQLite in `data_dir` when empty.
        export_dir: where the Export page writes.
        device: "cpu", "cuda", …; chosen when empty. dtype: "float32", "bfloat16", "int8"; likewise.
        encoder: what candidates are compared by: the packaged one, a folder or a hub name; the worker finds nothing
            out about candidates when empty.
        batch_size: raw outputs that a teacher is given at once; a killed job does the batch it was in again.
        local_worker: whether the server starts a worker of its own.
        executor_id: of a worker; where several share a database, each needs one of its own that stays
            the same over restarts, since a worker goes on with what its name had begun. When empty:
            "local" on SQLite, the name of the machine elsewhere.
        remote_…: how servers are called (see RemoteOptions); prices are of a million tokens.
        openai_api_key: sent to remote teachers, or only to that of openai_api_key_host.
        provider_key, provider_url: what other programs use, as OPENAI_API_KEY and OPENAI_BASE_URL; see Keys.
    """

    model_config = SettingsConfigDict(env_prefix="TEACHSET_", env_file=".env", extra="ignore")

    data_dir: Path = Path("var")
    database_url: str = ""
    jobs_database_url: str = ""
    export_dir: Path = Path("exports")
    teacher: str = DEFAULT_TEACHER
    encoder: str = DEFAULT_ENCODER
    device: str = ""
    dtype: str = ""
    batch_size: int = 128
    local_worker: bool = True
    executor_id: str = ""
    host: str = "127.0.0.1"
    port: int = 8501
    remote_concurrency: int = Field(default=8, ge=1, le=256)
    remote_timeout: float = Field(default=120.0, gt=0, le=3600)
    remote_retries: int = Field(default=12, ge=0, le=100)
    remote_grammar: Dialect = "auto"
    remote_input_price: float | None = Field(default=None, ge=0)
    remote_output_price: float | None = Field(default=None, ge=0)
    openai_api_key: SecretStr = SecretStr("")
    openai_api_key_host: str = ""
    openai_allow_http: bool = False
    provider_key: SecretStr = Field(default=SecretStr(""), validation_alias=AliasChoices("OPENAI_API_KEY"))
    provider_url: str = Field(default="", validation_alias=AliasChoices("OPENAI_BASE_URL"))

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
    def remote(self) -> RemoteOptions:
        return RemoteOptions(
            concurrency=self.remote_concurrency,
            timeout=self.remote_timeout,
            retries=self.remote_retries,
            grammar=self.remote_grammar,
            allow_http=self.openai_allow_http,
            keys=Keys(
                self.openai_api_key.get_secret_value().strip(),
                self.openai_api_key_host,
                self.provider_key.get_secret_value().strip(),
                self.provider_url,
            ),
        )

    @property
    def price(self) -> Price | None:
        """Of a remote teacher's tokens; None unless both prices are given."""
        if self.remote_input_price is None or self.remote_output_price is None:
            return None
        return Price(self.remote_input_price, self.remote_output_price)

    @property
    def remote_batch_size(self) -> int:
        """Outputs of a remote teacher's batch: enough for several rounds of requests, as the last one is not full."""
        return 4 * self.remote_concurrency * SAMPLES_PER_PROMPT

    @property
    def weights_dir(self) -> Path:
        return self.data_dir / "teachers"

    @property
    def tuned_dir(self) -> Path:
        """Where the teachers lie that the Teacher page tuned, each in a folder of its name."""
        return self.data_dir / "tuned"

    @property
    def students_dir(self) -> Path:
        """Where the students of projects lie, each in a folder of its uid."""
        return self.data_dir / "students"

    @property
    def tests_dir(self) -> Path:
        """Where the uploaded files lie that students are to be measured on, until they are."""
        return self.data_dir / "tests"

    @property
    def tunings_dir(self) -> Path:
        """Where the data of ordered tunings lies until they are done."""
        return self.data_dir / "tunings"

    @property
    def begun_dir(self) -> Path:
        """Where it is noted what was begun in the folders above, by which database."""
        return self.data_dir / "begun"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
