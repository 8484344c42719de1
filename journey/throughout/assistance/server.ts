import { sql } from 'kysely'
import type { Module } from '#platform/module.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { roleIn } from './session-row.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'assistance',
  rules,
  routes,
  tasks,
  topics: {
    // The two of one session, while it lasts.
    assistance: async (tx, context, id) => {
      if (!/^[0-9a-f-]{36}$/.test(id)) return false
      const { rows } = await sql<{ accountId: string; helperAccountId: string | null }>`select account_id as "accountId", helper_account_id as "helperAccountId" from assistance.session where id = ${id} and ended_at is null`.execute(tx)
      return rows[0] !== undefined && roleIn(rows[0], context) !== undefined
    },
  },
}
