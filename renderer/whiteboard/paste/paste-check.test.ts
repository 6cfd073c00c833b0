import { describe, expect, it } from 'vitest';
import { type Clipboard, checkPaste, maxPastedLines, maxPastedText } from './paste-check.ts';

function check(clipboard: Partial<Clipboard>, isIntoText = false) {
  return checkPaste({ text: '', html: '', hasFile: false, ...clipboard }, { maxAtOnce: 3, isIntoText });
}

const blob = `${'b'.repeat(42)}A`;
const shape = { id: 'a', type: 'rectangle', x: 1, y: 2, width: 30, height: 40 };

function drawing(elements: readonly unknown[], more = {}, type = 'excalidraw/clipboard'): string {
  return JSON.stringify({ type, elements, ...more });
}

function elementsIn(checked: ReturnType<typeof check>) {
  if (checked.result !== 'elements') throw new Error(JSON.stringify(checked));
  return JSON.parse(checked.text);
}

describe('texts', () => {
  it('pass unchanged within their bounds', () => {
    for (const text of ['', 'Moored', '{"type":"other"}', '{', 'x\n'.repeat(maxPastedLines - 1)])
      expect(check({ text })).toEqual({ result: 'as-is' });
  });

  it('are refused beyond them, also into a text that is being written', () => {
    const tooLong = { result: 'refused', why: 'text-too-long' };
    expect(check({ text: 'x\n'.repeat(maxPastedLines) })).toEqual(tooLong);
    expect(check({ text: 'x'.repeat(maxPastedText + 1) })).toEqual(tooLong);
    expect(check({ text: 'x'.repeat(maxPastedText + 1) }, true)).toEqual(tooLong);
    expect(check({ text: 'x\n'.repeat(maxPastedLines) }, true)).toEqual({ result: 'as-is' });
    expect(check({ text: 'x'.repeat(64 * 1024 * 1024 + 1) })).toEqual({
      result: 'refused',
      why: 'too-large',
    });
  });
});

describe('pages', () => {
  it('are pasted as their text', () => {
    expect(check({ text: 'Moored', html: '<p>Moored</p>' })).toEqual({ result: 'text', text: 'Moored' });
    expect(check({ html: '<p>Moored</p>' })).toEqual({ result: 'as-is' });
    expect(check({ html: `<p>${'x'.repeat(maxPastedText)}</p>` })).toMatchObject({ why: 'text-too-long' });
  });

  it('lose images, which would be requested from their servers', () => {
    const html = '<p>Moored <IMG src="https://outside.example/a.png"></p>';
    expect(check({ text: 'Moored', html })).toEqual({ result: 'text', text: 'Moored', leftOut: 'images' });
    expect(check({ text: ' ', html })).toEqual({ result: 'refused', why: 'foreign-image' });
    // The browser has put the image itself into the clipboard.
    expect(check({ html, hasFile: true })).toEqual({ result: 'as-is' });
  });

  it('with cells are pasted as cells, not as the picture of a spreadsheet', () => {
    const cells = { text: 'a\tb', html: '<table><tr><td>a</td></tr></table>', hasFile: true };
    expect(check(cells)).toEqual({ result: 'text', text: 'a\tb' });
  });
});

describe('drawings', () => {
  it('are repaired, and lose elements that cannot be shared', () => {
    const text = drawing([{ ...shape, strokeWidth: -3, what: 1 }, null, { id: 'b', type: 'iframe' }]);
    const checked = check({ text });
    expect(checked).toMatchObject({ result: 'elements', refused: 2 });
    expect(elementsIn(checked).elements).toEqual([
      expect.objectContaining({ id: 'a', x: 1, strokeWidth: expect.any(Number) }),
    ]);
    expect(elementsIn(checked).elements[0].strokeWidth).toBeGreaterThan(0);
    expect(elementsIn(checked).elements[0]).not.toHaveProperty('what');
  });

  it('keep the files of images that are in the clipboard, and no others', () => {
    const image = { ...shape, type: 'image' };
    const files = {
      here: { id: 'here', dataURL: 'data:image/png;base64,AAAA' },
      there: { id: 'there', dataURL: 'https://outside.example/a.png' },
    };
    const text = drawing(
      [
        { ...image, id: '1', fileId: 'here' },
        { ...image, id: '2', fileId: blob },
      ],
      { files },
    );
    const { elements, files: kept } = elementsIn(check({ text }));
    expect(elements.map(({ fileId }: { fileId: string }) => fileId)).toEqual(['here', blob]);
    expect(Object.keys(kept)).toEqual(['here']);
  });

  it.each([
    ['cut off', drawing([shape]).slice(0, -10)],
    ['without a list', drawing([]).replace('[]', '{}')],
  ])('are refused if they are damaged: %s', (_, text) => {
    expect(check({ text })).toEqual({ result: 'refused', why: 'damaged' });
  });

  it('are refused without an element that can be shown', () => {
    expect(check({ text: drawing([]) })).toEqual({ result: 'refused', why: 'no-elements' });
    expect(check({ text: drawing([4, {}]) })).toEqual({ result: 'refused', why: 'no-elements' });
  });

  it('from programs are checked like others', () => {
    const checked = check({
      text: drawing([shape, { type: 'nonsense' }], {}, 'excalidraw-api/clipboard'),
    });
    expect(checked).toMatchObject({ result: 'elements', refused: 1 });
    expect(elementsIn(checked).type).toBe('excalidraw/clipboard');
  });

  it('with many elements are opened like files', () => {
    const text = drawing([1, 2, 3, 4].map((id) => ({ ...shape, id: `${id}` })));
    expect(check({ text })).toEqual({ result: 'drawing', text });
  });
});
