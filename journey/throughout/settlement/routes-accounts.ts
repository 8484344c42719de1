import { z } from 'zod'
import { directory } from '#journey/throughout/directory/index.ts'
import { audit } from '#platform/audit/index.ts'
import { localDay } from '#platform/clock/index.ts'
import type { Context } from '#platform/context/context.ts'
import type { Tx } from '#platform/database/index.ts'
import { allow, type App, command, query } from '#platform/http/index.ts'
import { languageOf } from '#platform/http/locales.ts'
import type { Services } from '#platform/services.ts'
import { isCentre } from './centre.ts'
import { AgreeToBankAccount, BankAccounts, ProposeBankAccount, RefuseBankAccount } from './contract.ts'
import { AccountDecided, AccountInThePast, AccountNeedsAnother, AccountNotFound, AccountProposed, AccountTheSame, NoSuchInstitution, NotTheCentre, NumbersDiffer } from './errors.ts'
import { accountsWorkbook } from './files/accounts-workbook.ts'
import { agreeToAccount, refuseAccount } from './operations/decide-account.ts'
import { proposeAccount } from './operations/propose-account.ts'
import { accountVersions } from './queries/accounts.ts'

const tags = ['settlement']
const office = { access: allow('accountant'), purpose: 'settlement' }
const AccountPath = z.object({ id: z.uuid() })
const done = { done: true as const }
const Done = z.object({ done: z.literal(true) })

/** Where hospitals' money goes: read by those it concerns, changed by two people of the centre. */
export function accountRoutes(app: App, services: Services): void {
  app.get('/api/settlement/bank-accounts', {
    schema: { operationId: 'listBankAccounts', summary: 'Bank accounts of the custodian and the hospitals, numbers hidden; a hospital sees its own', tags, response: { 200: BankAccounts } },
    config: office,
  }, (request) => query(request, (tx, context) => accountsFor(services, tx, context)))

  app.get('/api/settlement/bank-accounts.xlsx', {
    schema: { operationId: 'exportBankAccounts', summary: 'The bank accounts for a spreadsheet, numbers hidden', tags },
    config: office,
  }, async (request, reply) => {
    const accounts = await query(request, (tx, context) => accountsFor(services, tx, context))
    return reply.header('content-disposition', `attachment; filename="bank-accounts-${accounts.today}.xlsx"`)
      .type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet').send(await accountsWorkbook(accounts, languageOf(request.headers)))
  })

  app.post('/api/settlement/bank-accounts', {
    schema: { operationId: 'proposeBankAccount', summary: 'Propose where a hospital\'s settlements go from a day on', tags, body: ProposeBankAccount, response: { 201: z.object({ id: z.uuid() }) } },
    config: { ...office, outcomes: [NotTheCentre, NoSuchInstitution, AccountInThePast, AccountTheSame, AccountProposed] },
  }, async (request, reply) => {
    const { snapshot } = await directory(services)
    const { institutionId } = request.body
    return command(request, reply, 201, async (tx, context) => {
      if (institutionId !== 0 && !snapshot.institutions.has(institutionId)) throw new NoSuchInstitution()
      return { id: await proposeAccount(tx, context, request.body) }
    })
  })

  app.post('/api/settlement/bank-accounts/:id/agree', {
    schema: { operationId: 'agreeToBankAccount', summary: 'Agree to a proposed account as the second person, with its number as the paper says it', tags, params: AccountPath, body: AgreeToBankAccount, response: { 200: Done } },
    config: { ...office, outcomes: [NotTheCentre, AccountNotFound, AccountDecided, AccountNeedsAnother, NumbersDiffer] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await agreeToAccount(tx, context, request.params.id, request.body)
    return done
  }))

  app.post('/api/settlement/bank-accounts/:id/refuse', {
    schema: { operationId: 'refuseBankAccount', summary: 'Refuse a proposed account, or take back one\'s own', tags, params: AccountPath, body: RefuseBankAccount, response: { 200: Done } },
    config: { ...office, outcomes: [NotTheCentre, AccountNotFound, AccountDecided] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await refuseAccount(tx, context, request.params.id, request.body)
    return done
  }))
}

async function accountsFor(services: Services, tx: Tx, context: Context): Promise<BankAccounts> {
  const { snapshot } = await directory(services)
  const centre = isCentre(context)
  const today = localDay(context.now)
  const ids = centre ? [0, ...[...snapshot.institutions.keys()].filter((id) => id > 0).toSorted((a, b) => a - b)] : [context.institutionId ?? 0]
  await audit(tx, context, { action: 'settlement.read-accounts', subject: 'bank-accounts', institutionId: context.institutionId ?? 0 })
  const institutions = await accountVersions(tx, context, ids, today)
  return {
    centre, today,
    // The custodian is no hospital: pages have a word for it.
    institutions: institutions.map((one) => ({ ...one, name: snapshot.institutions.get(one.institutionId)?.name ?? '', nameEn: snapshot.institutions.get(one.institutionId)?.nameEn ?? '' })),
  }
}
