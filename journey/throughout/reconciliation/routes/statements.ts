import { z } from 'zod'
import { command, query, type Routes } from '#platform/http/index.ts'
import { Day, DownloadFile, Imported, ImportFile, StatementsOfDay } from '../contract.ts'
import { downloadStatement, downloadable } from '../download.ts'
import { FileDamaged, NotForDownload } from '../errors.ts'
import { importStatement } from '../operations/import-statement.ts'
import { at, doing, looking } from '../policy.ts'
import { statementsOfDay } from '../queries/statements.ts'

const tags = ['reconciliation', 'statements']
/** Eight megabytes of statement, some 30,000 lines, as base64; larger ones are downloaded. */
const MOST_UPLOAD_BYTES = 12 * 1024 * 1024

export const statementRoutes: Routes = (app, services) => {
  app.get('/api/reconciliation/statements', {
    schema: { operationId: 'readStatementsOfDay', summary: 'Channel by channel: what our books say, which statement files came, what is open', tags, querystring: z.object({ day: Day }), response: { 200: StatementsOfDay } },
    config: looking,
  }, (request) => query(request, (tx, context) => statementsOfDay(tx, at(context), request.query.day, context.now, downloadable(services))))

  app.post('/api/reconciliation/statements/upload', {
    bodyLimit: MOST_UPLOAD_BYTES,
    schema: { operationId: 'uploadStatement', summary: 'Bring in a statement file; a damaged one is refused whole, with what is wrong in which row', tags, body: ImportFile, response: { 201: Imported } },
    config: { ...doing, outcomes: [FileDamaged] },
  }, (request, reply) => {
    const { file, ...about } = request.body
    return command(request, reply, 201, (tx, context) => importStatement(tx, context, { ...about, institutionId: at(context), bytes: Buffer.from(file, 'base64'), source: 'upload' }))
  })

  app.post('/api/reconciliation/statements/download', {
    schema: { operationId: 'downloadStatement', summary: 'Fetch the statement from the channel and bring it in', tags, body: DownloadFile, response: { 201: Imported } },
    config: { ...doing, outcomes: [FileDamaged, NotForDownload] },
  }, async (request, reply) => {
    // The channel is asked before the transaction begins: nobody waits for a stranger while holding a lock.
    const institutionId = await query(request, async (_tx, context) => at(context))
    const got = await downloadStatement(services, institutionId, request.body)
    return command(request, reply, 201, (tx, context) => importStatement(tx, context, { ...request.body, ...got, institutionId, source: 'download' }))
  })
}
