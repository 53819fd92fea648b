// What the server says of a survey to those who answer it, with all texts in one language.

export type Kind = 'nps' | 'csat' | 'ces' | 'rating' | 'choice' | 'matrix' | 'text' | 'consent' | 'note' | 'review'
export interface Named { id: string; label: string }
export interface Condition { question: string; op: string; value?: unknown }
export interface Jump { when?: Condition[] | null; to: string }
export interface Question {
  id: string
  kind: Kind
  title: string
  help?: string
  low?: string
  high?: string
  placeholder?: string
  required?: boolean
  multiple?: boolean
  other?: boolean
  options?: Named[] | null
  rows?: Named[] | null
  columns?: Named[] | null
  max?: number
  show?: Condition[] | null
  next?: Jump[] | null
}
export interface Answer { question: string; score?: number; choices?: string[]; other?: string; rows?: Record<string, string>; text?: string; title?: string; consent?: boolean }
export interface Theme { accent?: string; background?: string; text?: string; radius?: number; logo?: string; position?: string }
export interface Survey {
  token: string
  name: string
  language: string
  languages?: string[] | null
  dir?: string
  theme?: Theme
  questions: Question[]
  thanks?: string
  answers?: Answer[] | null
  finished?: boolean
  trap?: string
}
