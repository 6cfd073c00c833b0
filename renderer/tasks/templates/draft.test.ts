import { expect, it } from 'vitest';
import { changeOf, draftOf } from './draft.ts';

const template = {
  id: 'p',
  title: 'Bug',
  notes: 'Steps',
  labels: ['a', 'b'],
  checklist: [
    { id: 'i', text: 'Reproduce' },
    { id: 'j', text: 'Mend' },
  ],
};
const draft = draftOf(template);

function change(fields: Partial<typeof draft>) {
  return changeOf(draft, { ...draft, ...fields }, template.checklist);
}

it('a form that is saved as it was, or with other blanks, changes nothing', () => {
  expect(change({})).toBeUndefined();
  expect(change({ title: ' Bug ', labels: ['b', 'a'], checklist: '\nReproduce \n\nMend\n' })).toBeUndefined();
});

it('changes only the fields that a person has changed', () => {
  expect(change({ title: 'Fault' })).toEqual({ title: 'Fault', titleWas: 'Bug' });
  expect(change({ notes: '' })).toEqual({ notes: '', notesWere: 'Steps' });
  expect(change({ labels: ['c', 'a'] })).toEqual({ labels: ['a', 'c'] });
  expect(change({ labels: [], checklist: '' })).toEqual({
    labels: [],
    checklist: [],
    checklistWas: template.checklist,
  });
});

it('an item of the checklist keeps its id while its text is the same, in any order', () => {
  expect(change({ checklist: 'Mend\nTest\nReproduce\nMend' })).toEqual({
    checklist: [
      { id: 'j', text: 'Mend' },
      { text: 'Test' },
      { id: 'i', text: 'Reproduce' },
      { text: 'Mend' },
    ],
    checklistWas: template.checklist,
  });
});
