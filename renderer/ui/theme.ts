/** The Mantine theme, for light and dark. */

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { common } from './texts.ts';

/** Harbour teal; white text has a contrast of 4.8:1 on shade 8. */
const pax: MantineColorsTuple = [
  '#e8f7f8',
  '#d6edef',
  '#abdade',
  '#7cc6cd',
  '#57b5be',
  '#3eaab5',
  '#2ba1ac',
  '#188d98',
  '#087e88',
  '#006871',
];

/** Mantine's dark greys, with a hint of the sea. */
const dark: MantineColorsTuple = [
  '#ccd5d7',
  '#b4bfc1',
  '#8d9a9d',
  '#657275',
  '#414c4f',
  '#323b3e',
  '#283033',
  '#1e2527',
  '#161b1d',
  '#101415',
];

const fontFamily =
  '"Inter Variable", Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI Variable", "Segoe UI", Roboto, Cantarell, "Noto Sans", "Liberation Sans", Arial, sans-serif';

const dialogTitle = { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 650 };

/**
 * A closing dialog covers the page until its transition ends. Mantine replaces `transitionProps` as a whole, so its
 * default duration in ms is repeated here.
 */
const closesAtOnce = { duration: 200, exitDuration: 0 };

export const theme = createTheme({
  colors: { pax, dark },
  primaryColor: 'pax',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'md',
  fontFamily,
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontFamily, fontWeight: '650' },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        padding: 'lg',
        transitionProps: { transition: 'fade-down', ...closesAtOnce },
      },
      styles: { title: dialogTitle },
    },
    Drawer: {
      defaultProps: { padding: 'lg', transitionProps: closesAtOnce },
      styles: { title: dialogTitle },
    },
    Notification: {
      defaultProps: {
        withBorder: true,
        radius: 'md',
        closeButtonProps: { 'aria-label': common.close },
      },
      styles: { description: { color: 'var(--mantine-color-text)' } },
    },
    Popover: {
      // A long one in a low window scrolls.
      defaultProps: { middlewares: { flip: true, shift: true, size: { padding: 8 } } },
      styles: { dropdown: { overflowY: 'auto' } },
    },
    Menu: {
      defaultProps: {
        shadow: 'md',
        radius: 'md',
        // A menu may not contain the placeholder.
        withInitialFocusPlaceholder: false,
        // A long menu in a low window scrolls.
        middlewares: { flip: true, shift: true, size: { padding: 8 } },
        // A region that scrolls needs an element that Tab reaches.
        menuItemTabIndex: 0,
      },
      styles: { dropdown: { overflowY: 'auto' } },
    },
  },
});

/** Mantine's own tint of a warm colour on dark ground is a saturated brown, more conspicuous than any button. */
function darkTint(colour: 'yellow' | 'orange' | 'red'): Record<string, string> {
  const tint = (percent: number) =>
    `color-mix(in srgb, var(--mantine-color-${colour}-5) ${percent}%, transparent)`;
  return {
    [`--mantine-color-${colour}-light`]: tint(10),
    [`--mantine-color-${colour}-light-hover`]: tint(14),
    [`--mantine-color-${colour}-light-color`]: `var(--mantine-color-${colour}-3)`,
  };
}

/** Text on Mantine's own tints, and the red of errors and of what removes: at least 5:1, where Mantine's have 3 to 4.4. */
const lightText = {
  '--mantine-color-teal-light-color': '#06664a',
  '--mantine-color-yellow-light-color': '#7a4300',
  '--mantine-color-orange-light-color': '#963505',
  '--mantine-color-red-light-color': '#a51d1d',
  '--mantine-color-red-6': '#c92a2a',
  '--mantine-color-error': '#c92a2a',
  // The background of a destructive menu entry under the pointer or with the focus.
  '--mantine-color-red-light-hover': '#ffeded',
};
const darkText = { '--mantine-color-red-6': '#ff8787', '--mantine-color-error': '#ff8787' };

/**
 * Mantine's own tint of so dark a shade is hardly visible on dark ground, and its dimmed text on light ground has less
 * contrast than WCAG AA requires.
 */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { '--mantine-color-dimmed': '#5a6a6d', ...lightText },
  dark: {
    '--mantine-color-pax-light': 'rgb(62 170 181 / 17%)',
    '--mantine-color-pax-light-hover': 'rgb(62 170 181 / 25%)',
    '--mantine-color-pax-light-color': pax[3],
    '--mantine-color-pax-text': pax[3],
    ...darkText,
    ...darkTint('yellow'),
    ...darkTint('orange'),
    ...darkTint('red'),
  },
});
