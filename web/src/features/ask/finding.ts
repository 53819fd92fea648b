import { useTranslation } from 'react-i18next'
import type { Pain, Question } from '../../api/types'
import { useWords } from '../../app/words'
import { useNames } from './names'

/** The sentence that says what friction was found, with the names of the workspace in it. */
export function useFindingSentence(question: Question) {
  const { t } = useTranslation()
  const names = useNames(question)
  const words = useWords()
  return (message: string, params: NonNullable<Pain['params']>) => {
    const property = params.property ? names.property(params.property) : ''
    const value = params.property === 'channel' ? words.channel(params.value ?? '') : params.value
    const measure = message.startsWith('friction.signals') ? t(`view.scale.${params.measure ?? ''}`, { defaultValue: params.measure }) : params.measure
    return t(`friction.${message.replace('friction.', '')}`, { ...params, property, value, measure })
  }
}
