import { describe, expect, it } from 'vitest';
import type { KnownBoard } from '#app/session/api.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { deriveKeys, viewSecretOf } from '#shared/invite/keys/keys.ts';
import { compareInvite } from './invited.ts';
import { invitePrompt } from './texts.ts';

const secret = Uint8Array.from({ length: 32 }, (_, at) => at);
const toEdit: Invite = { secret, boardName: 'Old name', hosts: [] };
const toView: Invite = { ...toEdit, secret: viewSecretOf(secret) };
const board: KnownBoard = {
  id: deriveKeys(secret).boardId,
  name: 'Harbour plan',
  access: 'edit',
  lastOpenedAt: 1,
};
const viewed: KnownBoard = { ...board, access: 'view' };
const other: KnownBoard = { ...board, id: 'other' };

const compared = (invite: Invite, boards: readonly KnownBoard[], isLocked = false) =>
  compareInvite(invite, boards, { isLocked: async (id) => isLocked && id === board.id });

describe('an invite', () => {
  it('is to a new board if this device does not have it', async () => {
    expect(await compared(toEdit, [])).toEqual({ kind: 'new' });
    expect(await compared(toView, [other])).toEqual({ kind: 'new' });
  });

  it('is to a known board, with more, the same or less access', async () => {
    expect(await compared(toEdit, [other, board])).toEqual({ kind: 'known', board, access: 'same' });
    expect(await compared(toView, [viewed])).toEqual({ kind: 'known', board: viewed, access: 'same' });
    expect(await compared(toEdit, [viewed])).toEqual({ kind: 'known', board: viewed, access: 'more' });
    expect(await compared(toView, [board])).toEqual({ kind: 'known', board, access: 'less' });
  });

  it('to view replaces a key for editing that this device cannot open', async () => {
    expect(await compared(toView, [board], true)).toEqual({ kind: 'known', board, access: 'locked' });
    expect(await compared(toEdit, [board], true)).toMatchObject({ access: 'same' });
  });
});

describe('the question about an invite', () => {
  const about = async (
    invite: Invite,
    boards: readonly KnownBoard[],
    openBoard?: string,
    isLocked?: boolean,
  ) => invitePrompt(invite, await compared(invite, boards, isLocked), { isGuest: false, openBoard });

  it('asks to join a new board', async () => {
    expect(await about(toEdit, [other], 'other')).toEqual({
      title: 'Join “Old name”?',
      text: expect.stringContaining('will be kept on this device too'),
      accept: 'Join board',
    });
  });

  it('says that a known board is here, by its present name, and offers to open it', async () => {
    expect(await about(toEdit, [board])).toEqual({
      title: 'You already have “Harbour plan”',
      text: 'This board is in your list of boards. You can open it now.',
      accept: 'Open board',
    });
    expect((await about(toView, [board])).text).toContain('your access stays as it is');
    expect(await about(toEdit, [viewed], 'other')).toMatchObject({
      text: expect.stringContaining('lets this device edit'),
      accept: 'Open board',
    });
    expect((await about(toEdit, [{ ...board, name: '' }])).title).toBe('You already have “Untitled board”');
  });

  it('says that the board is open, and offers to open it again only for more access', async () => {
    expect(await about(toEdit, [board], board.id)).toEqual({
      title: '“Harbour plan” is open already',
      text: 'This invite leads to the board that is open now.',
    });
    expect(await about(toView, [board], board.id)).toMatchObject({
      text: expect.stringContaining('your access stays as it is'),
    });
    expect(await about(toEdit, [viewed], board.id)).toEqual({
      title: '“Harbour plan” is open already',
      text: expect.stringContaining('lets this device edit'),
      accept: 'Open it again',
    });
  });

  it('says that an invite to view replaces a key for editing that cannot be opened', async () => {
    expect(await about(toView, [board], undefined, true)).toMatchObject({
      text: expect.stringContaining('this device can only view the board'),
      accept: 'Open for viewing only',
    });
    // Of the open board nothing is replaced: there is nothing to accept.
    expect(await about(toView, [board], board.id, true)).not.toHaveProperty('accept');
  });
});
