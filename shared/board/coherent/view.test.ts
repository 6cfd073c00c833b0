import { describe, expect, it } from 'vitest';
import type { Json } from '../commands.ts';
import { checkElement } from '../element/check.ts';
import type { BoardElement } from '../state.ts';
import { type Agreed, CoherentElements, coherent } from './view.ts';

type Properties = { readonly [property: string]: Json };

function made(id: string, properties: Properties): BoardElement {
  const checked = checkElement({ index: null, ...properties, id });
  if (checked.result === 'refused') throw new Error(checked.property);
  return checked.element;
}

function box(id: string, properties: Properties = {}): BoardElement {
  return made(id, { type: 'rectangle', x: 0, y: 0, width: 100, height: 60, ...properties });
}

function label(id: string, containerId: string, properties: Properties = {}): BoardElement {
  return made(id, { type: 'text', text: id, containerId, ...properties });
}

function arrow(id: string, start: Json, end: Json, properties: Properties = {}): BoardElement {
  const points: Json = [
    [0, 0],
    [200, 0],
  ];
  return made(id, {
    type: 'arrow',
    x: 100,
    y: 30,
    points,
    startBinding: start,
    endBinding: end,
    ...properties,
  });
}

function to(elementId: string, gap = 1): Json {
  return { elementId, focus: 0, gap };
}

function shown(...elements: readonly BoardElement[]): { readonly [id: string]: BoardElement } {
  return Object.fromEntries(coherent(elements).map((element) => [element.id, element]));
}

describe('a label', () => {
  const deleted = { isDeleted: true };

  it('is hidden and restored with its box', () => {
    expect(shown(box('b', deleted), label('l', 'b')).l?.isDeleted).toBe(true);
    expect(shown(box('b'), label('l', 'b')).l?.isDeleted).toBe(false);
  });

  it('of a box that never existed is a separate text', () => {
    expect(shown(label('l', 'b')).l).toMatchObject({ containerId: null, isDeleted: false });
    expect(
      shown(
        made('b', {
          type: 'freedraw',
          points: [
            [0, 0],
            [9, 9],
          ],
        }),
        label('l', 'b'),
      ).l?.containerId,
    ).toBeNull();
  });

  it('is the only one of its box: another one is a separate text', () => {
    const two = shown(
      box('b', { boundElements: [{ id: 'm', type: 'text' }] }),
      label('l', 'b'),
      label('m', 'b'),
    );
    expect([two.l?.containerId, two.m?.containerId]).toEqual([null, 'b']);
    const unnamed = shown(box('b'), label('l', 'b'), label('m', 'b'));
    expect([unnamed.l?.containerId, unnamed.m?.containerId]).toEqual(['b', null]);
    expect(unnamed.b?.boundElements).toEqual([{ id: 'l', type: 'text' }]);
  });

  it('without characters is not shown', () => {
    expect(shown(made('t', { type: 'text', text: '' })).t?.isDeleted).toBe(true);
  });
});

describe('a reference between elements', () => {
  it('to an absent element is left out', () => {
    const { b, a, s } = shown(
      box('b', {
        frameId: 'f',
        boundElements: [
          { id: 'gone', type: 'arrow' },
          { id: 'a', type: 'arrow' },
        ],
      }),
      arrow('a', to('b'), to('deleted')),
      box('deleted', { isDeleted: true }),
      box('s', { frameId: 'b' }),
    );
    expect(b).toMatchObject({ frameId: null, boundElements: [{ id: 'a', type: 'arrow' }] });
    expect(a).toMatchObject({ startBinding: to('b'), endBinding: null });
    expect(s?.frameId).toBeNull();
  });

  it('is shown at both ends', () => {
    const all = shown(box('b'), box('c'), arrow('a', to('b'), to('c'), { y: 0 }), label('l', 'b'));
    expect(all.b?.boundElements).toEqual([
      { id: 'a', type: 'arrow' },
      { id: 'l', type: 'text' },
    ]);
    expect(all.c?.boundElements).toEqual([{ id: 'a', type: 'arrow' }]);
  });

  it('that is consistent leaves the agreed object as it is', () => {
    const elements = [
      box('b', { index: 'a0', boundElements: [{ id: 'a', type: 'arrow' }] }),
      arrow('a', to('b'), null, { index: 'a1' }),
      made('f', { type: 'frame', index: 'a2' }),
      box('c', { index: 'a3', frameId: 'f' }),
    ];
    coherent(elements).forEach((element, at) => {
      expect(element).toBe(elements[at]);
    });
  });
});

describe('keys', () => {
  const keys = (...indices: readonly Json[]) =>
    coherent(indices.map((index, at) => box(`e${at}`, { index }))).map(({ index }) => index);

  it('are generated for elements without one, before all others, and for duplicates', () => {
    expect(keys(null, null, 'a0')).toEqual(['Zy', 'Zz', 'a0']);
    expect(keys('a0', 'a0', 'a0', 'a1')).toEqual(['a0', 'a0G', 'a0V', 'a1']);
    expect(keys(null, null)).toEqual(['a0', 'a1']);
  });

  it('stay if they are valid', () => {
    expect(keys('Zz', 'a0', 'a0V', 'b00')).toEqual(['Zz', 'a0', 'a0V', 'b00']);
  });
});

