"""Brings a database to the tables of a peer's models once, and prints how many milliseconds that
took, without the start of the program, and how many changes it made.

    peers.py django|alembic PORT DATABASE TABLES
"""

import sys
import tempfile
import time
from pathlib import Path


def django(port, database, tables):
    """Its `migrate`: reads which of its migrations were run, and runs the others."""
    import pymysql

    pymysql.install_as_MySQLdb()
    # Django asks for the version of the other client, which this one stands in for.
    pymysql.version_info = (2, 2, 1, "final", 0)
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    home = Path(tempfile.mkdtemp())
    app = home / "tables"
    (app / "migrations").mkdir(parents=True)
    (app / "__init__.py").touch()
    (app / "migrations" / "__init__.py").touch()
    (app / "models.py").write_text(
        "from django.db import models\n\n"
        + "".join(DJANGO_MODEL.format(number=number) for number in range(tables))
    )
    sys.path.insert(0, str(home))
    settings.configure(
        INSTALLED_APPS=["tables"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.mysql",
                "HOST": "127.0.0.1",
                "PORT": port,
                "USER": "root",
                "NAME": database,
            }
        },
    )
    django.setup()
    call_command("makemigrations", "tables", verbosity=0)
    connection.ensure_connection()
    recorder = MigrationRecorder(connection)
    before = len(recorder.applied_migrations())
    started = time.perf_counter()
    call_command("migrate", verbosity=0)
    took = time.perf_counter() - started
    return took, len(recorder.applied_migrations()) - before


DJANGO_MODEL = """
class Table{number}(models.Model):
    key = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120, db_default="it's")
    state = models.PositiveSmallIntegerField(db_default=0)
    amount = models.BigIntegerField(null=True)
    weight = models.FloatField(null=True)
    note = models.CharField(max_length=255, null=True)
    text = models.TextField(null=True)
    data = models.BinaryField(null=True)
    created_on = models.DateField(null=True, db_index=True)

    class Meta:
        db_table = "table_{number}"
"""


def alembic(port, database, tables):
    """Its autogeneration: compares the tables that are there with the models."""
    import sqlalchemy as sa
    from alembic.autogenerate import produce_migrations
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy.dialects import mysql

    metadata = sa.MetaData()
    for number in range(tables):
        sa.Table(
            f"table_{number}",
            metadata,
            sa.Column("id", mysql.BIGINT(unsigned=True), primary_key=True),
            sa.Column("key", sa.String(64), nullable=False),
            sa.Column("name", sa.String(120), nullable=False, server_default="it's"),
            sa.Column("state", mysql.TINYINT(unsigned=True), nullable=False, server_default="0"),
            sa.Column("amount", sa.BigInteger),
            sa.Column("weight", mysql.DOUBLE),
            sa.Column("note", sa.String(255)),
            sa.Column("text", sa.Text),
            sa.Column("data", mysql.LONGBLOB),
            sa.Column("created_on", sa.Date),
            sa.Index(f"uq_{number}", "key", unique=True),
            sa.Index(f"ix_{number}", "created_on"),
        )
    engine = sa.create_engine(f"mysql+pymysql://root@127.0.0.1:{port}/{database}")

    def run(operations, operation):
        inner = getattr(operation, "ops", None)
        if inner is None:
            operations.invoke(operation)
            return 1
        return sum(run(operations, one) for one in inner)

    with engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
        started = time.perf_counter()
        context = MigrationContext.configure(connection)
        script = produce_migrations(context, metadata)
        changes = run(Operations(context), script.upgrade_ops)
        connection.commit()
        return time.perf_counter() - started, changes


if __name__ == "__main__":
    peer, port, database, tables = sys.argv[1:]
    took, changes = {"django": django, "alembic": alembic}[peer](port, database, int(tables))
    print(took * 1000, changes)
