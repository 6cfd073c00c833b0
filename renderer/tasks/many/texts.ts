/** Texts about several cards at once, and about the keyboard. */

import { catalog } from '#shared/texts/catalog.ts';

export const many = catalog('tasks.many', {
  selected: '{count, plural, one {# card selected} other {# cards selected}}',
  bar: 'Selected cards',
  moveTo: 'Move to',
  label: 'Label',
  assign: 'Assign',
  addNotes: 'Add to the whiteboard',
  archive: 'Archive',
  trash: 'Move to trash',
  clear: 'Clear selection',
  noLabels: 'No labels on this board yet',
  trashed: '{count, plural, one {# card is in the trash} other {# cards are in the trash}}',
});

/** The keyboard shortcuts, in the order of the list that shows them. */
export const shortcuts = catalog('tasks.shortcuts', {
  title: 'Keyboard shortcuts',
  intro: 'While the title of a card has the keyboard:',
  list: {
    go: { keys: '↑ ↓ ← →', effect: 'Go to the card beside' },
    move: { keys: 'Alt + ↑ ↓ ← →', effect: 'Move the card' },
    open: { keys: 'Enter, e', effect: 'Open the card' },
    claim: { keys: 'c', effect: 'Claim, or release your claim' },
    complete: { keys: 'd', effect: 'Mark as done' },
    assign: { keys: 'a', effect: 'Assign to me, or take me off' },
    template: { keys: 't', effect: 'Add a card from a template to this column' },
    attach: { keys: 'f', effect: 'Attach files' },
    select: { keys: 'x', effect: 'Select; the bar below then has the actions' },
    duplicate: { keys: 'Shift + D', effect: 'Duplicate' },
    archive: { keys: 'Shift + A', effect: 'Archive' },
    trash: { keys: 'Delete', effect: 'Move to the trash (asks)' },
    add: { keys: 'n', effect: 'Add a task to this column' },
    search: { keys: '/', effect: 'Search' },
    undo: { keys: 'Ctrl + Z, ⌘ Z', effect: 'Undo your last change' },
    redo: { keys: 'Ctrl + Shift + Z, Ctrl + Y', effect: 'Redo it' },
    send: {
      keys: 'Ctrl + Enter, ⌘ Enter',
      effect: 'Send the comment, or save the notes, in which you write',
    },
    clear: { keys: 'Esc', effect: 'Clear the selection' },
    help: { keys: '?', effect: 'This list' },
  },
});
