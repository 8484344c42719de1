import { CompiledQuery, type DatabaseConnection, type Driver, PostgresDialect, PostgresDriver, type TransactionSettings } from 'kysely'
import type pg from 'pg'

/** What was sent and not yet answered, for each connection that is in a transaction. */
const begun = new WeakMap<DatabaseConnection, Promise<unknown>>()

/**
 * Opens a transaction without waiting for the answer: the first statement travels right behind `begin`, which saves each
 * transaction a round trip. Whoever ends the transaction hears whether it had begun.
 */
class EagerDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const answer = super.beginTransaction(connection, settings)
    answer.catch(() => {})
    begun.set(connection, answer)
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await begun.get(connection)
    await super.commitTransaction(connection)
  }
}

export class EagerDialect extends PostgresDialect {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }

  override createDriver(): Driver {
    return new EagerDriver({ pool: this.#pool })
  }
}

/** Puts a statement on the wire of a transaction now, ahead of all that follow. The promise is its answer. */
export async function sendFirst(tx: { getExecutor(): { provideConnection<T>(use: (connection: DatabaseConnection) => Promise<T>): Promise<T> } }, text: string, values: readonly unknown[]): Promise<{ answer: Promise<unknown> }> {
  return tx.getExecutor().provideConnection(async (connection) => {
    const answer = connection.executeQuery(CompiledQuery.raw(text, [...values]))
    answer.catch(() => {})
    return { answer }
  })
}
