/** Texts about templates of cards. */

import { catalog } from '#shared/texts/catalog.ts';

export const templates = catalog('tasks.templates', {
  title: 'New card from a template',
  open: 'Templates…',
  fromTemplate: 'New card from a template…',
  save: 'Save as a template',
  saved: '“{title}” is a template of this board now.',
  empty:
    'This board has no templates yet. “Save as a template” in the menu of a card makes one of its title, notes, labels and checklist.',
  hint: 'Everyone on the board has the same templates. Changing the new card does not change its template.',
  search: 'Search templates',
  noneFound: 'No template matches.',
  column: 'Add it to',
  add: 'Add a card',
  addLabel: 'Add a card from the template {title}',
  remove: 'Remove the template {title}',
  edit: 'Edit the template {title}',
  editTitle: 'Edit a template',
  titleLabel: 'Title',
  titleMissing: 'A template needs a title.',
  notesLabel: 'Notes',
  notesHint: 'Markdown: **bold**, lists, links.',
  labelsLabel: 'Labels',
  checklistLabel: 'Checklist',
  checklistHint: 'One item in each line.',
  manyItems: 'A checklist holds {max, number} items at most.',
  longItem: 'An item holds {max, number} characters at most.',
  items: '{count, plural, one {# checklist item} other {# checklist items}}',
});
