import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isProblem, type Problem } from '#client/index.ts'
import { Alert, Button, Card } from '#ui/index.ts'
import type { PersonDetails } from '../contract.ts'
import { DetailsFields, detailsOf, emptyDetails } from './details-fields.tsx'

/** Who you are, once: the page around it sends it. */
export function FirstDetails({ busy, problem, onSubmit }: { busy: boolean; problem: Problem | null; onSubmit: (details: PersonDetails) => void }) {
  const { t } = useTranslation('people')
  const [draft, setDraft] = useState(emptyDetails)
  const [tried, setTried] = useState(false)
  const details = detailsOf(draft)
  const atNumber = isProblem(problem, 'people.document-invalid') ? problem.title : undefined
  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); setTried(true); if (details && !busy) onSubmit(details) }}>
      <Card>
        <div className="stack">
          <DetailsFields draft={draft} onChange={setDraft} problem={atNumber} tried={tried} />
          {problem && !atNumber && <Alert tone={isProblem(problem, 'people.not-confirmed-yet') ? 'warning' : 'danger'}>{problem.title}</Alert>}
          <Button kind="primary" type="submit" block busy={busy}>{t('that-is-me')}</Button>
          <p className="small muted">{t('why-details')}</p>
        </div>
      </Card>
    </form>
  )
}
