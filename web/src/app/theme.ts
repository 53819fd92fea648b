import { createTheme, type MantineColorsTuple } from '@mantine/core'

const fonts =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", "PingFang TC", "Microsoft JhengHei", "Noto Sans TC", "Noto Sans CJK TC", sans-serif'

/** The one accent: the colour of what can be acted on and of people who move on. */
const trail: MantineColorsTuple = ['#e6f6f3', '#cdeae5', '#9cd5cb', '#68bfb1', '#3faa9a', '#1f9786', '#0b7d6f', '#0b6e63', '#085a51', '#04453e']
/** Warm greys, so that the sheet reads like paper. */
const gray: MantineColorsTuple = ['#f8f8f6', '#f1f1ee', '#e6e6e2', '#d7d7d2', '#bdbdb8', '#94958f', '#6c6e69', '#51534f', '#363835', '#222422']
const dark: MantineColorsTuple = ['#d3d6d4', '#b4b8b6', '#959a98', '#6d7371', '#454b4a', '#343a39', '#262b2b', '#1b1f1f', '#151818', '#0f1111']

export const theme = createTheme({
  primaryColor: 'trail',
  primaryShade: { light: 7, dark: 6 },
  colors: { trail, gray, dark },
  autoContrast: true,
  fontFamily: fonts,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK TC", monospace',
  headings: { fontFamily: fonts, fontWeight: '620', sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.35' }, h3: { fontSize: '0.9375rem', lineHeight: '1.4' } } },
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9375rem', lg: '1.0625rem', xl: '1.25rem' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '8px', lg: '12px', xl: '18px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 250, multiline: true, maw: 320, withArrow: true, events: { hover: true, focus: true, touch: true } } },
    // A note goes by itself; one that waits for an answer names its own close button.
    Notification: { defaultProps: { withCloseButton: false } },
    Drawer: { defaultProps: { overlayProps: { backgroundOpacity: 0.25 } } },
    Modal: { defaultProps: { overlayProps: { backgroundOpacity: 0.35 }, centered: true } },
    Table: { defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm' } },
  },
})
