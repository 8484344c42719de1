import { useTranslation } from 'react-i18next'

/** The name in the reader's language; a thing without one is called by its kind. */
export function useName(): (thing: { readonly name: string; readonly nameEn: string; readonly kind?: string | undefined }) => string {
  const { t, i18n } = useTranslation('guidance')
  return ({ name, nameEn, kind }) => (i18n.language === 'en' && nameEn !== '' ? nameEn : name !== '' ? name : kind ? t(`kind.${kind}`) : nameEn)
}
