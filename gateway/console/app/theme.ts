import { type CSSVariablesResolver, createTheme } from '@mantine/core';

/** One type scale, one spacing scale, one quiet accent; the system's own fonts, so that none is fetched. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: 9,
  respectReducedMotion: true,
  // Where black is read better than white: WCAG's own turning point.
  autoContrast: true,
  luminanceThreshold: 0.179,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.3' },
      h2: { fontSize: '1.25rem', lineHeight: '1.35' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.4' },
    },
  },
  components: {
    // What scrolls can be reached by the keyboard.
    ScrollArea: { defaultProps: { viewportProps: { tabIndex: 0 } } },
    Table: {
      defaultProps: {
        verticalSpacing: 'sm',
        horizontalSpacing: 'md',
        highlightOnHover: true,
        highlightOnHoverColor: 'gray.0',
      },
    },
    Card: { defaultProps: { withBorder: true, padding: 'lg' } },
  },
});

/** Texts that the library makes too pale to be read by everybody (WCAG AA), in every colour. */
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    ...Object.fromEntries(
      Object.keys(colors)
        .filter((name) => name !== 'dark')
        .flatMap((name) =>
          ['light-color', 'outline', 'text'].map((use) => [
            `--mantine-color-${name}-${use}`,
            `color-mix(in srgb, var(--mantine-color-${name}-9) 75%, black)`,
          ]),
        ),
    ),
  },
  dark: {},
});
