import { z } from 'zod'
import { audit } from '#platform/audit/index.ts'
import { systemContext } from '#platform/context/context.ts'
import { inTransaction, type Tx } from '#platform/database/index.ts'
import { allow, type App, command, contextOf, query, type Routes } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import type { Services } from '#platform/services.ts'
import { carryOut } from './bank/carry-out.ts'
import { isCentre, onlyTheCentre } from './centre.ts'
import { ApproveDay, Check, ClearedEntries, Day, Days, EntriesQuery, LocalDay, RetryInstruction } from './contract.ts'
import {
  AlreadyApproved, AlreadyInstructed, DayNotFound, DayNotOver, EarlierDayFirst, FiguresChanged, LedgerDiffers, NoBankAccount, NotApproved,
  NotComputed, NotInstructed, NotTheCentre, NothingRefused, SecondPersonNeeded,
} from './errors.ts'
import { settlementWorkbook } from './files/settlement-workbook.ts'
import { approveDay } from './operations/approve-day.ts'
import { computeDay } from './operations/compute-day.ts'
import { instructDay, retryInstruction } from './operations/instruct-day.ts'
import { openDays } from './operations/open-days.ts'
import { askToPost } from './operations/post-day.ts'
import { namesOf } from './names.ts'
import { dayFor, dayRow, recentDays } from './queries/days.ts'
import { entriesBehind } from './queries/entries-behind.ts'
import { bankFileOf, extractOf, fileAgain, sameAsStored } from './queries/files-of.ts'
import { accountRoutes } from './routes-accounts.ts'
import { answerRoutes } from './routes-answers.ts'
import { behaveAsBank, BankBehaviourChange } from './simulator/simulated-bank.ts'

const tags = ['settlement']
const office = { access: allow('accountant'), purpose: 'settlement' }
const DayPath = z.object({ day: LocalDay })
const HospitalPath = z.object({ day: LocalDay, institutionId: z.coerce.number().int().positive() })
const Done = z.object({ done: z.literal(true) })
const done = { done: true as const }

export const routes: Routes = (app, services) => {
  readingRoutes(app, services)
  fileRoutes(app, services)
  actingRoutes(app, services)
  accountRoutes(app, services)
  answerRoutes(app, services)
  if (services.config.demo) simulatorRoutes(app, services)
}

function readingRoutes(app: App, services: Services): void {
  app.get('/api/settlement/days', {
    schema: { operationId: 'listSettlementDays', summary: 'The days of settlement, newest first; a hospital sees its own figures', tags, response: { 200: Days } },
    config: office,
  }, (request) => query(request, async (tx, context) => ({ centre: isCentre(context), institutionId: context.institutionId ?? 0, days: await recentDays(tx) })))

  app.get('/api/settlement/days/:day', {
    schema: { operationId: 'readSettlementDay', summary: 'What each hospital owes or is owed for a day, and how far its settlement is', tags, params: DayPath, response: { 200: Day } },
    config: { ...office, outcomes: [DayNotFound] },
  }, (request) => dayWithNames(request, services, request.params.day))

  app.get('/api/settlement/days/:day/entries', {
    schema: { operationId: 'listSettlementEntries', summary: 'The entries of the ledger behind a figure', tags, params: DayPath, querystring: EntriesQuery, response: { 200: ClearedEntries } },
    config: { ...office, outcomes: [DayNotFound, NotTheCentre] },
  }, async (request) => {
    const { day } = request.params
    await query(request, async (tx, context) => {
      await dayRow(tx, day)
      if (!isCentre(context) && (request.query.side !== 'hospital' || request.query.institutionId !== context.institutionId)) throw new NotTheCentre()
      await audit(tx, context, { action: 'settlement.read-entries', subject: `settlement/${day}`, institutionId: request.query.institutionId, detail: request.query })
    })
    // The entries stand in the region's books, of which the asker was just found to be allowed this part.
    return asTheRegion(services, (tx) => entriesBehind(tx, day, request.query))
  })

  app.get('/api/settlement/days/:day/check', {
    schema: { operationId: 'checkSettlementDay', summary: 'Work a day out again from the ledger and compare it', tags, params: DayPath, response: { 200: Check } },
    config: { ...office, outcomes: [DayNotFound, NotComputed, NotTheCentre] },
  }, (request) => query(request, async (tx, context) => {
    onlyTheCentre(context)
    const began = performance.now()
    const row = await dayRow(tx, request.params.day)
    const { sha256 } = await fileAgain(tx, row)
    return { storedSha256: row.fileSha256 ?? '', recomputedSha256: sha256, same: sha256 === row.fileSha256, milliseconds: Math.round(performance.now() - began) }
  }))
}

