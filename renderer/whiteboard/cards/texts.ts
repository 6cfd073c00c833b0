/** Texts about cards on the whiteboard. */

import { catalog } from '#shared/texts/catalog.ts';

export const cards = catalog('whiteboard.cards', {
  menu: 'Cards of the selection',
  open: 'Open {card}',
  make: 'Make {count, plural, one {a card} other {# cards}} of the {count, plural, one {note} other {notes}}',
  made: '{count, plural, one {One card was added} other {# cards were added}} to {column}.',
  notMade:
    '{count, plural, one {One card was not added.} other {# cards were not added.}} The notes are still here.',
  tie: 'Link to a card…',
  untie: 'Unlink from {count, plural, one {its card} other {their cards}}',
  tieTitle: 'Link {count, plural, one {the element} other {# elements}} to a card',
  tieText: 'The number and the column of the card are then shown on the whiteboard.',
  chooseCard: 'Card',
  noCards: 'No card matches.',
  confirm: 'Link',
  badge: '{card}, in {column}. Open the card.',
  notesPlaced: '{count, plural, one {A note was added} other {# notes were added}} to the whiteboard.',
});
