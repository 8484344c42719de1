import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Alert, Bones, Button, Chip, Chips, Desk, EmptyState, ErrorState, Pane, SearchField, Section, Tag, useFormat } from '#ui/index.ts'
import type { RuleNow, RulesNow } from '../../contract.ts'
import { BackSheet } from './back-sheet.tsx'
import { ChangeSheet } from './change-sheet.tsx'
import { HistorySheet } from './history-sheet.tsx'
import { Proposals } from './proposals.tsx'
import { type RuleAct, RuleCard } from './rule-card.tsx'
import { useProposals, useRules } from './rule-data.ts'
import { useRuleWords } from './use-rule-words.ts'
import './rules.css'

/** Every limit, time and weight this institution works by: in words, with where it comes from; changed here by those who answer for it. */
export function Component() {
  const { t } = useTranslation('rules')
  const read = useRules()
  return (
    <Desk title={t('title')} context={read.data?.isRegion && <Tag tone="brand">{t('for-region')}</Tag>} actions={<Button small icon="print" onPress={() => window.print()}>{t('print')}</Button>}>
      <Pane label={t('title')}>
        {read.isPending && <Bones cards={[2, 4, 4]} />}
        {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
        {read.data && <Suspense fallback={<Bones cards={[2, 4, 4]} />}><Rules read={read.data} /></Suspense>}
      </Pane>
    </Desk>
  )
}

function Rules({ read }: { read: RulesNow }) {
  const words = useRuleWords(read.rules.map(({ code }) => code))
  const { t } = words
  const format = useFormat()
  const [q, setQ] = useState('')
  const [group, setGroup] = useState('')
  const [act, setAct] = useState<{ what: RuleAct; code: string }>()
  const [said, setSaid] = useState('')
  const { data: waiting } = useProposals(read.rules.some(({ mayChange }) => mayChange))
  const groups = [...new Set(read.rules.map(({ code }) => words.module(code)))]
  const wanted = q.trim().toLowerCase()
  const shown = read.rules.filter((rule) => (group === '' || words.module(rule.code) === group) && (wanted === '' || textOf(rule).includes(wanted)))
  const chosen = act && read.rules.find(({ code }) => code === act.code)
  const close = () => setAct(undefined)
  const done = (code: string) => ({ validFrom }: { validFrom: string }) => {
    setSaid(t(read.rules.some((rule) => rule.code === code && rule.approvals > 1) ? 'two.proposed' : 'published', { rule: words.title(code), day: format.day(validFrom) }))
    close()
  }

  function textOf({ code, fields }: RuleNow): string {
    return [code, words.module(code), words.title(code), words.about(code), ...fields.map(({ path }) => words.nameOf(code, path))].join(' ').toLowerCase()
  }

  return (
    <div className="rules">
      <p className="muted">{t(read.isRegion ? 'region-about' : 'about')}</p>
      <div className="rules-find">
        <SearchField label={t('search')} placeholder={t('search-hint')} value={q} onChange={setQ} />
        <Chips label={t('groups')}>
          <Chip pressed={group === ''} onPress={() => setGroup('')}>{t('all')}</Chip>
          {groups.map((one) => <Chip key={one} pressed={group === one} onPress={() => setGroup(group === one ? '' : one)}>{one}</Chip>)}
        </Chips>
      </div>
      <div aria-live="polite">{said !== '' && <Alert tone="success">{said}</Alert>}</div>
      {waiting && q === '' && group === '' && <Proposals read={waiting} rules={read.rules} words={words} onSaid={setSaid} />}
      {shown.length === 0 && <EmptyState title={t('nothing')}>{t('nothing-hint')}</EmptyState>}
      {groups.filter((one) => shown.some(({ code }) => words.module(code) === one)).map((one) => (
        <Section key={one} title={one}>
          <div className="rules-cards">
            {shown.filter(({ code }) => words.module(code) === one).map((rule) => <RuleCard key={rule.code} rule={rule} isWaiting={waiting?.waiting.some(({ code }) => code === rule.code) ?? false} isRegion={read.isRegion} words={words} onAct={(what) => { setSaid(''); setAct({ what, code: rule.code }) }} />)}
          </div>
        </Section>
      ))}
      {chosen && act.what === 'change' && <ChangeSheet key={chosen.last} rule={chosen} today={read.today} words={words} onClose={close} onDone={done(chosen.code)} />}
      {chosen && act.what === 'back' && <BackSheet rule={chosen} today={read.today} words={words} onClose={close} onDone={done(chosen.code)} />}
      {chosen && act.what === 'history' && <HistorySheet rule={chosen} isRegion={read.isRegion} words={words} onClose={close} />}
    </div>
  )
}
