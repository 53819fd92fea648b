import type { Part } from '../../app/i18n'

const part: Part = {
  en: () => import('../../messages/reviews/en.json'),
  id: () => import('../../messages/reviews/id.json'),
  'zh-Hant': () => import('../../messages/reviews/zh-Hant.json'),
}
export default part
