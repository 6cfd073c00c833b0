import { describe, expect, it } from 'vitest';
import type { TaskView } from '#app/session/view/view.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { folded, hiddenBy, isFiltering, matcher, noFilter } from './search.ts';

const me = replicaId('me');
const who = { me, nameOf: (id: string) => (id === 'grace' ? 'Grace' : 'Ada') };

function task(some: Partial<TaskView> = {}): TaskView {
  return {
    id: 'a',
    number: 12,
    title: 'Repaint the Crane',
    notes: 'yellow',
    column: 'todo',
    position: 'a0',
    createdBy: me,
    createdAt: 0,
    pending: false,
    claiming: false,
    claimedBy: replicaId('grace'),
    ...some,
  };
}

const finds = (text: string, one: TaskView = task()) => matcher({ ...noFilter, text }, who)(one);

describe('the filter', () => {
  it.each(['', '  ', 'crane', 'CRANE yellow', '#12', 'grace'])(
    'lets through what has every word: "%s"',
    (text) => {
      expect(finds(text)).toBe(true);
    },
  );

  it.each(['boat', 'crane boat', '#13'])('keeps out what lacks one: "%s"', (text) => {
    expect(finds(text)).toBe(false);
  });

  it('knows mine', () => {
    const mine = matcher({ text: '', mine: true }, who);
    expect(mine(task())).toBe(false);
    expect(mine(task({ claimedBy: me }))).toBe(true);
  });

  it('knows whether it hides anything', () => {
    expect(isFiltering(noFilter)).toBe(false);
    expect(isFiltering({ text: ' ', mine: false })).toBe(false);
    expect(isFiltering({ text: 'a', mine: false })).toBe(true);
    expect(isFiltering({ text: '', mine: true })).toBe(true);
  });

  it('finds new tasks that it hides', () => {
    const [rope, crane] = ['Order rope', 'Crane'].map((title) => ({ title, notes: '', source: title }));
    if (rope === undefined || crane === undefined) throw new Error('none');
    expect(hiddenBy(matcher({ ...noFilter, text: 'crane' }, who), [rope, crane])).toEqual([rope]);
    expect(hiddenBy(matcher({ ...noFilter, mine: true }, who), [rope, crane])).toEqual([rope, crane]);
    expect(hiddenBy(matcher(noFilter, who), [rope, crane])).toEqual([]);
  });
});

describe('search', () => {
  it.each([
    ['case', ['Crane', 'CRANE', 'crane']],
    ['composition', ['caf\u00e9', 'cafe\u0301', 'CAFE\u0301', 'CAF\u00c9']],
    ['Turkish i', ['istanbul', 'Istanbul', '\u0130stanbul', 'ISTANBUL', '\u0131stanbul', 'i\u0307stanbul']],
    ['sharp s', ['straße', 'STRASSE', 'strasse', 'STRA\u1e9eE']],
    ['sigma', ['\u03bf\u03b4\u03cc\u03c2', '\u039f\u0394\u038c\u03a3', '\u03bf\u03b4\u03cc\u03c3']],
    ['order of marks', ['a\u0323\u0302', '\u1ead', 'a\u0302\u0323']],
    ['order of marks that become letters', ['\u1fb4', '\u03b1\u0345\u0301', '\u03b1\u0301\u0345']],
    ['Hangul', ['\ud55c\uae00', '\u1112\u1161\u11ab\u1100\u1173\u11af']],
  ])('ignores %s', (_, spellings) => {
    for (const written of spellings) {
      for (const sought of spellings) {
        expect(finds(sought, task({ title: `At ${written} today` })), `${sought} in ${written}`).toBe(true);
      }
    }
  });

  it('keeps letters with marks apart from those without', () => {
    expect(finds('cafe', task({ title: 'cafe\u0301' }))).toBe(false);
    expect(folded('\u00e9')).not.toBe(folded('e'));
  });

  it('folds each task once, however often something is typed', () => {
    let reads = 0;
    const tasks = Array.from({ length: 500 }, (_, at) => {
      const one = task({ id: `t${at}` });
      return Object.defineProperty(one, 'notes', {
        get: () => {
          reads += 1;
          return 'yellow '.repeat(100);
        },
      });
    });
    for (const text of ['y', 'ye', 'yel', 'yell']) {
      expect(tasks.filter(matcher({ ...noFilter, text }, who))).toHaveLength(500);
    }
    expect(reads).toBe(500);
  });
});
