import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const LANGUAGES = ['en', 'id', 'zh-Hant'] as const
export type Language = (typeof LANGUAGES)[number]

const load: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('../messages/en.json'),
  id: () => import('../messages/id.json'),
  'zh-Hant': () => import('../messages/zh-Hant.json'),
}

/** What comes with a screen, or with all but the first: the first one stays small. Each is a folder of messages. */
type Part = 'ask' | 'audit' | 'faults' | 'reviews'
const files = import.meta.glob<{ default: object }>('../messages/*/*.json')
const parts = new Set<Part>()

/** Loads a screen with what it says: it is there when both are. */
export async function withMessages<T>(part: Part, page: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([page, bring(part)])
  return loaded
}

/** Loads a part in the language of now, and in each that is changed to. */
export async function bring(part: Part): Promise<void> {
  parts.add(part) // first, so that a change of language meanwhile brings it too
  await add(part, i18next.language as Language)
}

async function add(part: Part, lang: Language) {
  const found = await files[`../messages/${part}/${lang}.json`]?.()
  if (found) i18next.addResourceBundle(lang, 'translation', found.default, true, true)
}

/** The nearest language that we speak. */
export function nearest(wanted: readonly string[]): Language {
  for (const w of wanted) {
    const tag = w.toLowerCase()
    if (tag.startsWith('zh')) return 'zh-Hant'
    if (tag === 'id' || tag.startsWith('id-') || tag.startsWith('ms')) return 'id'
    if (tag.startsWith('en')) return 'en'
  }
  return 'en'
}

function stored(): string | null {
  try {
    return localStorage.getItem('jejak-lang')
  } catch {
    // Closed storage: the browser's languages decide.
    return null
  }
}

/** Whether a language was chosen in this browser; else the one of the account holds. */
export function hasChosenLanguage(): boolean {
  return stored() !== null
}

export function storedLanguage(): Language {
  const chosen = stored()
  return nearest(chosen ? [chosen] : navigator.languages)
}

export async function startI18n(lang: Language): Promise<i18n> {
  const messages = (await load[lang]()).default
  await i18next.use(initReactI18next).init({
    lng: lang,
    resources: { [lang]: { translation: messages } },
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false, bindI18nStore: 'added' },
  })
  document.documentElement.lang = lang
  return i18next
}

export async function switchLanguage(lang: Language): Promise<void> {
  if (!i18next.hasResourceBundle(lang, 'translation')) {
    i18next.addResourceBundle(lang, 'translation', (await load[lang]()).default)
  }
  await Promise.all([...parts].map((part) => add(part, lang)))
  await i18next.changeLanguage(lang)
  document.documentElement.lang = lang
  try {
    localStorage.setItem('jejak-lang', lang)
  } catch {
    // It holds until the page closes.
  }
}
