/** Sentences for people are in the room that shows them; `app/` and `shared/` have typed reasons instead. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

function sourcesIn(room: string): string[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file) && !/(^|[\\/])testing[\\/]/.test(file))
    .map((file) => join(room, file));
}

/** The literals of one line that begin and end like a sentence of at least three words. */
function sentencesIn(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
  const literals = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\\n]|\\.)*)`/g)];
  return literals
    .map(([, plain, template]) => plain ?? template ?? '')
    .filter((text) => /^(\p{Lu}|“|\$\{)/u.test(text) && /\p{L}+\s+\S+\s+.*[.!?]\s*$/u.test(text));
}

test('the check finds sentences, and neither technical words nor comments', () => {
  expect(sentencesIn("const a = 'Nothing is lost. Try again.';")).toHaveLength(1);
  expect(sentencesIn('const a = `The host is gone, or it is down. `;')).toHaveLength(1);
  expect(sentencesIn("throw new Error('a frame of 7 bytes');\n// 'It is so.'\n/** 'It is so.' */")).toEqual(
    [],
  );
});

test.each(['app', 'shared'])('%s/ has no sentence for people', (room) => {
  const found = sourcesIn(room).flatMap((file) =>
    sentencesIn(readFileSync(join(root, file), 'utf8')).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});
