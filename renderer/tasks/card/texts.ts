/** Texts on a card, and about its parts. */

import type { Activity } from '#shared/board/task/model.ts';
import { catalog } from '#shared/texts/catalog.ts';
import type { DueState } from './due.ts';

export const card = catalog('tasks.card', {
  due: { overdue: 'Overdue: {day}', today: 'Due today', later: 'Due {day}' },
  progress: '{done, number} of {all, number} checklist items done',
  comments: '{count, plural, one {# comment} other {# comments}}',
  files: '{count, plural, one {# file} other {# files}}',
  attach: 'Attach files…',
  assignedTo: 'Assigned to {names}',
  labels: 'Labels: {names}',
  more: '+{count, number}',
  selected: 'Selected',
  select: 'Select',
  unselect: 'Unselect',
  duplicate: 'Duplicate',
  addNote: 'Add to the whiteboard',
  onWhiteboard: 'On the whiteboard',
  showOnWhiteboard: 'Show {count, plural, one {it} other {all #}}',
  untie: '{count, plural, one {Unlink} other {Unlink all}}',
  archive: 'Archive',
  assignMe: 'Assign to me',
  unassignMe: 'Take me off',
  copyOf: '{title} (copy)',
  dueLabel: 'Due day',
  noDue: 'No due day',
  removeDue: 'Remove due day',
  labelsLabel: 'Labels',
  newLabel: 'New label',
  addLabel: 'Add label',
  labelName: 'Name of the new label',
  labelColour: 'Colour',
  removeLabel: 'Delete the label {name} from the board',
  removeLabelTitle: 'Delete the label “{name}”?',
  removeLabelText: 'It disappears from all cards, for everyone.',
  removeLabelConfirm: 'Delete label',
  assigneesLabel: 'Assigned to',
  checklistLabel: 'Checklist',
  addItem: 'Add an item',
  itemLabel: 'Text of the item {text}',
  itemUp: 'Move {text} up',
  itemDown: 'Move {text} down',
  removeItem: 'Remove the item {text}',
  commentsLabel: 'Comments',
  addComment: 'Write a comment',
  comment: 'Comment',
  edited: 'edited',
  editComment: 'Edit',
  removeComment: 'Remove',
  saveComment: 'Save',
  activityLabel: 'Activity',
  inTrash: 'This card is in the trash.',
  inArchive: 'This card is in the archive.',
  bringBack: 'Bring back',
  created: '{name} added this card',
  preview: 'Preview',
  write: 'Write',
  noNotes: 'No notes yet.',
});

export function dueText(day: string, state: DueState): string {
  if (state === 'overdue') return card.due.overdue({ day });
  return state === 'today' ? card.due.today : card.due.later({ day });
}

const activity = catalog('tasks.activity', {
  moved: '{name} moved it to {object}',
  claimed: '{name} claimed it',
  released: '{name} released it',
  renamed: '{name} changed the title',
  noted: '{name} changed the notes',
  due: '{name} set the due day to {object}',
  labelled: '{name} added the label {object}',
  unlabelled: '{name} took the label {object} away',
  assigned: '{name} assigned {object}',
  unassigned: '{name} took {object} off',
  checked: '{name} ticked “{object}”',
  unchecked: '{name} unticked “{object}”',
  commented: '{name} commented',
  attached: '{name} attached “{object}”',
  detached: '{name} removed the file “{object}”',
  archived: '{name} archived it',
  trashed: '{name} put it into the trash',
  restored: '{name} brought it back',
} as const satisfies Record<Activity['did'], string>);

/** The object of an activity is missing: the due day was removed, or the column or label no longer exists. */
const activityWithoutObject = catalog('tasks.activityWithoutObject', {
  moved: '{name} moved it to a column that is gone',
  due: '{name} removed the due day',
  labelled: '{name} added a label that is gone',
  unlabelled: '{name} took a label away that is gone',
});

/**
 * A change of a card, as a sentence without its time.
 *
 * @param object the name of a column, label, person, item or day, if the change has one.
 */
export function activityText(
  { did }: Pick<Activity, 'did'>,
  name: string,
  object: string | undefined,
): string {
  if (object === undefined && hasObjectlessText(did)) return activityWithoutObject[did]({ name });
  return activity[did]({ name, object: object ?? '' });
}

function hasObjectlessText(did: Activity['did']): did is keyof typeof activityWithoutObject {
  return did in activityWithoutObject;
}
