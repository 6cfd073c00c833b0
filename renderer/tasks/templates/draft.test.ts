import { expect, it } from 'vitest';
import { mergedChecklist } from '#shared/board/task/merged-checklist.ts';
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
  return changeOf(template, { ...draft, ...fields });
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

it('labels and items that others have added while the form was open stay', () => {
  const now = {
    ...template,
    labels: ['b', 'z'],
    checklist: [...template.checklist, { id: 'k', text: 'Ask' }],
  };
  const edited = changeOf(
    template,
    { ...draft, labels: ['a', 'b', 'c'], checklist: 'Reproduce\nMend\nTest' },
    now,
  );
  expect(edited?.labels).toEqual(['b', 'c', 'z']);
  const { checklistWas, checklist = [] } = edited ?? {};
  const mine = checklist.map(({ id = 'new', text }) => ({ id, text }));
  const merged = mergedChecklist(checklistWas ?? [], mine, now.checklist);
  expect(merged.map(({ text }) => text)).toEqual(['Reproduce', 'Mend', 'Ask', 'Test']);
  expect(changeOf(template, draft, now)).toBeUndefined();
});
