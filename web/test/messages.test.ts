import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// Every language says the same things, all that is asked for is said, and nothing is said that nobody asks for.

const src = join(__dirname, '../src')
type Tree = { [key: string]: string | Tree }
const languages = ['en', 'id', 'zh-Hant'] as const
const folders = ['', ...readdirSync(join(src, 'messages'), { withFileTypes: true }).filter((d) => d.isDirectory()).map((d) => d.name)]
const read = (lang: string) => folders.map((d) => flat(JSON.parse(readFileSync(join(src, 'messages', d, `${lang}.json`), 'utf8')) as Tree))

function flat(tree: Tree, path = ''): Map<string, string> {
  const out = new Map<string, string>()
  for (const [k, v] of Object.entries(tree)) {
    if (typeof v === 'string') out.set(path + k, v)
    else for (const [kk, vv] of flat(v, `${path}${k}.`)) out.set(kk, vv)
  }
  return out
}

const plural = /_(zero|one|two|few|many|other)$/
const all = Object.fromEntries(languages.map((l) => [l, new Map(read(l).flatMap((part) => [...part]))])) as Record<(typeof languages)[number], Map<string, string>>
const keys = (l: (typeof languages)[number]) => new Set([...all[l].keys()].map((k) => k.replace(plural, '')))

const files = (readdirSync(src, { recursive: true }) as string[]).filter((f) => /\.tsx?$/.test(f) && !f.startsWith('gallery') && !f.includes('.test.'))
const code = files.map((f) => readFileSync(join(src, f), 'utf8')).join('\n')
// t('a.b'), t(cond ? 'a.b' : 'c.d'), known(i18n, `a.${x}`), t(`a.${x}`)
const literal = new Set([...code.matchAll(/'([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_-]+)+)'/g)].map((m) => m[1]!))
const prefixes = [...new Set([...code.matchAll(/(?:\bt|known)\((?:i18n, )?`([a-zA-Z0-9.]+\.)\$\{[^}]+\}([^`]*)`/g)].map((m) => [m[1]!, m[2]!] as const))]

describe('messages', () => {
  it.each(languages)('%s has every key of English, and no other', (l) => {
    expect([...keys('en')].filter((k) => !keys(l).has(k))).toEqual([])
    expect([...keys(l)].filter((k) => !keys('en').has(k))).toEqual([])
  })

  it.each(languages)('%s has the plural forms that its grammar needs', (l) => {
    const needed = new Intl.PluralRules(l).resolvedOptions().pluralCategories
    const bases = new Set([...all.en.keys()].filter((k) => plural.test(k)).map((k) => k.replace(plural, '')))
    for (const base of bases) for (const form of needed) expect(all[l].has(`${base}_${form}`), `${l}: ${base}_${form}`).toBe(true)
  })

  it.each(languages)('%s fills in the same values as English', (l) => {
    const holes = (s: string | undefined) => new Set([...(s ?? '').matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]))
    for (const [k, v] of all[l]) {
      const english = all.en.get(k) ?? all.en.get(k.replace(plural, '_other'))
      expect(holes(v), `${l}: ${k}`).toEqual(holes(english))
    }
  })

  it('says everything that the code asks for', () => {
    const tops = new Set([...keys('en')].map((k) => k.split('.')[0]))
    const asked = [...code.matchAll(/\bt\(\s*(?:[^'"`()]*\?\s*)?'([^']+)'(?:\s*:\s*'([^']+)')?/g)].flatMap((m) => [m[1]!, m[2]]).filter((k): k is string => Boolean(k) && tops.has(k!.split('.')[0]))
    expect(asked.length).toBeGreaterThan(200)
    expect([...new Set(asked)].filter((k) => !keys('en').has(k))).toEqual([])
  })

  it('asks for everything that it says', () => {
    const used = (k: string) => literal.has(k) || prefixes.some(([before, after]) => k.startsWith(before) && k.endsWith(after))
    expect([...keys('en')].filter((k) => !used(k))).toEqual([])
  })

  it('leaves no message in English that is not a name', () => {
    const same = (l: 'id' | 'zh-Hant') => [...all.en].filter(([k, v]) => all[l].get(k) === v && /[a-z]{3}/.test(v.replace(/\{\{\w+\}\}/g, '')) && !/^(language|network|snippet|shell\.(brand|findKey))/.test(k)).map(([k]) => k)
    const names = new Set(['channel.whatsapp', 'voice.f1', 'connections.kinds.webhook', 'connections.kinds.mastodon', 'connections.kinds.bluesky', 'connections.option.play', 'connections.option.appstore'])
    // Words that are the same in Indonesian.
    const id = new Set([...names, 'connections.kinds.feed', 'connections.field.server', 'connections.field.video', 'listening.author.media', 'channel.sms', 'role.admin', 'sourceKind.server', 'segment.traitIs', 'journey.median', 'identity.why', 'pains.status', 'maps.field.status', 'breakdown.persona'])
    expect(same('id').filter((k) => !id.has(k))).toEqual([])
    expect(same('zh-Hant').filter((k) => !names.has(k))).toEqual([])
  })
})
