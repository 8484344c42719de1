import { useTranslation } from 'react-i18next'
import type { Matter } from '../../contract.ts'

/** A matter in words: a thing that is out by its kind and code, everything else as it was said. */
export function useMatterWords() {
  const { t } = useTranslation('servicedesk')
  return {
    kind: (matter: Matter) => t(`kind.${matter.contactKind ?? matter.kind}`),
    of: ({ kind, words }: { readonly kind: string; readonly words: string }) => {
      if (kind !== 'loan') return words
      const [thing = '', ...code] = words.split(' ')
      return `${t(`item.${thing}`)} ${code.join(' ')}`
    },
  }
}
