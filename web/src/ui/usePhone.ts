import { useMediaQuery } from '@mantine/hooks'

/** Whether the window is as narrow as a phone, known from the first rendering on. */
export function usePhone(): boolean {
  return useMediaQuery('(max-width: 47.9em)', undefined, { getInitialValueInEffect: false })
}
