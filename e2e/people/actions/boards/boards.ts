/** Actions: create, open, join and leave a board. */

import * as v from 'valibot';
import { BoardModel, type Model, type Person } from '../../model/model.ts';
import { type Action, action, noArgs } from '../action.ts';
import { arrived, openFromList, titlesOf } from './arriving.ts';

const maxBoards = 3;

const named = v.object({ board: v.string() });
type Named = v.InferOutput<typeof named>;

const boardNames = ['Harbour plan', 'Summer fair', 'Boat shed'];

const create = action<Named, void>({
  name: 'create a board',
  weight: 5,
  args: named,
  propose(model) {
    const board = boardNames.find((name) => !model.boards.has(name));
    return board === undefined || model.boards.size >= maxBoards ? undefined : { board };
  },
  isPossible: (model, person, { board }) => isAtStart(person) && !model.boards.has(board),
  apply(model, person, { board }) {
    model.boards.set(board, new BoardModel(board, model.burst, person.name));
    person.boards.add(board);
    person.go({ board, tab: 'whiteboard' });
  },
  async perform(world, name, { board }) {
    const { instance } = world.window(name);
    await instance.createBoard(world.boardName(board));
    world.setLink(board, 'edit', await instance.inviteLink());
    world.setLink(board, 'view', await instance.inviteLink('Can view'));
    await instance.showWhiteboard();
  },
  describe: ({ board }) => `creates the board “${board}” and copies its invite links`,
});

const open = action<Named, readonly string[]>({
  name: 'open a board',
  weight: 14,
  args: named,
  propose(model, person, random) {
    const boards = [...person.boards];
    // Boards with other people allow more actions.
    const busy = boards.filter((board) => model.present(board).length > 0);
    const board = random.pick(busy.length > 0 && random.chance(0.75) ? busy : boards);
    return board === undefined ? undefined : { board };
  },
  isPossible: (_, person, { board }) => isAtStart(person) && person.isOnline && person.boards.has(board),
  apply(model, person, { board }) {
    person.go({ board, tab: 'whiteboard' });
    return titlesOf(model, person, board);
  },
  async perform(world, name, _, titles) {
    await openFromList(world, name, titles);
    await arrived(world, name, 'whiteboard');
  },
  describe: ({ board }) => `opens “${board}” from the list of boards`,
});

const leave = action<object, void>({
  name: 'leave the board',
  weight: 1,
  leaves: true,
  args: noArgs,
  propose: () => ({}),
  isPossible: (_, person) => person.isRunning && person.place !== 'start',
  apply: (_, person) => person.go('start'),
  async perform(world, name) {
    const { instance } = world.window(name);
    await instance.page.getByRole('button', { name: 'Back to boards' }).click();
    await instance.newBoardName.waitFor();
  },
  describe: () => 'clicks “Back to boards”',
});

const ways = ['pastes it', 'opens it in the same tab', 'opens it in a new tab'] as const;
const invited = v.object({ board: v.string(), how: v.picklist(ways), access: v.picklist(['edit', 'view']) });

const follow = action<v.InferOutput<typeof invited>, void>({
  name: 'follow an invite',
  weight: 6,
  args: invited,
  propose(model, person, random) {
    const invitations = [...model.boards.keys()].filter((board) => model.present(board).length > 0);
    const fresh = invitations.filter((board) => !person.boards.has(board));
    const board = random.pick(fresh.length > 0 ? fresh : invitations);
    if (board === undefined) return undefined;
    // A member's access does not change by another link.
    const mayView = fresh.includes(board) || model.boards.get(board)?.viewers.has(person.name) === true;
    return { board, how: random.oneOf(...ways), access: mayView && random.chance(0.6) ? 'view' : 'edit' };
  },
  isPossible(model, person, { board, access }) {
    const isViewer = model.boards.get(board)?.viewers.has(person.name) === true;
    const isSame = !person.boards.has(board) || isViewer === (access === 'view');
    return isAtStart(person) && person.isOnline && isInvitedTo(model, board) && isSame;
  },
  apply(model, person, { board, how, access }) {
    const joined = model.boards.get(board);
    if (joined !== undefined && !joined.members.includes(person.name)) joined.members.push(person.name);
    if (access === 'view') joined?.viewers.add(person.name);
    person.boards.add(board);
    if (how === 'opens it in a new tab') person.begin('start');
    else if (how === 'opens it in the same tab') person.go('start');
    person.go({ board, tab: 'whiteboard' });
  },
  async perform(world, name, { board, how, access }) {
    const { instance } = world.window(name);
    const link = world.link(board, access);
    if (how === 'pastes it') {
      await instance.submitLink(link);
    } else {
      if (how === 'opens it in a new tab') await instance.browser.moveTo(await instance.browser.newTab(link));
      // In a tab with the start page this changes only the fragment, and loads nothing.
      else await instance.page.evaluate((address) => location.assign(address), link);
      await instance.joinButton.click();
    }
    await arrived(world, name, 'whiteboard');
  },
  describe: ({ board, how, access }) =>
    `has the invite link of “${board}”${access === 'view' ? ' for viewers' : ''}, and ${how}`,
});

export const boardActions: readonly Action[] = [create, open, leave, follow];

function isAtStart(person: Person): boolean {
  return person.isRunning && person.place === 'start';
}

/** Whether everyone knows its link, as after the burst that created it, and a person is present. */
function isInvitedTo(model: Model, board: string): boolean {
  const known = model.boards.get(board);
  return known !== undefined && known.created < model.burst && model.present(board).length > 0;
}
