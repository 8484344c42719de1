import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Problem } from '#client/index.ts'
import type { ProposedRule, PublishRule, RuleFault, RuleHistory, RuleNow, RulePreview, RuleProposals, RulesNow } from '../../contract.ts'

const key = ['rules']

export const useRules = () => useQuery({ queryKey: key, queryFn: () => api.get<RulesNow>('/api/rules') })
export const useHistory = (code: string) => useQuery({ queryKey: [...key, code], queryFn: () => api.get<RuleHistory>(`/api/rules/${code}/versions`) })

/** For those who answer for the place; read again now and then, since somebody else decides. */
export const useProposals = (isOffice: boolean) =>
  useQuery({ queryKey: [...key, 'proposals'], queryFn: () => api.get<RuleProposals>('/api/rules/proposals'), enabled: isOffice, refetchInterval: 30_000 })

export interface RuleDecision {
  readonly what: 'approve' | 'decline' | 'withdraw'
  readonly note?: string
}

/** Agrees to a proposal, declines it or takes it back; whatever comes of it, what holds now is read again. */
export function useDecision(id: string, onDone: (what: RuleDecision['what']) => void) {
  const client = useQueryClient()
  const decide = useMutation<unknown, Problem, RuleDecision>({
    mutationFn: ({ what, note }) => api.post(`/api/rules/proposals/${id}/${what}`, note === undefined ? {} : { body: { note } }),
    onSuccess: (_, { what }) => onDone(what),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
  return { decide, problem: decide.error ?? undefined }
}

/** Asks first, publishes then, or hands it to a second person where the rule takes two; a proposal that was changed after it was looked at has to be looked at again. */
export function useProposal({ code, approvals }: Pick<RuleNow, 'code' | 'approvals'>, onDone: (published: PublishRule) => void) {
  const client = useQueryClient()
  const preview = useMutation<{ seen: string; answer: RulePreview }, Problem, ProposedRule>({
    mutationFn: async (proposed) => ({ seen: JSON.stringify(proposed), answer: await api.post<RulePreview>(`/api/rules/${code}/preview`, { body: proposed }) }),
  })
  const publish = useMutation<unknown, Problem, PublishRule>({
    mutationFn: (body) => api.post(`/api/rules/${code}/${approvals > 1 ? 'proposals' : 'versions'}`, { body }),
    onSuccess: (_, body) => onDone(body),
    // Refused because somebody else was faster: what holds now is read again too.
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
  return { preview, publish, problem: preview.error ?? publish.error ?? undefined }
}

/** What the server found wrong, by field. */
export function faultsIn(problem: Problem | undefined): Readonly<Record<string, RuleFault['why']>> {
  const faults = (problem?.details['faults'] ?? []) as readonly RuleFault[]
  return Object.fromEntries(faults.map(({ path, why }) => [path, why]))
}
