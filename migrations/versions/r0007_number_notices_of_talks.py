"""Number notices of talks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("notice_counter", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(length=6), type_=sa.String(length=40))
    # The kinds were kept by their names, as it came; now by their words, as in every other table.
    op.execute("UPDATE notice_counter SET kind = lower(kind)")
