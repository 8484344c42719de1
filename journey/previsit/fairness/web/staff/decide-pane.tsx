import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Problem } from '#client/index.ts'
import { Alert, Button, Checkbox, Pane, RadioGroup, TextField } from '#ui/index.ts'
import type { DecideFinding, FindingDetail } from '../../contract.ts'
import { Decisions } from './decisions.tsx'

const kinds = ['dismiss', 'watch', 'restrict', 'refer'] as const
type Kind = (typeof kinds)[number]

/** What a person makes of it, with a reason. The gravest grade goes to a second person. */
export function DecidePane({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation('fairness')
  const toDecide = finding.state === 'open' || finding.state === 'watched'
  return (
    <Pane label={t('finding.decide')} head={<h2>{t('finding.decide')}</h2>}>
      <div className="stack">
        {toDecide && <Choose finding={finding} />}
        {finding.state === 'proposed' && <Second finding={finding} />}
        {!toDecide && finding.state !== 'proposed' && <Reopen finding={finding} />}
        <Decisions finding={finding} />
      </div>
    </Pane>
  )
}

function useDecide(finding: FindingDetail, path: 'decide' | 'second') {
  const client = useQueryClient()
  return useMutation<unknown, Problem, object>({
    mutationFn: (body) => api.post(`/api/fairness/findings/${finding.id}/${path}`, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: ['fairness'] }),
  })
}

function Choose({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation('fairness')
  const [kind, setKind] = useState<Kind>('watch')
  const [grade, setGrade] = useState(finding.grades[0]?.code ?? '')
  const [subjects, setSubjects] = useState<ReadonlySet<string>>(new Set())
  const [reason, setReason] = useState('')
  const [pressed, setPressed] = useState(false)
  const decide = useDecide(finding, 'decide')
  const members = finding.nodes.filter((node) => node.kind === 'account' || node.kind === 'device')
  const chosen = members.filter((node) => subjects.has(node.subject)).map((node) => ({ kind: node.kind as 'account' | 'device', subject: node.subject }))
  const missing = kind === 'restrict' && chosen.length === 0
  const isProposal = kind === 'restrict' && finding.grades.find((one) => one.code === grade)?.second === true
  const press = () => {
    setPressed(true)
    if (reason.trim() === '' || missing) return
    const body: DecideFinding = { kind, reason: reason.trim(), seenState: finding.state, subjects: kind === 'restrict' ? chosen : [], ...(kind === 'restrict' ? { grade } : {}) }
    decide.mutate(body)
  }
  const turn = (subject: string) => setSubjects((old) => (old.has(subject) ? new Set([...old].filter((one) => one !== subject)) : new Set([...old, subject])))
  return (
    <>
      <RadioGroup label={t('finding.decide-kind')} value={kind} onChange={(value) => setKind(value as Kind)} options={kinds.map((value) => ({ value, label: t(`finding.kind-${value}`), note: t(`finding.kind-${value}-note`) }))} />
      {kind === 'restrict' && (
        <>
          <RadioGroup label={t('finding.grade')} value={grade} onChange={setGrade} options={finding.grades.map(({ code, days }) => ({ value: code, label: t(`finding.grade-${code}`, { days }) }))} />
          <fieldset>
            <legend>{t('finding.whom')}</legend>
            {members.map((node) => (
              <Checkbox
                key={node.subject} checked={subjects.has(node.subject)} onChange={() => turn(node.subject)}
                label={<>{t(`finding.${node.kind === 'account' ? 'account' : 'device'}-n`, { label: node.label, count: node.bookings })}{node.carries && <span className="small muted fairness-carries">{t('finding.carries')}</span>}</>}
              />
            ))}
          </fieldset>
          {pressed && missing && <Alert tone="warning">{t('finding.whom-needed')}</Alert>}
        </>
      )}
      <TextField label={t('finding.reason')} rows={3} maxLength={1000} value={reason} onChange={setReason} error={pressed && reason.trim() === '' ? t('finding.reason-needed') : undefined} />
      {decide.isError && <Alert tone="danger">{decide.error.title}</Alert>}
      <Button kind="primary" busy={decide.isPending} onPress={press}>{t(isProposal ? 'finding.save-propose' : 'finding.save')}</Button>
    </>
  )
}

function Second({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation('fairness')
  const second = useDecide(finding, 'second')
  const proposed = finding.decisions.find((one) => one.state === 'proposed')
  if (!proposed) return null
  const days = finding.grades.find((one) => one.code === proposed.grade)?.days ?? 0
  return (
    <>
      <Alert tone="now" title={t('finding.second-lead', { name: proposed.decidedBy, grade: t('finding.grade-month', { days }) })}>{proposed.reason}</Alert>
      {proposed.byMe && <p className="muted">{t('finding.second-own')}</p>}
      {!proposed.byMe && (
        <div className="buttons">
          <Button kind="primary" busy={second.isPending} onPress={() => second.mutate({ confirm: true })}>{t('finding.second')}</Button>
          <Button busy={second.isPending} onPress={() => second.mutate({ confirm: false })}>{t('finding.second-decline')}</Button>
        </div>
      )}
      {second.isError && <Alert tone="danger">{second.error.title}</Alert>}
    </>
  )
}

function Reopen({ finding }: { finding: FindingDetail }) {
  const { t } = useTranslation('fairness')
  const [reason, setReason] = useState('')
  const [pressed, setPressed] = useState(false)
  const decide = useDecide(finding, 'decide')
  const press = () => {
    setPressed(true)
    if (reason.trim() !== '') decide.mutate({ kind: 'reopen', reason: reason.trim(), seenState: finding.state, subjects: [] })
  }
  return (
    <>
      <p className="muted">{t('finding.reopen-note')}</p>
      <TextField label={t('finding.reason')} rows={2} maxLength={1000} value={reason} onChange={setReason} error={pressed && reason.trim() === '' ? t('finding.reason-needed') : undefined} />
      {decide.isError && <Alert tone="danger">{decide.error.title}</Alert>}
      <Button icon="undo" busy={decide.isPending} onPress={press}>{t('finding.reopen')}</Button>
    </>
  )
}
