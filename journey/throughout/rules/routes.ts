import { z } from 'zod'
import { allow, command, query, type Routes } from '#platform/http/index.ts'
import type { Rule } from '#platform/rules/index.ts'
import { DeclineProposal, ProposedRule, PublishRule, RuleHistory, RulePreview, RuleProposals, RulesNow } from './contract.ts'
import {
  AlreadyProposed, ChangedElsewhere, ChangedMeanwhile, DayPast, NotByItsAuthor, NothingChanges, OnlyItsAuthor, ProposalNotFound, ProposalOver, RegionNeedsAValue, RegionOnly, RuleNotFound,
  SecondPersonNeeded, ValueNotSound,
} from './errors.ts'
import { approveProposal, declineProposal, withdrawProposal } from './operations/decide-proposal.ts'
import { proposeRule } from './operations/propose-rule.ts'
import { publishRule } from './operations/publish-rule.ts'
import { consider } from './queries/consider.ts'
import { proposals } from './queries/proposals.ts'
import { ruleHistory, rulesNow } from './queries/rules-now.ts'

const tags = ['rules']
const purpose = 'operations'
const CodePath = z.object({ code: z.string().max(80) })
const ById = z.object({ id: z.uuid() })
const Done = z.object({})
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
      config: { access: allow('admin', 'manager'), purpose, outcomes: [...against, ChangedMeanwhile, SecondPersonNeeded] },
    }, (request, reply) => command(request, reply, 201, (tx, context) => publishRule(tx, context, find(request.params.code), request.body)))
    proposalRoutes(app, byCode, find)
  }
}

type App = Parameters<Routes>[0]

/** A rule that takes two: one proposes, another agrees. */
function proposalRoutes(app: App, byCode: ReadonlyMap<string, Rule>, find: (code: string) => Rule): void {
  const office = { access: allow('admin', 'manager'), purpose }
  const over = [ProposalNotFound, ProposalOver]

  app.post('/api/rules/:code/proposals', {
    schema: { operationId: 'proposeRuleVersion', summary: 'Propose a version of a rule that takes two persons', tags, params: CodePath, body: PublishRule, response: { 201: z.object({ id: z.uuid() }) } },
    config: { ...office, outcomes: [...against, ChangedMeanwhile, AlreadyProposed] },
  }, (request, reply) => command(request, reply, 201, (tx, context) => proposeRule(tx, context, find(request.params.code), request.body)))

  app.get('/api/rules/proposals', {
    schema: { operationId: 'listRuleProposals', summary: 'Changes that wait for a second person here, and what became of the last ones', tags, response: { 200: RuleProposals } }, config: office,
  }, (request) => query(request, (tx, context) => proposals(tx, context, byCode)))

  app.post('/api/rules/proposals/:id/approve', {
    schema: { operationId: 'approveRuleProposal', summary: 'Agree to what somebody else proposed: it is published', tags, params: ById, response: { 200: z.object({ version: z.int() }) } },
    config: { ...office, outcomes: [...against, ...over, ChangedMeanwhile, NotByItsAuthor] },
  }, (request, reply) => command(request, reply, 200, (tx, context) => approveProposal(tx, context, find, request.params.id)))

  app.post('/api/rules/proposals/:id/decline', {
    schema: { operationId: 'declineRuleProposal', summary: 'Decline it, with a reason', tags, params: ById, body: DeclineProposal, response: { 200: Done } },
    config: { ...office, outcomes: [...over, RuleNotFound, RegionOnly, ChangedElsewhere, NotByItsAuthor] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await declineProposal(tx, context, find, request.params.id, request.body.note)
    return {}
  }))

  app.post('/api/rules/proposals/:id/withdraw', {
    schema: { operationId: 'withdrawRuleProposal', summary: 'Take back what one proposed', tags, params: ById, response: { 200: Done } },
    config: { ...office, outcomes: [...over, OnlyItsAuthor] },
  }, (request, reply) => command(request, reply, 200, async (tx, context) => {
    await withdrawProposal(tx, context, request.params.id)
    return {}
  }))
}
