import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { createPain, pains } from '../../api/calls'
import type { PainNew } from '../../api/types'
import { usePlace } from '../../app/place'

/** Makes a pain point of what was heard or said, and opens it. What has one already opens that. */
export function useMakePain() {
  const { ws } = usePlace()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async (b: PainNew) => {
      const said = b.evidence
      const { pains: all } = await client.fetchQuery(pains(ws))
      const known = all.find((p) => (said?.theme && p.kind === 'theme' && p.evidence.theme === said.theme) || (said?.comment && p.evidence.map === said.map && p.evidence.comment === said.comment))
      return known ?? createPain(ws, b)
    },
    onSuccess: (p) => {
      void client.invalidateQueries({ queryKey: ['pains', ws] })
      void navigate({ to: '/w/$ws/pains/$pain', params: { ws: String(ws), pain: p.id } })
    },
    onError: (error) => notifications.show({ message: error.message, color: 'red' }),
  })
}

/** The beginning of a text, as the name of a pain point. */
export function titleOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const letters = [...line]
  return letters.length > 120 ? letters.slice(0, 119).join('') + '…' : line
}
