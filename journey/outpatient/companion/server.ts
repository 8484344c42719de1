import { sql } from 'kysely'
import type { Module } from '#platform/module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'
import { rules } from './rules.ts'
import { tasks } from './tasks.ts'

export const module: Module = {
  name: 'companion',
  rules,
  routes,
  reactions,
  tasks,
  topics: {
    // The leave's id is known to those who hold it; its events say nothing but "read again".
    companion: async (tx, { now }, rest) => {
      if (!/^[0-9a-f-]{36}$/.test(rest)) return false
      const { rows } = await sql<{ open: boolean }>`select companion.is_open(${rest}::uuid, ${now}) as open`.execute(tx)
      return rows[0]!.open
    },
  },
}