async function dayWithNames(request: Parameters<typeof query>[0], services: Services, day: string): Promise<Day> {
  const nameOf = await namesOf(services)
  return query(request, async (tx, context) => {
    const found = await dayFor(tx, context, day)
    return { ...found, hospitals: found.positions.map(({ institutionId }) => nameOf(institutionId)) }
  })
}

function fileRoutes(app: App, services: Services): void {
  app.get('/api/settlement/days/:day/settlement.txt', {
    schema: { operationId: 'readSettlementFile', summary: 'The settlement file of a day, made from the ledger at this moment', tags, params: DayPath },
    config: { ...office, outcomes: [DayNotFound, NotComputed, LedgerDiffers, NotTheCentre] },
  }, async (request, reply) => {
    const { text } = await query(request, async (tx, context) => {
      onlyTheCentre(context)
      await audit(tx, context, { action: 'settlement.read-file', subject: `settlement/${request.params.day}`, institutionId: 0 })
      return sameAsStored(tx, await dayRow(tx, request.params.day))
    })
    return reply.header('content-disposition', `attachment; filename="settlement-${request.params.day}.txt"`).type('text/plain; charset=utf-8').send(text)
  })

  app.get('/api/settlement/days/:day/bank.txt', {
    schema: { operationId: 'readBankFile', summary: 'What the bank is told about a day', tags, params: DayPath },
    config: { ...office, outcomes: [DayNotFound, NotTheCentre] },
  }, async (request, reply) => {
    const { text } = await query(request, async (tx, context) => {
      onlyTheCentre(context)
      await audit(tx, context, { action: 'settlement.read-bank-file', subject: `settlement/${request.params.day}`, institutionId: 0 })
      return bankFileOf(tx, request.params.day)
    })
    return reply.header('content-disposition', `attachment; filename="bank-${request.params.day}.txt"`).type('text/plain; charset=utf-8').send(text)
  })

  app.get('/api/settlement/days/:day/hospitals/:institutionId/extract.txt', {
    schema: { operationId: 'readSettlementExtract', summary: 'One hospital\'s part of a day, entry by entry', tags, params: HospitalPath },
    config: { ...office, outcomes: [DayNotFound, NotComputed, NotTheCentre] },
  }, async (request, reply) => {
    const { day, institutionId } = request.params
    await query(request, async (tx, context) => {
      if (!isCentre(context) && context.institutionId !== institutionId) throw new NotTheCentre()
      await audit(tx, context, { action: 'settlement.read-extract', subject: `settlement/${day}/${institutionId}`, institutionId })
    })
    const { text } = await asTheRegion(services, (tx) => extractOf(tx, day, institutionId))
    return reply.header('content-disposition', `attachment; filename="settlement-${day}-${institutionId}.txt"`).type('text/plain; charset=utf-8').send(text)
  })

  app.get('/api/settlement/days/:day/settlement.xlsx', {
    schema: { operationId: 'exportSettlementDay', summary: 'A day for a spreadsheet', tags, params: DayPath },
    config: { ...office, outcomes: [DayNotFound] },
  }, async (request, reply) => {
    const file = await settlementWorkbook(await dayWithNames(request, services, request.params.day), languageOf(request.headers))
    return reply.header('content-disposition', `attachment; filename="settlement-${request.params.day}.xlsx"`)
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(file)
  })
}

