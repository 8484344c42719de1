import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { asSeenAtBooking, type Facts, historyBefore, type Visit } from './facts.ts'
import type { Example } from './fit.ts'

const DAY = 86_400_000
const NEEDED = ['PatientId', 'Gender', 'ScheduledDay', 'AppointmentDay', 'Age', 'Neighbourhood', 'Scholarship', 'Hipertension', 'Diabetes', 'Alcoholism', 'Handcap', 'SMS_received', 'No-show'] as const
type Column = (typeof NEEDED)[number]
type Row = Readonly<Record<Column, string>>

/** A sentence for the one at the terminal; nothing is wrong with the program. */
export class NoData extends Error {}

/** The folder after `--data`, or the sentence that says what is missing. */
export function dataFolder(args: readonly string[]): string {
  const folder = args[args.indexOf('--data') + 1]
  if (!args.includes('--data') || folder === undefined || folder.startsWith('--')) throw new NoData('Say where the appointments are: --data DIR')
  if (!existsSync(folder)) throw new NoData(`There is no folder ${folder}. The appointments are not part of this repository.`)
  return folder
}

/** Every visit of the folder with what was known on its eve, or when it was booked. Histories are made from this folder alone. */
export function examplesIn(folder: string, asked: 'on-the-eve' | 'when-booked' = 'on-the-eve'): Example[] {
  const rows = rowsOf(join(folder, fileIn(folder)))
  const visits = rows.map(visitOf)
  const byPerson = Map.groupBy(rows.keys(), (i) => rows[i]!.PatientId)
  const examples: Example[] = []
  for (const indexes of byPerson.values()) {
    const own = indexes.map((i) => visits[i]!)
    for (const i of indexes) {
      const facts = { ...plainFacts(rows[i]!, visits[i]!), ...historyBefore(visits[i]!, asked === 'when-booked' ? asSeenAtBooking(visits[i]!, own) : own) }
      examples.push({ facts, missed: visits[i]!.missed === true, group: rows[i]!.PatientId })
    }
  }
  return examples
}

function fileIn(folder: string): string {
  const found = readdirSync(folder).find((name) => name.endsWith('.csv') && NEEDED.every((column) => firstLine(join(folder, name)).split(',').includes(column)))
  if (!found) throw new NoData(`No file in ${folder} has the columns ${NEEDED.join(', ')}.`)
  return found
}

function firstLine(file: string): string {
  const bytes = Buffer.alloc(1024)
  const handle = openSync(file, 'r')
  try {
    return bytes.toString('utf8', 0, readSync(handle, bytes)).replace(/^\uFEFF/, '').split(/\r?\n/)[0]!
  } finally {
    closeSync(handle)
  }
}

function rowsOf(file: string): Row[] {
  const [header, ...lines] = readFileSync(file, 'utf8').replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line !== '')
  const names = header!.split(',')
  const at = new Map(NEEDED.map((column) => [column, names.indexOf(column)]))
  const rows = lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(NEEDED.map((column) => [column, cells[at.get(column)!] ?? ''])) as Row
  })
  if (rows.length === 0) throw new NoData(`${file} has no rows.`)
  return rows
}

// The file writes local times as if they were UTC: days are cut as written.
function visitOf(row: Row): Visit {
  const bookedAt = Date.parse(row.ScheduledDay)
  return { bookedAt, bookedDay: Math.floor(bookedAt / DAY), day: Math.floor(Date.parse(row.AppointmentDay) / DAY), missed: row['No-show'] === 'Yes' }
}

function plainFacts(row: Row, visit: Visit): Omit<Facts, keyof ReturnType<typeof historyBefore>> {
  return {
    lead: Math.max(0, visit.day - visit.bookedDay),
    bookedMinute: Math.floor((visit.bookedAt - visit.bookedDay * DAY) / 60_000),
    bookedWeekday: weekdayOf(visit.bookedDay),
    weekday: weekdayOf(visit.day),
    age: Math.max(0, Number(row.Age)),
    sex: row.Gender === 'F' ? 1 : 0,
    message: Number(row.SMS_received),
    welfare: Number(row.Scholarship),
    hypertension: Number(row.Hipertension),
    diabetes: Number(row.Diabetes),
    alcohol: Number(row.Alcoholism),
    handicap: Math.min(1, Number(row.Handcap)),
    place: drawerOf(row.Neighbourhood),
  }
}

/** 1 January 1970 was a Thursday. */
export function weekdayOf(day: number): number {
  return (day + 3) % 7
}

/** A number instead of a name (FNV-1a): the names of places are not part of the model. */
export function drawerOf(name: string): number {
  let hash = 2166136261
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0)!, 16777619) >>> 0
  return hash % 256
}
