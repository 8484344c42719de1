import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Problem } from '#client/index.ts'
import type { ProposedRule, PublishRule, RuleFault, RuleHistory, RulePreview, RulesNow } from '../../contract.ts'

const key = ['rules']

export const useRules = () => useQuery({ queryKey: key, queryFn: () => api.get<RulesNow>('/api/rules') })
export const useHistory = (code: string) => useQuery({ queryKey: [...key, code], queryFn: () => api.get<RuleHistory>(`/api/rules/${code}/versions`) })

/** Asks first, publishes then; a proposal that was changed after it was looked at has to be looked at again. */
export function useProposal(code: string, onDone: (published: PublishRule) => void) {
  const client = useQueryClient()
  const preview = useMutation<{ seen: string; answer: RulePreview }, Problem, ProposedRule>({
    mutationFn: async (proposed) => ({ seen: JSON.stringify(proposed), answer: await api.post<RulePreview>(`/api/rules/${code}/preview`, { body: proposed }) }),
  })
  const publish = useMutation<unknown, Problem, PublishRule>({
    mutationFn: (body) => api.post(`/api/rules/${code}/versions`, { body }),
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
