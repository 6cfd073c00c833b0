/** Texts of roles in the list of people. */

import { catalog } from '#shared/texts/catalog.ts';

export const roleTexts = catalog('people.roles', {
  label: 'Role on this board',
  names: { owner: 'Owner', editor: 'Editor', viewer: 'Viewer' },
  hints: {
    owner: 'Can give roles and remove people.',
    viewer: 'An owner made this person a viewer, who sees everything and can change nothing.',
  },
  effects: {
    owner: 'Also gives roles and removes people',
    editor: 'Changes the whiteboard and the tasks',
    viewer: 'Sees everything, changes nothing',
  },
  noOwner: 'This board has no owner, so each editor can give roles and remove people.',
  onlyOwner:
    'You are the only owner, on one device. If that device is lost, nobody can give roles or remove people any more: link another device of yours, or make somebody else an owner, too.',
  ownerAway:
    'Only {name} can give roles and remove people. If that device is lost for good, duplicate the board in the list of boards: you own the copy, and can invite the others to it.',
  reasons: {
    byLink: 'Has a view link. Send an edit link to let this person edit.',
    guest: 'A guest cannot own a board: it comes back as another device.',
    lastOwner: 'You are the only owner. Make somebody else an owner first.',
  },
  handOver: 'Hand over the ownership…',
});

export const newcomerTexts = catalog('people.newcomers', {
  label: 'New people only look at first',
  description: 'People who come with an edit link are viewers, until an owner makes them editors.',
  areViewers: 'New people are viewers, until an owner makes them editors.',
});

export const roleQuestions = catalog('people.roleQuestions', {
  owner: {
    title: 'Make {name} an owner?',
    text: '{name} can then give roles and remove anyone from the board, also you.',
    confirm: 'Make owner',
  },
  take: {
    title: 'Become the owner of this board?',
    text: 'Only owners can then give roles and remove people. The others can go on editing.',
    confirm: 'Become owner',
  },
  giveUp: {
    title: 'Give up the ownership?',
    text: 'Only another owner can then give it back to you.',
    confirm: 'Give up',
  },
  view: {
    title: 'Become a viewer?',
    text: 'You can then change nothing on this board, also not your role: somebody else has to do that.',
    confirm: 'Become viewer',
  },
  handOver: {
    title: 'Hand the ownership over to {name}?',
    text: '{name} becomes an owner, and you an editor. Only an owner can give it back to you.',
    confirm: 'Hand over',
  },
});
