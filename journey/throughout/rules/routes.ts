import { z } from 'zod'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import type { Rule } from '#platform/rules/index.ts'
import { ProposedRule, PublishRule, RuleHistory, RulePreview, RulesNow } from './contract.ts'
import { ChangedElsewhere, ChangedMeanwhile, DayPast, NothingChanges, RegionNeedsAValue, RegionOnly, RuleNotFound, ValueNotSound } from './errors.ts'
import { publishRule } from './operations/publish-rule.ts'
import { consider } from './queries/consider.ts'
import { ruleHistory, rulesNow } from './queries/rules-now.ts'

const tags = ['rules']
const purpose = 'operations'
const CodePath = z.object({ code: z.string().max(80) })
const against = [RuleNotFound, RegionOnly, ChangedElsewhere, ValueNotSound, DayPast, NothingChanges, RegionNeedsAValue]

/** Everybody at work may read by what they work; those who answer for an institution change its rules. */
export const routesFor = (declared: readonly Rule[]): Routes => {
  const byCode = new Map(declared.map((rule) => [rule.code, rule]))
  const find = (code: string): Rule => {
    const rule = byCode.get(code)
    if (!rule) throw new RuleNotFound({ code })
    return rule
  }
  return (app) => {
    app.get('/api/rules', {
      schema: { operationId: 'listRules', summary: 'Every rule as it holds here today: our own or the region\'s, since when, by whom, on what it rests', tags, response: { 200: RulesNow } },
      config: { access: allow('staff'), purpose },
    }, (request) => query(request, (tx, context) => rulesNow(tx, context, declared)))

    app.get('/api/rules/:code/versions', {
      schema: { operationId: 'listRuleVersions', summary: 'Every version of a rule, here and in the region, the later first', tags, params: CodePath, response: { 200: RuleHistory } },
      config: { access: allow('staff'), purpose, outcomes: [RuleNotFound] },
    }, (request) => query(request, (tx, context) => ruleHistory(tx, context, find(request.params.code))))

    app.post('/api/rules/:code/preview', {
      schema: { operationId: 'previewRuleVersion', summary: 'What a version would change, part by part, before it is published', tags, params: CodePath, body: ProposedRule, response: { 200: RulePreview } },
      config: { access: allow('admin', 'manager'), purpose, outcomes: against },
    }, (request) => query(request, (tx, context) => consider(tx, context, find(request.params.code), request.body)))

    app.post('/api/rules/:code/versions', {
      schema: { operationId: 'publishRuleVersion', summary: 'Publish a version from a day on; without a value, the region\'s again', tags, params: CodePath, body: PublishRule, response: { 201: z.object({ version: z.int() }) } },
      config: { access: allow('admin', 'manager'), purpose, outcomes: [...against, ChangedMeanwhile] },
    }, (request, reply) => command(request, reply, 201, (tx, context) => publishRule(tx, context, find(request.params.code), request.body)))
  }
}
