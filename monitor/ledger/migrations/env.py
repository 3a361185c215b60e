"""Alembic's entry: runs within the connection and transaction that monitor.ledger.migration hands over."""

from alembic import context

from monitor.ledger.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
