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

describe('an invite', () => {
  it('is to a new board if this device does not have it', () => {
    expect(compareInvite(toEdit, [])).toEqual({ kind: 'new' });
    expect(compareInvite(toView, [other])).toEqual({ kind: 'new' });
  });

  it('is to a known board, with more, the same or less access', () => {
    expect(compareInvite(toEdit, [other, board])).toEqual({ kind: 'known', board, access: 'same' });
    expect(compareInvite(toView, [viewed])).toEqual({ kind: 'known', board: viewed, access: 'same' });
    expect(compareInvite(toEdit, [viewed])).toEqual({ kind: 'known', board: viewed, access: 'more' });
    expect(compareInvite(toView, [board])).toEqual({ kind: 'known', board, access: 'less' });
  });
});

describe('the question about an invite', () => {
  const about = (invite: Invite, boards: readonly KnownBoard[], openBoard?: string) =>
    invitePrompt(invite, compareInvite(invite, boards), { isGuest: false, openBoard });

  it('asks to join a new board', () => {
    expect(about(toEdit, [other], 'other')).toEqual({
      title: 'Join “Old name”?',
      text: expect.stringContaining('will be kept on this device too'),
      accept: 'Join board',
    });
  });

  it('says that a known board is here, by its present name, and offers to open it', () => {
    expect(about(toEdit, [board])).toEqual({
      title: 'You already have “Harbour plan”',
      text: 'This board is in your list of boards. You can open it now.',
      accept: 'Open board',
    });
    expect(about(toView, [board]).text).toContain('your access stays as it is');
    expect(about(toEdit, [viewed], 'other')).toMatchObject({
      text: expect.stringContaining('lets this device edit'),
      accept: 'Open board',
    });
    expect(about(toEdit, [{ ...board, name: '' }]).title).toBe('You already have “Untitled board”');
  });

  it('says that the board is open, and offers to open it again only for more access', () => {
    expect(about(toEdit, [board], board.id)).toEqual({
      title: '“Harbour plan” is open already',
      text: 'This invite leads to the board that is open now.',
    });
    expect(about(toView, [board], board.id)).toMatchObject({
      text: expect.stringContaining('your access stays as it is'),
    });
    expect(about(toEdit, [viewed], board.id)).toEqual({
      title: '“Harbour plan” is open already',
      text: expect.stringContaining('lets this device edit'),
      accept: 'Open it again',
    });
  });
});
