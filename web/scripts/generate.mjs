// Writes src/api/openapi.json from the server's own description (or takes it from stdin with --stdin) and the types from it.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const root = new URL('../../', import.meta.url)
const target = new URL('../src/api/openapi.json', import.meta.url)
const text = process.argv.includes('--stdin')
  ? readFileSync(0, 'utf8')
  : execFileSync('go', ['run', './cmd/jejak', 'openapi'], { cwd: root, encoding: 'utf8', maxBuffer: 64 << 20 })
writeFileSync(target, JSON.stringify(JSON.parse(text), null, 1) + '\n')
const types = astToString(await openapiTS(target))
writeFileSync(new URL('../src/api/schema.d.ts', import.meta.url), '// Made by npm run generate from openapi.json.\n' + types)
