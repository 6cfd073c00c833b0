import { describe, expect, it } from 'vitest';
import { isFractionalKey } from '../../order/fractional-key.ts';
import type { BoardElement } from '../../state.ts';
import { importScene, importText } from './import.ts';

function counter(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `new-${count}`;
  };
}

function box(id: string, more: { readonly [name: string]: unknown } = {}): unknown {
  return { id, type: 'rectangle', x: 10, y: 20, width: 80, height: 50, ...more };
}

function imported(elements: readonly unknown[], options = {}) {
  const result = importScene({ elements }, options);
  if (!result.ok) throw new Error(result.why);
  return result;
}

function indices(elements: readonly BoardElement[]): string[] {
  return elements.map(({ index }) => String(index));
}

describe('importScene', () => {
  it('gives new keys in file order, after the last one of the board', () => {
    const keys = ['a10', 'a20', 'a9', null, 'zz!!'];
    const { elements, repaired, refused } = imported(
      keys.map((index, at) => box(`box-${at}`, { index })),
      { after: 'a5' },
    );
    expect(elements.map(({ id }) => id)).toEqual(['box-0', 'box-1', 'box-2', 'box-3', 'box-4']);
    expect(indices(elements)).toEqual(['a6', 'a7', 'a8', 'a9', 'aA']);
    expect(indices(elements).every(isFractionalKey)).toBe(true);
    expect(refused).toEqual([]);
    expect(repaired).toBe(5);
  });

  it('assigns new ids and keeps the references between elements', () => {
    const long = 'x'.repeat(100);
    const { elements } = imported(
      [
        box(long, {
          boundElements: [
            { id: 'label', type: 'text' },
            { id: 'gone', type: 'arrow' },
          ],
          groupIds: ['g'],
        }),
        { id: 'label', type: 'text', text: 'Hi', containerId: long, groupIds: ['g'], frameId: 'frame' },
        { id: 'frame', type: 'frame', name: 'F', width: 10, height: 10 },
        {
          id: 'arrow',
          type: 'arrow',
          points: [
            [0, 0],
            [5, 5],
          ],
          startBinding: { elementId: long, focus: 0, gap: 1 },
          endBinding: { elementId: 'gone', focus: 0, gap: 1 },
        },
        box('label'),
      ],
      { newId: counter() },
    );
    const [first, label, frame, arrow, second] = elements;
    expect(first).toMatchObject({ id: 'new-1', boundElements: [{ id: 'new-2', type: 'text' }] });
    expect(label).toMatchObject({
      id: 'new-2',
      containerId: 'new-1',
      frameId: 'new-3',
      groupIds: first?.groupIds,
    });
    expect(frame?.id).toBe('new-3');
    expect(arrow).toMatchObject({ startBinding: { elementId: 'new-1' }, endBinding: null });
    expect(second?.id).toBe('new-5');
    expect(first?.groupIds).not.toEqual(['g']);
  });

  it('renames the elements and groups to which links lead', () => {
    const links = [
      'paxboard:?element=b',
      'paxboard:?element=g',
      'https://excalidraw.com/?x=1&element=b#room=1',
      'paxboard:?element=elsewhere',
      'https://example.org/?element=elsewhere',
      'https://example.org/',
    ];
    const { elements } = imported(
      [
        box('b', { groupIds: ['g'] }),
        box('c', { groupIds: ['g'] }),
        ...links.map((link, at) => box(`l${at}`, { link })),
      ],
      { newId: counter() },
    );
    const [first, , ...linked] = elements;
    expect(first?.id).toBe('new-1');
    expect(linked.map(({ link }) => link)).toEqual([
      'paxboard:?element=new-1',
      `paxboard:?element=${String(first?.groupIds)}`,
      'paxboard:?element=new-1',
      ...links.slice(3),
    ]);
  });

  it('moves everything by an offset, which may depend on where it is', () => {
    const { elements } = imported([box('a'), box('b', { x: 110 })], {
      offset: ({ left, width }: { left: number; width: number }) => ({ x: left + width, y: -20 }),
    });
    expect(elements.map(({ x, y }) => [x, y])).toEqual([
      [200, 0],
      [300, 0],
    ]);
  });

  it('refuses one by one and says why', () => {
    const { elements, refused } = imported([
      box('a'),
      box('a'),
      { id: 'picture', type: 'image', fileId: 'f' },
      { id: 'page', type: 'iframe' },
      null,
      { id: 'stroke', type: 'freedraw', points: null },
      box('gone', { isDeleted: true }),
    ]);
    expect(elements.map(({ id }) => id)).toEqual(['a']);
    expect(refused.map(({ type, property }) => [type, property])).toEqual([
      ['rectangle', 'id'],
      ['image', 'fileId'],
      ['iframe', 'type'],
      ['', ''],
      ['freedraw', 'points'],
    ]);
  });

  it('counts the repairs', () => {
    const whole = imported([box('a')]).elements;
    expect(imported(whole).repaired).toBe(0);
    expect(imported([{ ...whole[0], strokeWidth: '3' }]).repaired).toBe(1);
  });

  it('takes any text for an answer', () => {
    expect(importText('{')).toEqual({ ok: false, why: 'not-json' });
    expect(importText('[]')).toEqual({ ok: false, why: 'not-excalidraw' });
    expect(importText('{"elements":{}}')).toEqual({ ok: false, why: 'not-excalidraw' });
    expect(importText(`{"elements":[${'[]'.repeat(1)}]}`)).toMatchObject({ ok: true, elements: [] });
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    expect(
      importText(`{"elements":[{"id":"a","type":"rectangle","customData":{"x":${deep}}}]}`),
    ).toMatchObject({
      ok: true,
      elements: [{ id: 'a' }],
    });
  });
});
