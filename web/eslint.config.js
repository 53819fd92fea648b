import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { noLiteralText } from './scripts/no-literal-text.mjs'

export default tseslint.config(
  { ignores: ['node_modules', 'gallery-dist', 'src/api/schema.d.ts', 'shots'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  jsxA11y.flatConfigs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { jejak: { rules: { 'no-literal-text': noLiteralText } } },
    rules: {
      'jejak/no-literal-text': 'error',
      // An index that is known to be in range is asserted where the loop shows it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // The first field of a dialog takes the focus, as the ARIA practice for dialogs asks.
      'jsx-a11y/no-autofocus': 'off',
    },
  },
  { files: ['src/gallery/**'], rules: { 'jejak/no-literal-text': 'off' } },
  { files: ['**/*.{mjs,js}'], languageOptions: { globals: { process: 'readonly', console: 'readonly', localStorage: 'readonly', matchMedia: 'readonly', document: 'readonly', URL: 'readonly' } } },
)
