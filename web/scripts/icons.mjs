// Writes src/ui/icons.ts: the signs that the sources name, one module each, so that a build reads only these.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

const used = new Set()
for (const name of readdirSync('src', { recursive: true })) {
  if (!/\.tsx?$/.test(name) || name.endsWith('icons.ts')) continue
  for (const m of readFileSync('src/' + name, 'utf8').matchAll(/import \{([^}]*)\} from '[^']*\/icons'/g)) {
    for (const word of m[1].split(',').map((w) => w.trim())) if (word.startsWith('Icon')) used.add(word)
  }
}
const lines = [...used].sort().map((n) => `export { default as ${n} } from '@tabler/icons-react/dist/esm/icons/${n}.mjs'`)
writeFileSync('src/ui/icons.ts', `// Made by scripts/icons.mjs: the signs that the app draws with, one module each, so that a build reads only these.\nexport type { Icon } from '@tabler/icons-react'\n${lines.join('\n')}\n`)
