import { Bones, ErrorState, Sep, Sheet, Tag, useFormat } from '#ui/index.ts'
import type { RuleNow, RuleVersion } from '../../contract.ts'
import { useHistory } from './rule-data.ts'
import type { RuleWords } from './use-rule-words.ts'
import { ValueList } from './value-list.tsx'

/** Every version there ever was, here and in the region, the later first. */
export function HistorySheet({ rule, isRegion, words, onClose }: { rule: RuleNow; isRegion: boolean; words: RuleWords; onClose: () => void }) {
  const { t } = words
  const read = useHistory(rule.code)
  return (
    <Sheet title={t('history-title', { rule: words.title(rule.code) })} onClose={onClose}>
      {read.isPending && <Bones cards={[3, 3]} />}
      {read.isError && <ErrorState problem={read.error} onRetry={() => void read.refetch()} />}
      <ol className="rules-history">
        {read.data?.versions.map((one) => <li key={`${String(one.own)}/${one.validFrom}/${one.version}`}><Entry rule={rule} version={one} isRegion={isRegion} words={words} /></li>)}
      </ol>
    </Sheet>
  )
}

function Entry({ rule, version, isRegion, words }: { rule: RuleNow; version: RuleVersion; isRegion: boolean; words: RuleWords }) {
  const { t } = words
  const format = useFormat()
  return (
    <>
      <p className="row row--wrap">
        <b>{t('since', { day: format.date(version.validFrom) })}</b>
        <Tag tone={version.own && !isRegion ? 'brand' : 'neutral'}>{version.own && !isRegion ? t('version-own', { version: version.version }) : t('version-region')}</Tag>
      </p>
      {version.value === null ? <p>{t('version-back')}</p> : <ValueList code={rule.code} fields={rule.fields} value={version.value} words={words} />}
      <p className="caption muted">
        {t('source')} {words.source(rule.code, version, isRegion)}
        <Sep />{version.publishedAt === null ? t('came-with') : <>{version.proposedBy !== '' ? t('two.by-both', { first: version.proposedBy, second: version.publishedBy }) : version.publishedBy} {format.dayTime(version.publishedAt)}</>}
      </p>
    </>
  )
}
