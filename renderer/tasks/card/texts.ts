/** Texts on a card, and about its parts. */

import type { Activity } from '#shared/board/task/model.ts';
import type { DueState } from './due.ts';

export const card = {
  due: (day: string, state: DueState) =>
    state === 'overdue' ? `Overdue: ${day}` : state === 'today' ? 'Due today' : `Due ${day}`,
  progress: (done: number, all: number) => `${done} of ${all} checklist items done`,
  comments: (count: number) => (count === 1 ? '1 comment' : `${count} comments`),
  assignedTo: (names: string) => `Assigned to ${names}`,
  labels: (names: string) => `Labels: ${names}`,
  more: (count: number) => `+${count}`,
  selected: 'Selected',
  select: 'Select',
  unselect: 'Unselect',
  duplicate: 'Duplicate',
  archive: 'Archive',
  assignMe: 'Assign to me',
  unassignMe: 'Take me off',
  copyOf: (title: string) => `${title} (copy)`,
  dueLabel: 'Due day',
  noDue: 'No due day',
  removeDue: 'Remove due day',
  labelsLabel: 'Labels',
  newLabel: 'New label',
  addLabel: 'Add label',
  labelName: 'Name of the new label',
  labelColour: 'Colour',
  removeLabel: (name: string) => `Delete the label ${name} from the board`,
  removeLabelTitle: (name: string) => `Delete the label “${name}”?`,
  removeLabelText: 'It disappears from all cards, for everyone.',
  removeLabelConfirm: 'Delete label',
  assigneesLabel: 'Assigned to',
  checklistLabel: 'Checklist',
  addItem: 'Add an item',
  itemLabel: (text: string) => `Text of the item ${text}`,
  itemUp: (text: string) => `Move ${text} up`,
  itemDown: (text: string) => `Move ${text} down`,
  removeItem: (text: string) => `Remove the item ${text}`,
  commentsLabel: 'Comments',
  addComment: 'Write a comment',
  comment: 'Comment',
  edited: 'edited',
  editComment: 'Edit',
  removeComment: 'Remove',
  saveComment: 'Save',
  activityLabel: 'Activity',
  goneColumn: 'a column that is gone',
  goneLabel: 'that is gone',
  inTrash: 'This card is in the trash.',
  inArchive: 'This card is in the archive.',
  bringBack: 'Bring back',
  created: (name: string) => `${name} added this card`,
  preview: 'Preview',
  write: 'Write',
  noNotes: 'No notes yet.',
} as const;

/** What somebody did with a card, as a sentence without its time. @param what the name of a column, label, person or day. */
export function activityText({ did }: Pick<Activity, 'did'>, name: string, what: string): string {
  switch (did) {
    case 'moved':
      return `${name} moved it to ${what}`;
    case 'claimed':
      return `${name} claimed it`;
    case 'released':
      return `${name} released it`;
    case 'renamed':
      return `${name} changed the title`;
    case 'noted':
      return `${name} changed the notes`;
    case 'due':
      return what === '' ? `${name} removed the due day` : `${name} set the due day to ${what}`;
    case 'labelled':
      return `${name} added the label ${what}`;
    case 'unlabelled':
      return `${name} took the label ${what} away`;
    case 'assigned':
      return `${name} assigned ${what}`;
    case 'unassigned':
      return `${name} took ${what} off`;
    case 'checked':
      return `${name} ticked “${what}”`;
    case 'unchecked':
      return `${name} unticked “${what}”`;
    case 'commented':
      return `${name} commented`;
    case 'archived':
      return `${name} archived it`;
    case 'trashed':
      return `${name} put it into the trash`;
    case 'restored':
      return `${name} brought it back`;
  }
}
