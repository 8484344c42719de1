import type { RuleField } from '../../contract.ts'
import { keyOf, valueAt } from './rule-form.ts'
import type { RuleWords } from './use-rule-words.ts'

/** A value as names and words, the parts that belong together under one name. */
export function ValueList({ code, fields, value, words }: { code: string; fields: readonly RuleField[]; value: unknown; words: RuleWords }) {
  return groupsOf(fields).map(([group, parts]) => {
    const known = parts.filter((field) => !field.optional || valueAt(value, field.path) !== undefined)
    if (known.length === 0) return null
    return (
      <div key={group} className="rules-group">
        {group !== '' && <p className="small rules-group-name">{words.nameOf(code, group.split('.'))}</p>}
        <dl className="rules-values">
          {known.map((field) => (
            <div key={keyOf(field.path)} data-wide={field.kind === 'rows' || field.kind === 'texts' || field.kind === 'json' || field.kind === 'text' || undefined}>
              <dt>{words.nameOf(code, field.path.slice(-1))}</dt>
              <dd>{words.lines(code, field, valueAt(value, field.path)).map((line) => <span key={line}>{line}</span>)}</dd>
            </div>
          ))}
        </dl>
      </div>
    )
  })
}

/** Fields by what stands before their own name, in order. */
export function groupsOf(fields: readonly RuleField[]): [string, RuleField[]][] {
  return [...Map.groupBy(fields, (field) => keyOf(field.path.slice(0, -1)))]
}
