import { describe, expect, it } from 'vitest';
import type { TaskView } from '#app/session/view/view.ts';
import { blobIdOf } from '#shared/blob/blob.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { isShown, type Section } from './sections.ts';

const sections = ['due', 'assignees', 'labels', 'checklist', 'files', 'comments'] as const;

const ada = replicaId('ada');
const bare: TaskView = {
  id: 'rope',
  number: 1,
  column: 'todo',
  title: 'Order rope',
  notes: '',
  createdBy: ada,
  createdAt: 1,
  position: 'a0',
  pending: false,
  claiming: false,
};

const shown = (task: TaskView, viewOnly: boolean): readonly Section[] =>
  sections.filter((section) => isShown(section, task, viewOnly));

describe('the sections of a card', () => {
  it('are all shown to an editor, who can fill them', () => {
    expect(shown(bare, false)).toEqual(sections);
  });

  it('are shown to a viewer if they have content', () => {
    expect(shown(bare, true)).toEqual([]);
    expect(shown({ ...bare, due: '2026-12-24' }, true)).toEqual(['due']);
    const full: TaskView = {
      ...bare,
      due: '2026-12-24',
      assignees: [ada],
      labels: ['urgent'],
      checklist: [{ id: 'one', text: 'Measure' }],
      attachments: [
        { id: 'plan', name: 'plan.pdf', blob: blobIdOf(new Uint8Array(1)), bytes: 1, by: ada, at: 1 },
      ],
      comments: [{ id: 'first', by: ada, at: 1, text: 'Soon' }],
    };
    expect(shown(full, true)).toEqual(sections);
  });
});
