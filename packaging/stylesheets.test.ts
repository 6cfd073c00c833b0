import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const renderer = join(import.meta.dirname, '../renderer');
const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' });
const read = (ending: string) =>
  files
    .filter((path) => path.endsWith(ending))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(join(renderer, path), 'utf8') }));

/** A side that does not change with the direction of the layout; in a stylesheet, or as a property of a component. */
const physical = [
  /^\s*(?:(?:margin|padding|border|inset)-)?(?:left|right)(?:-\w+)*\s*:/m,
  /text-align:\s*(?:left|right)/,
  /float:\s*(?:left|right)/,
  /(?:margin|padding):\s*\S+ \S+ \S+ \S+;/,
];
const physicalProps = /\s(?:ml|mr|pl|pr)=|\sta="(?:left|right)"/;

const reasons: Readonly<Record<string, string>> = {
  'ui/appearance/direction.css': 'It sets the side itself.',
  'whiteboard/cards/cards.css': 'The canvas is not mirrored, and badges have places on it.',
};

it('stylesheets name no left or right, so that a right-to-left layout is mirrored', () => {
  const sheets = read('.css');
  expect(sheets.length).toBeGreaterThan(5);
  const found = sheets
    .filter(({ text }) => physical.some((pattern) => pattern.test(text)))
    .map(({ path }) => path);
  expect(found.toSorted()).toEqual(Object.keys(reasons));
});

it('components name no left or right', () => {
  const components = read('.tsx');
  expect(components.length).toBeGreaterThan(50);
  expect(components.filter(({ text }) => physicalProps.test(text)).map(({ path }) => path)).toEqual([]);
});

it('sizes of text are relative to the browser’s text size', () => {
  const found = read('.css').filter(({ text }) => /font(?:-size)?:\s*[^;]*\d+px/.test(text));
  expect(found.map(({ path }) => path)).toEqual([]);
});

it('animations end, as each frame of one is drawn, and run only if a person has not asked for less motion', () => {
  const found = read('.css').flatMap(({ path, text }) =>
    [...text.matchAll(/animation(?:-iteration-count)?:[^;]*;/g)]
      .filter(({ index, 0: animation }) => {
        const before = text.slice(0, index);
        const isStopped =
          before.lastIndexOf('prefers-reduced-motion: no-preference') > before.lastIndexOf('\n}\n');
        return animation.includes('infinite') || !isStopped;
      })
      .map(() => path),
  );
  expect(found).toEqual([]);
});
