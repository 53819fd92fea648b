import type { PersonaStory } from '../../api/types'
import css from './personas.module.css'

/** The first letters of a name, where the team chose none. */
export function initialsOf(name: string, story: Pick<PersonaStory, 'initials'>): string {
  if (story.initials) return story.initials
  const words = name.trim().split(/\s+/).filter((w) => /^[\p{L}\p{N}]/u.test(w))
  return words.slice(0, 2).map((w) => [...w][0]!.toLocaleUpperCase()).join('')
}

/** Stands for a picture. */
export function Face({ name, story, size = 48 }: { name: string; story: Pick<PersonaStory, 'initials' | 'colour'>; size?: number }) {
  return <span aria-hidden className={css.face} data-colour={story.colour ?? 'teal'} style={{ width: size, height: size, fontSize: size * 0.36 }}>{initialsOf(name, story)}</span>
}
