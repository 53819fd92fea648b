import type { Part } from '../../app/i18n'

const part: Part = {
  en: () => import('../../messages/ask/en.json'),
  id: () => import('../../messages/ask/id.json'),
  'zh-Hant': () => import('../../messages/ask/zh-Hant.json'),
}
export default part
