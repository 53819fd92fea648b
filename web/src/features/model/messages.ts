import type { Part } from '../../app/i18n'

const part: Part = {
  en: () => import('../../messages/model/en.json'),
  id: () => import('../../messages/model/id.json'),
  'zh-Hant': () => import('../../messages/model/zh-Hant.json'),
}
export default part
