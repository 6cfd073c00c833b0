import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobIdOf } from '#shared/blob/blob.ts';
import { maxDepth } from './bounds.ts';
import { Scanner } from './scan.ts';

const id = blobIdOf(Uint8Array.of(1));
const other = blobIdOf(Uint8Array.of(2));

/** @param size bytes of each piece. */
function scan(text: string, size = 1_000_000) {
  const bytes = new TextEncoder().encode(text);
  const scanner = new Scanner();
  for (let at = 0; at < bytes.length; at += size) scanner.push(bytes.subarray(at, at + size));
  return { result: scanner.result(), bytes };
}

function entriesOf(text: string, size?: number) {
  const { result, bytes } = scan(text, size);
  if (typeof result === 'string') throw new Error(result);
  const part = ({ start, end }: { readonly start: number; readonly end: number }): string =>
    new TextDecoder().decode(bytes.subarray(start, end));
  return {
    names: [...result.names],
    blobs: result.blobs === undefined ? undefined : part(result.blobs),
    entries: Object.fromEntries([...result.entries].map(([name, range]) => [name, part(range)])),
  };
}

describe('a scan of a file', () => {
  it('finds the blobs and the outermost names, in pieces of any size', () => {
    const text = `{ "app": "paxboard", "tasks": [{"title": "a \\" {[ \\\\"}],
      "blobs": {"${id}": "AQ==" , "${other}":"Ag=="}, "é": 1}`;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: text.length + 5 }), (size) => {
        expect(entriesOf(text, size)).toEqual({
          names: ['app', 'tasks', 'blobs', expect.anything()],
          blobs: `{"${id}": "AQ==" , "${other}":"Ag=="}`,
          entries: { [id]: 'AQ==', [other]: 'Ag==' },
        });
      }),
      { numRuns: 60 },
    );
  });

  it('takes blobs of the outermost object only, and of their form', () => {
    const text = `{"a": {"blobs": {"${id}": "AQ=="}}, "blobs": [{"${id}": "AQ=="}], "b": "blobs"}`;
    expect(entriesOf(text)).toEqual({ names: ['a', 'blobs', 'b'], blobs: undefined, entries: {} });
    expect(entriesOf('{"blobs": {"no id": "AQ==", "": ""}}').entries).toEqual({});
  });

  it('accepts the byte order mark of UTF-8', () => {
    expect(entriesOf('\uFEFF{"app": 1}').names).toEqual(['app']);
  });

  it.each([
    ['nothing', '', 'not-an-object'],
    ['a list', '[1]', 'not-an-object'],
    ['a page', '<!doctype html>', 'not-an-object'],
    ['half a file', '{"app": "paxboard", "tasks": [', 'damaged'],
    ['half a blob', `{"blobs": {"${id}": "AQ`, 'damaged'],
    ['a number among the blobs', `{"blobs": {"${id}": 1}}`, 'damaged'],
    ['an object among the blobs', `{"blobs": {"${id}": {}}}`, 'damaged'],
    ['an escaped blob', `{"blobs": {"${id}": "A\\u0051"}}`, 'damaged'],
    ['blobs twice', '{"blobs": {}, "blobs": {}}', 'damaged'],
    ['more depth than any board', `{"a":${'['.repeat(maxDepth)}`, 'damaged'],
    ['more blobs than any board', `{"blobs": {${`"${id}": "",`.repeat(1)}${manyBlobs()}}}`, 'too-large'],
  ])('refuses %s', (_, text, problem) => {
    expect(scan(text).result).toBe(problem);
    expect(scan(text, 7).result).toBe(problem);
  });

  it('ends early with more values than any board has', () => {
    const scanner = new Scanner();
    const piece = new TextEncoder().encode('[],'.repeat(1_000_000));
    expect(scanner.push(new TextEncoder().encode('{"elements":['))).toBe(true);
    let pieces = 0;
    while (scanner.push(piece)) pieces += 1;
    expect(scanner.result()).toBe('too-large');
    expect(pieces).toBeLessThan(10);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ab1 '), maxLength: 60 }), (text) => {
        scan(`{"blobs":${text}`, 3);
        scan(text, 5);
      }),
      { numRuns: 500 },
    );
  });
});

function manyBlobs(): string {
  return Array.from({ length: 2_001 }, (_, at) => `"${blobIdOf(Uint8Array.of(at >> 8, at))}":""`).join();
}