function actingRoutes(app: App, services: Services): void {
  app.post('/api/settlement/days/open', {
    schema: { operationId: 'openSettlementDays', summary: 'Open every day that is over', tags, response: { 200: z.object({ opened: z.array(LocalDay) }) } },
    config: { ...office, outcomes: [NotTheCentre] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    onlyTheCentre(context)
    return { opened: await openDays(tx, context) }
  }))

  app.post('/api/settlement/days/:day/compute', {
    schema: { operationId: 'computeSettlementDay', summary: 'Work out a day', tags, params: DayPath, response: { 200: Done } },
    config: { ...office, outcomes: [DayNotFound, DayNotOver, EarlierDayFirst, NotTheCentre] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await computeDay(tx, context, request.params.day)
    return done
  }))

  app.post('/api/settlement/days/:day/approve', {
    schema: { operationId: 'approveSettlementDay', summary: 'Agree to a day, as the first or the second of two people', tags, params: DayPath, body: ApproveDay, response: { 200: Done } },
    config: { ...office, outcomes: [DayNotFound, NotComputed, AlreadyApproved, FiguresChanged, LedgerDiffers, SecondPersonNeeded, NotTheCentre] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await approveDay(tx, context, request.params.day, request.body)
    return done
  }))
  bankRoutes(app, services)
}

/** What is done with the bank is done after the commit; the worker goes on with what breaks off. */
function bankRoutes(app: App, services: Services): void {
  app.post('/api/settlement/days/:day/instruct', {
    schema: { operationId: 'instructBank', summary: 'Tell the bank to move the money of a day', tags, params: DayPath, response: { 200: Done } },
    config: { ...office, outcomes: [DayNotFound, NotApproved, AlreadyInstructed, NoBankAccount, NotTheCentre] },
  }, async (request, reply) => {
    const answer = await command(request, reply, 200, async (tx, context) => {
      await instructDay(tx, context, request.params.day)
      return done
    })
    await carryOut(services, request.params.day)
    return answer
  })

  app.post('/api/settlement/days/:day/post', {
    schema: { operationId: 'postSettlementDay', summary: 'Post what the bank has moved, now and whenever it moves more', tags, params: DayPath, response: { 200: Done } },
    config: { ...office, outcomes: [DayNotFound, NotInstructed, NotTheCentre] },
  }, async (request, reply) => {
    const answer = await command(request, reply, 200, async (tx, context) => {
      await askToPost(tx, context, request.params.day)
      return done
    })
    await carryOut(services, request.params.day)
    return answer
  })

  app.post('/api/settlement/days/:day/retry', {
    schema: { operationId: 'retryBankInstruction', summary: 'Tell the bank again what it refused', tags, params: DayPath, body: RetryInstruction, response: { 200: Done } },
    config: { ...office, outcomes: [DayNotFound, NothingRefused, NoBankAccount, NotTheCentre] },
  }, async (request, reply) => {
    const answer = await command(request, reply, 200, async (tx, context) => {
      await retryInstruction(tx, context, request.params.day, request.body.institutionId)
      return done
    })
    await carryOut(services, request.params.day)
    return answer
  })
}

function simulatorRoutes(app: App, services: Services): void {
  app.post('/simulator/bank/behaviour', {
    schema: { operationId: 'behaveAsBank', summary: 'Make the simulated bank slow, or let it refuse', tags: ['simulator'], body: BankBehaviourChange, response: { 200: z.object({ delaySeconds: z.int(), refuseOnce: z.array(z.string()), reason: z.string() }) } },
    config: { access: allow('anyone'), purpose: 'demonstration' },
  }, (request) => {
    contextOf(request)
    return behaveAsBank(services.pool, request.body)
  })
}

function asTheRegion<T>(services: Services, work: (tx: Tx) => Promise<T>): Promise<T> {
  return inTransaction(services.db, systemContext('settlement.read', services.clock.now()), work)
}
