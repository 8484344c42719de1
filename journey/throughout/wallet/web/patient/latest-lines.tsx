import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#client/index.ts'
import { Bones, Button, Section } from '#ui/index.ts'
import type { Statement } from '../../contract.ts'
import { daysOf, monthOf } from './months.ts'
import { StatementLines } from './statement-lines.tsx'

/** The last few lines of this month; the rest is a page of its own. */
export function LatestLines({ personId }: { personId: string }) {
  const { t } = useTranslation('wallet')
  const span = daysOf(monthOf(Date.now()))
  const read = useQuery({ queryKey: ['wallet', 'statement', personId, span.from, ''], queryFn: () => api.get<Statement>('/api/wallet/statement', { query: { personId, ...span } }) })
  if (read.isPending) return <Bones cards={[3]} />
  if (!read.data || read.data.lines.length === 0) return null
  return (
    <Section title={t('this-month')} aside={read.data.lines.length > 3 ? <Button small kind="quiet" href="/wallet/statement">{t('all-lines')}</Button> : undefined}>
      <StatementLines lines={read.data.lines.slice(-3)} label={t('this-month')} />
    </Section>
  )
}
