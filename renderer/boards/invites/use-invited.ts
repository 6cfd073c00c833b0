import { useEffect, useState } from 'react';
import type { BoardShelf, KnownBoard } from '#app/session/api.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { act } from '../../ui/failures/act.ts';
import { failures } from '../../ui/texts.ts';
import { compareInvite, type Invited } from './invited.ts';

/** @returns undefined until the boards and the state of the key are known. */
export function useInvited(
  shelf: BoardShelf,
  invite: Invite | undefined,
  boards: readonly KnownBoard[] | undefined,
): Invited | undefined {
  const [invited, setInvited] = useState<Invited>();
  useEffect(() => {
    if (invite === undefined || boards === undefined) return;
    let isWanted = true;
    const compare = async (): Promise<void> => {
      const compared = await compareInvite(invite, boards, shelf);
      if (isWanted) setInvited(compared);
    };
    act(compare(), failures.shelf);
    return () => {
      isWanted = false;
      setInvited(undefined);
    };
  }, [shelf, invite, boards]);
  return invited;
}
