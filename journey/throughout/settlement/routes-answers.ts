import { z } from 'zod'
import { audit } from '#platform/audit/index.ts'
import { allow, type App, command, query } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import type { Services } from '#platform/services.ts'
import { carryOut } from './bank/carry-out.ts'
import { BankResults, LocalDay, AnswerPreview, BankDesk } from './contract.ts'
import { BankContradicts, DayNotFound, NotABankResult, NotTheCentre } from './errors.ts'
import { bankWorkbook } from './files/bank-workbook.ts'
import { applyBankResults } from './operations/apply-bank-results.ts'
import { namesOf } from './names.ts'
import { bankDesk, previewAnswer } from './queries/bank-desk.ts'

const tags = ['settlement']
const office = { access: allow('accountant'), purpose: 'settlement' }
const DayPath = z.object({ day: LocalDay })

/** What the bank said to a settlement file. */
export function answerRoutes(app: App, services: Services): void {
  app.get('/api/settlement/days/:day/bank', {
    schema: { operationId: 'readBankDesk', summary: 'What the bank was told about a day, and what it answered', tags, params: DayPath, response: { 200: BankDesk } },
    config: { ...office, outcomes: [DayNotFound, NotTheCentre] },
  }, (request) => desk(request, services, request.params.day))

  app.get('/api/settlement/days/:day/bank.xlsx', {
    schema: { operationId: 'exportBankDesk', summary: 'The bank\'s answers about a day for a spreadsheet', tags, params: DayPath },
    config: { ...office, outcomes: [DayNotFound, NotTheCentre] },
  }, async (request, reply) => reply.header('content-disposition', `attachment; filename="bank-${request.params.day}.xlsx"`)
    .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(await bankWorkbook(await desk(request, services, request.params.day), languageOf(request.headers))))

  app.post('/api/settlement/days/:day/bank-results/preview', {
    schema: { operationId: 'previewBankResults', summary: 'What the bank\'s answer would change, line by line; nothing is taken in', tags, params: DayPath, body: BankResults, response: { 200: AnswerPreview } },
    config: { ...office, outcomes: [DayNotFound, NotABankResult, NotTheCentre] },
  }, (request) => query(request, async (tx, context) => {
    await audit(tx, context, { action: 'settlement.preview-answer', subject: `settlement/${request.params.day}`, institutionId: 0 })
    return previewAnswer(tx, context, request.params.day, request.body.file)
  }))

  app.post('/api/settlement/days/:day/bank-results', {
    schema: { operationId: 'bringInBankResults', summary: 'Bring in the bank\'s answer where it does not come by itself', tags, params: DayPath, body: BankResults, response: { 200: z.object({ news: z.int() }) } },
    config: { ...office, outcomes: [DayNotFound, NotABankResult, BankContradicts, NotTheCentre] },
  }, async (request, reply) => {
    const answer = await command(request, reply, 200, async (tx, context) => ({ news: await applyBankResults(tx, context, request.params.day, request.body.file) }))
    await carryOut(services, request.params.day)
    return answer
  })
}

async function desk(request: Parameters<typeof query>[0], services: Services, day: string): Promise<BankDesk> {
  const nameOf = await namesOf(services)
  return query(request, async (tx, context) => {
    const found = await bankDesk(tx, context, day)
    return { ...found, hospitals: found.lines.map((one) => nameOf(one.institutionId)) }
  })
}