describe('an arrow', () => {
  it('follows a shape that two people moved, one along x, one along y', () => {
    // It ends at the position of the shape before another person moved it down by 70.
    const stale = arrow('a', null, to('b', 5), {
      x: 0,
      y: 30,
      points: [
        [0, 0],
        [295, 0],
      ],
    });
    const { a } = shown(box('b', { x: 300, y: 70 }), stale);
    const [x, y] = endOf(a);
    expect([x, y].map(Math.round)).toEqual([295, 89]);
    expect(a).toMatchObject({ width: expect.closeTo(295, 0), height: expect.closeTo(59, 0) });
  });

  it('stays in place when its shape is deleted', () => {
    const stale = arrow('a', null, to('b', 5), {
      x: 0,
      y: 30,
      points: [
        [0, 0],
        [295, 0],
      ],
    });
    const { a } = shown(box('b', { x: 300, y: 70, isDeleted: true }), stale);
    expect(endOf(a).map(Math.round)).toEqual([295, 89]);
    expect(a?.endBinding).toBeNull();
  });

  it('follows with both its ends', () => {
    const stale = arrow('a', to('b', 5), to('c', 5), {
      x: 105,
      y: 30,
      points: [
        [0, 0],
        [190, 0],
      ],
    });
    const { a } = shown(box('b', { y: 200 }), box('c', { x: 300, y: 200 }), stale);
    expect([a?.x, a?.y, ...endOf(a)]).toEqual([105, 230, 295, 230].map((value) => expect.closeTo(value, 0)));
  });

  it('stays where a person dropped it, inside of the shape or a little off', () => {
    const inside = arrow('a', null, to('b', 20), {
      x: -100,
      y: 30,
      points: [
        [0, 0],
        [120, 0],
      ],
    });
    expect(shown(box('b'), inside).a?.points).toBe(inside.points);
    const near = arrow('a', null, to('b', 5), {
      x: -100,
      y: 30,
      points: [
        [0, 0],
        [88, 0],
      ],
    });
    expect(shown(box('b'), near).a?.points).toBe(near.points);
  });

  it('with right angles keeps them', () => {
    const bent: Json = [
      [0, 0],
      [80, 0],
      [80, 100],
      [180, 100],
    ];
    const binding: Json = { elementId: 'b', focus: 0, gap: 5, fixedPoint: [-0.05, 0.5001] };
    const stale = arrow('a', null, binding, { x: 0, y: 0, points: bent, elbowed: true });
    const { a } = shown(box('b', { x: 285, y: 170 }), stale);
    expect(endOf(a).map(Math.round)).toEqual([280, 200]);
    const points = a?.points;
    if (!Array.isArray(points)) throw new Error('no points');
    points.slice(1).forEach((point, at) => {
      expect(point[0] === points[at][0] || point[1] === points[at][1]).toBe(true);
    });
  });

  it('moves its label with it', () => {
    const stale = arrow('a', null, to('b', 5), {
      x: 0,
      y: 30,
      points: [
        [0, 0],
        [295, 0],
      ],
    });
    const name = label('l', 'a', { x: 130, y: 20, width: 30, height: 20 });
    const { l } = shown(box('b', { x: 300, y: 70 }), stale, name);
    expect([l?.x, l?.y]).toEqual([expect.closeTo(130, 0), expect.closeTo(49.5, 0)]);
  });
});

function endOf(element: BoardElement | undefined): readonly [number, number] {
  const points = element?.points;
  const last = Array.isArray(points) ? points.at(-1) : undefined;
  return [Number(element?.x) + Number(last?.[0]), Number(element?.y) + Number(last?.[1])];
}

describe('CoherentElements', () => {
  it('reports elements with a changed look, including indirectly', () => {
    const all = new Map<string, BoardElement>();
    const board: Agreed = {
      element: (id) => all.get(id),
      elements: () => [...all.values()],
    };
    const put = (...elements: readonly BoardElement[]): string[] => {
      for (const element of elements) all.set(element.id, element);
      return view
        .update(
          elements.map(({ id }) => id),
          board,
        )
        .toSorted();
    };
    const view = new CoherentElements();
    expect(
      put(box('b', { index: 'a0' }), label('l', 'b', { index: 'a1' }), box('c', { index: 'a2' })),
    ).toEqual(['b', 'c', 'l']);
    expect(put(box('c', { index: 'a2', x: 5 }))).toEqual(['c']);
    expect(put(box('c', { index: 'a2', x: 5 }))).toEqual([]);
    expect(put(box('b', { index: 'a0', isDeleted: true }))).toEqual(['b', 'l']);
    expect(view.get('l')?.isDeleted).toBe(true);
    expect(put(box('b', { index: 'a0' }))).toEqual(['b', 'l']);
    expect(put(box('d', { index: 'a2' }))).toEqual(['d']);
    expect(view.keys()).toEqual(new Map([['d', 'a3']]));
    all.delete('d');
    expect(view.update(['d'], board)).toEqual(['d']);
    expect(view.get('d')).toBeUndefined();
  });

  it('gives a key to an element that was removed and made again with another type in one update', () => {
    let present = made('e', { type: 'hologram' });
    const board: Agreed = { element: () => present, elements: () => [present] };
    const view = new CoherentElements();
    view.update(['e'], board);
    expect(view.keys()).toEqual(new Map());
    present = box('e');
    expect(view.update(['e'], board)).toEqual(['e']);
    expect(view.keys()).toEqual(new Map([['e', 'a0']]));
    present = made('e', { type: 'hologram' });
    view.update(['e'], board);
    expect(view.keys()).toEqual(new Map());
  });
});
