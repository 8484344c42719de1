import { isCode, isTest, literalsOf, type Rule, type Source } from '../sources.ts'

/** A module's name is its schema; the tables are the ones the migrations make. Reference tables may be read by all. */
export const tableOwnership: Rule = (sources) => {
  const tables = tablesOf(sources)
  const readable = referenceTables(sources)
  const owned = (path: string) => /^(?:journey\/[^/]+|engines)\/([^/]+)\//.exec(path)?.[1] ?? /^(platform)\//.exec(path)?.[1]
  return sources
    .filter((source) => isCode(source) && !isTest(source) && owned(source.path) !== undefined)
    .flatMap((source) =>
      literalsOf(source).flatMap(({ text, line }) =>
        tablesIn(text, tables)
          .filter((table) => schemaOf(table) !== owned(source.path) && !playsTheOutside(table, source.path) && !(readable.has(table) && isOnlyRead(table, text, source.text)))
          .map((table) => `${source.path}:${line} touches ${table}, a table of another module`),
      ),
    )
}

/** A migration names its owner in the first line, and makes and changes tables of that owner only. */
export const migrationOwnership: Rule = (sources) => {
  const tables = tablesOf(sources)
  const readable = referenceTables(sources)
  return migrationsOf(sources).flatMap(({ path, text }) => {
    const owner = /^-- owner: (?:[a-z]+\/)*([a-z_]+)$/.exec(text.split('\n')[0] ?? '')?.[1]
    if (!owner) return [`${path} does not begin with "-- owner: FOLDER OF THE MODULE"`]
    const statements = text.replace(/--.*$/gm, '')
    return tablesIn(statements, tables)
      .filter((table) => schemaOf(table) !== owner && schemaOf(table) !== 'platform')
      .filter((table) => !playsTheOutside(table, path) && !(readable.has(table) && isOnlyRead(table, statements, '')))
      .map((table) => `${path} belongs to ${owner} and touches ${table}`)
  })
}

/** What plays the outside world in a demonstration (messages, payments) is kept apart from the module that calls it. */
function playsTheOutside(table: string, path: string): boolean {
  return schemaOf(table) === 'simulator' && /\/simulator\/|_simulator_/.test(path)
}

/** Small tables that every shard would have a copy of (docs/scale.md), and the rules that are data. */
function referenceTables(sources: readonly Source[]): ReadonlySet<string> {
  const scale = sources.find(({ path }) => path === 'docs/scale.md')?.text ?? ''
  const rows = scale.split('\n').filter((line) => /\| reference\b/.test(line))
  return new Set(['platform.rule', ...rows.flatMap((line) => [...line.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(([, table]) => table ?? ''))])
}

function isOnlyRead(table: string, statement: string, code: string): boolean {
  const name = table.replace('.', '\\.')
  const bySql = new RegExp(`(insert\\s+into|update|delete\\s+from|merge\\s+into|truncate|alter\\s+table|references)\\s+${name}\\b`, 'i')
  const byBuilder = new RegExp(`(insertInto|updateTable|deleteFrom|mergeInto)\\(\\s*'${name}\\b`)
  return !bySql.test(statement) && !byBuilder.test(code)
}

function migrationsOf(sources: readonly Source[]): Source[] {
  return sources.filter(({ path }) => /^migrations\/\d{4}_.*\.sql$/.test(path))
}

function tablesOf(sources: readonly Source[]): ReadonlySet<string> {
  const made = migrationsOf(sources).flatMap(({ text }) => [...text.matchAll(/create (?:unlogged )?table (?:if not exists )?([a-z_]+\.[a-z_0-9]+)/gi)])
  return new Set(made.map(([, table]) => table ?? ''))
}

function tablesIn(text: string, tables: ReadonlySet<string>): string[] {
  const named = [...text.matchAll(/(?<![\w./:-])([a-z_]+\.[a-z_0-9]+)(?![\w.:-])/g)].map(([, name]) => name ?? '')
  return [...new Set(named)].filter((name) => tables.has(name))
}

function schemaOf(table: string): string {
  return table.split('.')[0] ?? ''
}
