import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { texts } from './texts/index.ts'

/** FlowAuth's own colour, from light to dark: a deep blue-green. */
const lagoon: MantineColorsTuple = [
  '#eaf5f8',
  '#d5e7ec',
  '#a9cfda',
  '#7ab6c7',
  '#54a1b6',
  '#3c94ac',
  '#2c87a0',
  '#1c7189',
  '#12566b',
  '#08404f',
]

/** The list of a field to choose from is what scrolls, and a part of the page as the field is. */
const CHOOSING = {
  withScrollArea: false,
  styles: { options: { maxHeight: 240, overflowY: 'auto' } },
} as const

/** How the pages look. */
export const theme = createTheme({
  colors: { lagoon },
  primaryColor: 'lagoon',
  // Dark enough for white text on it, and light enough on a dark page, by WCAG's ratio of 4.5.
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontWeight: '650' },
  components: {
    Paper: { defaultProps: { withBorder: true, p: 'lg' } },
    Modal: { defaultProps: { centered: true } },
    ModalTitle: { defaultProps: { fw: 650, fz: 'lg' } },
    ModalContent: { defaultProps: { p: 'xs' } },
    // The page has a banner of its own.
    ModalHeader: { defaultProps: { role: 'none' } },
    ModalCloseButton: { defaultProps: { 'aria-label': texts.actions.close } },
    Combobox: { defaultProps: { withinPortal: false } },
    Select: { defaultProps: CHOOSING },
    MultiSelect: { defaultProps: CHOOSING },
    Table: { defaultProps: { verticalSpacing: 'sm' } },
  },
})

/** Mantine's greys for secondary text, hints and errors are too pale to be read easily. */
export const cssVariablesResolver: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#51606a',
    '--mantine-color-placeholder': '#66747d',
    '--mantine-color-error': colors.red[9],
    '--mantine-color-anchor': lagoon[8],
  },
  dark: {
    '--mantine-color-dimmed': '#b4bcc2',
    '--mantine-color-placeholder': '#9aa4ab',
    '--mantine-color-error': colors.red[4],
    '--mantine-color-anchor': lagoon[3],
  },
})
