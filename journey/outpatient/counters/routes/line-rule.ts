import { previewRule, publishRule, RuleNotSound } from '#engines/queue/index.ts'
import { RuleOfOrder, RulePreview } from '#engines/queue/contract.ts'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import { LineRule, PublishLineRule } from '../contract.ts'
import { staffAt } from '../policy.ts'
import { lineRule } from '../queries/line-rule.ts'

const tags = ['counters']
const purpose = 'operations'

/** The published rule of order: everybody at work may read it, those who answer for it may change it. */
export const lineRuleRoutes: Routes = (app) => {
  app.get('/api/counters/line-rule', {
    schema: { operationId: 'readLineRule', summary: 'The rule by which people are called here, and its versions', tags, response: { 200: LineRule } },
    config: { access: allow('staff'), purpose },
  }, (request) => query(request, lineRule))

  app.post('/api/counters/line-rule/preview', {
    schema: { operationId: 'previewLineRule', summary: 'What another rule would do to the lines of today', tags, body: RuleOfOrder, response: { 200: RulePreview } },
    config: { access: allow('manager', 'admin'), purpose },
  }, (request) => query(request, (tx, context) => previewRule(tx, context, staffAt(context).institutionId, request.body)))

  app.post('/api/counters/line-rule', {
    schema: { operationId: 'publishLineRule', summary: 'Publish a rule of order of our own', tags, body: PublishLineRule, response: { 201: LineRule } },
    config: { access: allow('manager', 'admin'), purpose, outcomes: [RuleNotSound] },
  }, (request, reply) => command(request, reply, 201, async (tx, context) => {
    await publishRule(tx, context, { institutionId: staffAt(context).institutionId, ...request.body })
    return lineRule(tx, context)
  }))
}
