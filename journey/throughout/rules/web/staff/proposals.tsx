import { useState } from 'react'
import { Alert, Button, Card, Section, Sep, Tag, TextField, useFormat } from '#ui/index.ts'
import type { RuleNow, RuleProposal, RuleProposals } from '../../contract.ts'
import { Effect } from './effect.tsx'
import { useDecision } from './rule-data.ts'
import type { RuleWords } from './use-rule-words.ts'

type Props = { read: RuleProposals; rules: readonly RuleNow[]; words: RuleWords; onSaid: (text: string) => void }

/** What waits for a second person, first what waits for whoever reads; and what became of the last ones. */
export function Proposals({ read, rules, words, onSaid }: Props) {
  const { t } = words
  const ruleOf = new Map(rules.map((rule) => [rule.code, rule]))
  const inOrder = read.waiting.toSorted((a, b) => Number(b.mayDecide) - Number(a.mayDecide))
  if (read.waiting.length === 0 && read.decided.length === 0) return null
  return (
    <Section title={t('two.title')}>
      {read.waiting.length === 0 && <p className="muted">{t('two.none')}</p>}
      <div className="rules-cards">
        {inOrder.map((one) => {
          const rule = ruleOf.get(one.code)
          return rule && <Waiting key={one.id} proposal={one} rule={rule} words={words} onSaid={onSaid} />
        })}
      </div>
      {read.decided.length > 0 && <Decided proposals={read.decided} words={words} />}
    </Section>
  )
}

function Waiting({ proposal, rule, words, onSaid }: { proposal: RuleProposal; rule: RuleNow; words: RuleWords; onSaid: (text: string) => void }) {
  const { t } = words
  const format = useFormat()
  const [isDeclining, setDeclining] = useState(false)
  const [note, setNote] = useState('')
  const title = words.title(proposal.code)
  const { decide, problem } = useDecision(proposal.id, (what) => onSaid(t(`two.said-${what}`, { rule: title, day: format.day(proposal.validFrom) })))
  return (
    <Card label={title}>
      <div className="row row--wrap">
        <h3 className="grow rules-name">{title}</h3>
        <Tag tone={proposal.mayDecide ? 'warning' : 'neutral'}>{t(proposal.mayDecide ? 'two.for-you' : proposal.isMine ? 'two.yours' : 'two.waits')}</Tag>
      </div>
      {proposal.effect ? <Effect rule={rule} preview={proposal.effect} isBack={proposal.value === null} words={words} /> : <Alert tone="warning">{t('two.stale')}</Alert>}
      <p className="caption muted">
        {t('two.by', { name: proposal.proposedBy || t('two.somebody'), when: format.dayTime(proposal.proposedAt) })}<Sep />{t('source')} {proposal.source}<Sep />{t('two.until', { when: format.dayTime(proposal.expiresAt) })}
      </p>
      {proposal.mayDecide && !isDeclining && (
        <div className="row row--wrap rules-acts">
          {proposal.effect && <Button small kind="primary" aria-label={`${t('two.approve')} ${title}`} busy={decide.isPending} onPress={() => decide.mutate({ what: 'approve' })}>{t('two.approve')}</Button>}
          <Button small aria-label={`${t('two.decline')} ${title}`} onPress={() => setDeclining(true)}>{t('two.decline')}</Button>
        </div>
      )}
      {isDeclining && (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); decide.mutate({ what: 'decline', note: note.trim() }) }}>
          <TextField label={t('two.why')} value={note} onChange={setNote} maxLength={300} required />
          <div className="row row--wrap rules-acts">
            <Button small type="submit" kind="primary" disabled={note.trim().length < 2} busy={decide.isPending}>{t('two.decline')}</Button>
            <Button small kind="quiet" onPress={() => setDeclining(false)}>{t('two.keep')}</Button>
          </div>
        </form>
      )}
      {proposal.isMine && (
        <div className="row row--wrap rules-acts">
          <Button small aria-label={`${t('two.withdraw')} ${title}`} busy={decide.isPending} onPress={() => decide.mutate({ what: 'withdraw' })}>{t('two.withdraw')}</Button>
          <span className="caption muted">{t('two.another')}</span>
        </div>
      )}
      {problem && <Alert tone="warning">{problem.title || t('offline')}</Alert>}
    </Card>
  )
}

function Decided({ proposals, words }: { proposals: readonly RuleProposal[]; words: RuleWords }) {
  const { t } = words
  const format = useFormat()
  return (
    <details className="rules-decided">
      <summary>{t('two.decided', { count: proposals.length })}</summary>
      <ul>
        {proposals.map((one) => (
          <li key={one.id}>
            <b>{words.title(one.code)}</b> <Tag>{t(`two.state.${one.state}`)}</Tag>
            <span className="caption muted">
              {t('two.by', { name: one.proposedBy || t('two.somebody'), when: format.dayTime(one.proposedAt) })}
              {one.decidedBy !== '' && one.decidedAt !== null && !one.state.startsWith('with') && <><Sep />{t('two.answered', { name: one.decidedBy, when: format.dayTime(one.decidedAt) })}</>}
              {one.note !== '' && <><Sep />{one.note}</>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
