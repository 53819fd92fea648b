import type { Part } from '../../app/i18n'

const part: Part = {
  en: () => import('../../messages/audit/en.json'),
  id: () => import('../../messages/audit/id.json'),
  'zh-Hant': () => import('../../messages/audit/zh-Hant.json'),
}
export default part
