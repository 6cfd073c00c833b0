/** All catalogs of texts of the window and of the main process, and the components that show them. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseMessage, sourceLocale, sourceMessages } from '#shared/texts/catalog.ts';
import { pseudoTranslation, translationProblems } from '#shared/texts/testing/check-messages.ts';

const root = join(import.meta.dirname, '..');

function filesIn(room: string, pattern: RegExp): string[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(root, room, file));
}

describe('the catalogs', () => {
  beforeAll(async () => {
    const files = [...filesIn('renderer', /\.ts$/), join(root, 'main/texts.ts')];
    const catalogs = files.filter((file) => /\bcatalog\(/.test(readFileSync(file, 'utf8')));
    expect(catalogs.length).toBeGreaterThan(15);
    await Promise.all(catalogs.map((file) => import(/* @vite-ignore */ pathToFileURL(file).href)));
  });

  it('have messages that parse', () => {
    const faulty = [...sourceMessages()].filter(([, message]) => {
      try {
        parseMessage(message, sourceLocale);
        return false;
      } catch {
        return true;
      }
    });
    expect(faulty).toEqual([]);
    expect(sourceMessages().size).toBeGreaterThan(300);
  });

  it('can be translated', () => {
    expect(translationProblems(sourceMessages(), pseudoTranslation(sourceMessages()))).toEqual([]);
  });
});

/** Texts between tags, and in visible attributes. */
function textsIn(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
  const attributes = [
    ...code.matchAll(/\b(?:title|aria-label|placeholder|label|alt|description)="([^"]*\p{L}{2}[^"]*)"/gu),
  ];
  const children = [...code.matchAll(/<\/?[A-Za-z][^<>={}]*>\s*([^<>{}()=;]*\p{L}{3}[^<>{}()=;]*)\s*<\//gu)];
  return [...attributes, ...children].map(([, text = '']) => text.trim());
}

describe('components', () => {
  it('are checked for texts between tags and in attributes', () => {
    expect(textsIn('<p>Nothing is lost</p>')).toEqual(['Nothing is lost']);
    expect(textsIn('<Button title="Try again" size="sm">{texts.retry}</Button>')).toEqual(['Try again']);
  });

  it('have no text outside the catalogs', () => {
    const found = filesIn('renderer', /\.tsx$/).flatMap((file) =>
      textsIn(readFileSync(file, 'utf8')).map((text) => `${file.slice(root.length)}: ${text}`),
    );
    expect(found).toEqual([]);
  });
});

/** Strings that begin as a sentence or a label does, and are no messages for developers. */
function sentencesIn(source: string): string[] {
  const code = source
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/(^|\s)\/\/.*$/gm, '')
    .replaceAll(/\(\s+/g, '(');
  const strings = [...code.matchAll(/^.*?(['"`])(\p{Lu}\p{Ll}* [^'"`\n]*)\1/gmu)];
  const isForDevelopers = /\b(warn|writes\.add)\(/;
  return strings.filter(([line]) => !isForDevelopers.test(line)).map(([, , text = '']) => text);
}

describe('rooms without a window', () => {
  it('are checked for strings that begin as a sentence does', () => {
    expect(sentencesIn("return 'Unnamed board'; // A comment")).toEqual(['Unnamed board']);
    expect(sentencesIn("warn(\n  'The storage failed');\nreason('tooLarge', 'a name');")).toEqual([]);
  });

  it.each(['app', 'shared'])('%s has typed reasons, and no sentence for people', (room) => {
    const found = filesIn(room, /\.ts$/)
      .filter((file) => !file.includes('/testing/'))
      .flatMap((file) =>
        sentencesIn(readFileSync(file, 'utf8')).map((text) => `${file.slice(root.length)}: ${text}`),
      );
    expect(found).toEqual([]);
  });
});
