import { describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { distinctColours, distinctNames } from './telling-apart.ts';

const [a, b, c] = [replicaId('a-1'), replicaId('b-1'), replicaId('c-1')];

describe('names', () => {
  it('stay as they are if they differ', () => {
    const names = new Map([
      [b, 'Ben'],
      [a, 'Ada'],
    ]);
    expect(distinctNames(names)).toEqual(names);
  });

  it('have a number if they are equal, by id: the same for everybody', () => {
    const ada = distinctNames(
      new Map([
        [c, 'Ada'],
        [a, 'Ada'],
        [b, ' Ada'],
      ]),
    );
    expect([ada.get(a), ada.get(b), ada.get(c)]).toEqual(['Ada', ' Ada (2)', 'Ada (3)']);
  });

  it.each([
    ['Zo\u00e9', 'Zoe\u0301'],
    ['Ada', 'A\u200bda'],
    ['Ada', '\u202aAda\u202c'],
    ['Ada King', 'Ada \u00a0King'],
    ['Ada', '\uff21da'],
  ])('that look equal have a number, whatever their characters: %j, %j', (one, other) => {
    const names = distinctNames(
      new Map([
        [a, one],
        [b, other],
      ]),
    );
    expect([names.get(a), names.get(b)]).toEqual([one, `${other} (2)`]);
  });

  it('differ from names that end with a number already', () => {
    const names = distinctNames(
      new Map([
        [a, 'Ada (2)'],
        [b, 'Ada'],
        [c, 'Ada'],
      ]),
    );
    expect([...names.values()]).toEqual(['Ada (2)', 'Ada', 'Ada (3)']);
  });

  it('of an earlier group keep theirs', () => {
    const names = distinctNames(new Map([[c, 'Ada']]), new Map([[a, 'Ada']]), new Map([[b, 'Ada']]));
    expect([names.get(c), names.get(a), names.get(b)]).toEqual(['Ada', 'Ada (2)', 'Ada (3)']);
  });
});

describe('colours', () => {
  const ids = Array.from({ length: 30 }, (_, at) => replicaId(`device-${at}`));

  it('differ as long as there are enough', () => {
    for (let people = 1; people <= 12; people += 1) {
      const colours = distinctColours(ids.slice(0, people), 12);
      expect(new Set(colours.values()).size).toBe(people);
    }
  });

  it('repeat evenly beyond that', () => {
    const counts = new Map<number, number>();
    for (const colour of distinctColours(ids.slice(0, 24), 12).values()) {
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    expect([...counts.values()]).toEqual(Array.from({ length: 12 }, () => 2));
  });

  it('do not depend on the order in which people are known', () => {
    expect(distinctColours([...ids].reverse(), 12)).toEqual(distinctColours(ids, 12));
  });
});
