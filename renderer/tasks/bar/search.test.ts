import { describe, expect, it } from 'vitest';
import type { TaskView } from '#app/session/view/view.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { folded, hiddenBy, isFiltering, matcher, noFilter, sorted } from './search.ts';

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

  it.each(['boat', 'crane boat', '#13'])('hides a task that lacks a word: "%s"', (text) => {
    expect(finds(text)).toBe(false);
  });

  it('selects the tasks of this person', () => {
    const mine = matcher({ ...noFilter, mine: true }, who);
    expect(mine(task())).toBe(false);
    expect(mine(task({ claimedBy: me }))).toBe(true);
    expect(mine(task({ assignees: [replicaId('grace'), me] }))).toBe(true);
  });

  it('states whether it can hide tasks', () => {
    expect(isFiltering(noFilter)).toBe(false);
    expect(isFiltering({ ...noFilter, text: ' ' })).toBe(false);
    expect(isFiltering({ ...noFilter, text: 'a' })).toBe(true);
    expect(isFiltering({ ...noFilter, mine: true })).toBe(true);
    expect(isFiltering({ ...noFilter, due: 'none' })).toBe(true);
    expect(isFiltering({ ...noFilter, label: 'l' })).toBe(true);
  });

  it('lists new tasks that it hides', () => {
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

  it('distinguishes letters with marks from those without', () => {
    expect(finds('cafe', task({ title: 'cafe\u0301' }))).toBe(false);
    expect(folded('\u00e9')).not.toBe(folded('e'));
  });

  it('folds each task once, for any number of searches', () => {
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

describe('filters beside the text', () => {
  const context = {
    ...who,
    today: '2026-11-29',
    labelOf: (id: string) => (id === 'l' ? 'Urgent' : undefined),
  };
  const shows = (filter: Partial<typeof noFilter> & { readonly label?: string; readonly person?: string }) =>
    matcher({ ...noFilter, ...filter }, context);

  it('select by due day; a finished task is neither overdue nor due', () => {
    const due = (day: string) => task({ due: day });
    expect(shows({ due: 'overdue' })(due('2026-11-28'))).toBe(true);
    expect(shows({ due: 'overdue' })(due('2026-11-29'))).toBe(false);
    expect(shows({ due: 'overdue' })({ ...due('2026-11-28'), completedBy: me })).toBe(false);
    expect(shows({ due: 'week' })(due('2026-12-05'))).toBe(true);
    expect(shows({ due: 'week' })(due('2026-12-06'))).toBe(false);
    expect(shows({ due: 'none' })(task())).toBe(true);
  });

  it('select by label and person, also by their names', () => {
    const one = task({ labels: ['l'], assignees: [me] });
    expect(shows({ label: 'l' })(one)).toBe(true);
    expect(shows({ label: 'm' })(one)).toBe(false);
    expect(shows({ person: me })(one)).toBe(true);
    expect(shows({ text: 'urgent' })(one)).toBe(true);
  });

  it('search checklists and comments', () => {
    const comment = { id: 'c', by: me, at: 0, text: 'Ask the harbour master' };
    const one = task({ checklist: [{ id: 'i', text: 'Shackles' }], comments: [comment] });
    expect(shows({ text: 'shackles harbour' })(one)).toBe(true);
  });
});

it('sorts by due day, age or title, and keeps the agreed order otherwise', () => {
  const tasks = [
    task({ id: 'a', number: 1, title: 'Task 10', due: '2026-12-01' }),
    task({ id: 'b', number: 3, title: 'Task 9' }),
    task({ id: 'c', number: 0, title: 'Task 2', due: '2026-11-01' }),
  ];
  const ids = (order: Parameters<typeof sorted>[1]) => sorted(tasks, order).map(({ id }) => id);
  expect(ids('board')).toEqual(['a', 'b', 'c']);
  expect(ids('due')).toEqual(['c', 'a', 'b']);
  expect(ids('newest')).toEqual(['c', 'b', 'a']);
  expect(ids('title')).toEqual(['c', 'b', 'a']);
});
