import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { excalidrawPatches } from '../../scripts/packaging/excalidraw-patches.mjs';
import { patchedPlace } from './patched-code.ts';

test('the hint of an empty library comes from the catalogs of texts', () => {
  const labels = `labels = {${patchedPlace('an empty library points')}}`;
  const context = { labels: { hint_emptyLibrary: '' }, PAXBOARD_EXCALIDRAW_TEXTS: { emptyLibrary: 'Leer' } };
  runInNewContext(labels, context);
  expect(context.labels.hint_emptyLibrary).toBe('Leer');
});

test('the name of the library comes from the catalogs of texts', () => {
  const patch = excalidrawPatches.find(({ original }) => original.includes('library is called'));
  if (patch === undefined) throw new Error('there is no such patch');
  const labels = `labels = {${'personalLib:"Personal Library"'.replace(patch.find, patch.replace)}}`;
  const context = { labels: { personalLib: '' }, PAXBOARD_EXCALIDRAW_TEXTS: { personalLib: 'Bibliothek' } };
  runInNewContext(labels, context);
  expect(context.labels.personalLib).toBe('Bibliothek');
  expect(labels.match(/"[^"]*"/g)).toEqual(['"Personal Library"']);
});

test('the description of the Mermaid dialog comes from the catalogs of texts, without links', () => {
  const context = { texts: { description: '' }, PAXBOARD_EXCALIDRAW_TEXTS: { diagramDescription: 'Bilder' } };
  runInNewContext(`texts = {${patchedPlace('description of the Mermaid dialog')}}`, context);
  expect(context.texts.description).toBe('Bilder');
});

test('the Mermaid dialog has a placeholder and errors of the catalogs of texts', () => {
  const place = patchedPlace('misspelled placeholder');
  const [, input = ''] = /^\{input:([\w$]+),/.exec(place) ?? [];
  const [, placeholder] = /,placeholder:([^"]+)"Write/.exec(place) ?? [];
  const [, shown, error = ''] = /error:((?=([\w$]+))\2&&\{.*)\}\)$/.exec(place) ?? [];
  const said: unknown[] = [];
  const texts = {
    diagramPlaceholder: 'Text',
    diagramProblem: (...all: unknown[]) => {
      said.push(all);
      return 'Zeile 2';
    },
  };
  const context = { PAXBOARD_EXCALIDRAW_TEXTS: texts };
  expect(runInNewContext(`${placeholder}''`, context)).toBe('Text');
  const problemOf = runInNewContext(`(${input}, ${error}) => (${shown})`, context);
  const thrown = new Error('Parse error on line 2');
  expect(problemOf('flowchart', thrown)).toEqual({ message: 'Zeile 2' });
  expect(said).toEqual([[thrown, 'flowchart']]);
  expect(problemOf('flowchart', null)).toBeNull();
  // The place of the error begins with it.
  expect(patchedPlace('begins with "Error!"')).toMatch(/children:\[$/);
});

test('a text that is too long for Mermaid is an error, not a picture of one', async () => {
  const parse = runInNewContext(
    `(async (definition, mergedConfig, mermaid) => { ${patchedPlace('picture of an error')}definition); return diagram; })`,
  );
  const config = { maxTextSize: 10 };
  const mermaid = { mermaidAPI: { getDiagramFromText: (text: string) => text } };
  expect(await parse('0123456789', config, mermaid)).toBe('0123456789');
  await expect(parse('0123456789a', config, mermaid)).rejects.toMatchObject({
    message: 'Text limit exceeded',
  });
});

test('a Mermaid text that cannot be drawn leaves no diagram of an earlier text to insert, nor does one that is overtaken', async () => {
  const place = patchedPlace('stays insertable');
  const [, data = '', start = ''] = /data:([\w$]+)\}\)=>\{(.*?)let [\w$]+=[\w$]+\.current/.exec(place) ?? [];
  const [, check = ''] = /(if\([\w$]+\.latest!==latest\)return;)let\{elements:/.exec(place) ?? [];
  const drawing = { current: { elements: ['of the earlier text'] } };
  // The part before the text is parsed, and the check after it.
  const drawn = runInNewContext(
    `(async (${data}, parsed) => { ${start} await parsed; ${check} return true; })`,
  );
  let parsed: () => void = () => undefined;
  const overtaken = drawn(drawing, new Promise<void>((resolve) => (parsed = resolve)));
  expect(drawing.current.elements).toHaveLength(0);
  expect(await drawn(drawing, undefined)).toBe(true);
  parsed();
  expect(await overtaken).toBeUndefined();
  // An overtaken text shows no error, either.
  expect(place).toMatch(/[\w$]+\.latest===latest&&[\w$]+\($/);
});
