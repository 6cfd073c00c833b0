import { Group, Stack, Text } from '@mantine/core';
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { BoardShelf, KnownBoard, LostBoard } from '#app/session/api.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { parseInvite } from '#shared/invite/link.ts';
import { DraftsContext } from '../../tasks/entry/drafts-context.ts';
import { AppearanceMenu } from '../../ui/appearance/AppearanceMenu.tsx';
import { Logo } from '../../ui/components/Logo.tsx';
import { act } from '../../ui/failures/act.ts';
import { failures } from '../../ui/texts.ts';
import { InvitePrompt } from '../invites/InvitePrompt.tsx';
import { nameFirstText } from '../invites/texts.ts';
import { useInvited } from '../invites/use-invited.ts';
import { useFocusAfterBoard } from '../navigation/use-focus-after-board.ts';
import { MyName } from '../open/MyName.tsx';
import { JoinForm } from './begin/JoinForm.tsx';
import { NameForm } from './begin/NameForm.tsx';
import { NewBoardForm } from './begin/NewBoardForm.tsx';
import { GuestNote } from './GuestNote.tsx';
import { LentBoards } from './LentBoards.tsx';
import { LostBoards } from './LostBoards.tsx';
import { NetworkButton } from './NetworkDialog.tsx';
import { OpenFileCard } from './open-file/OpenFileCard.tsx';
import { OpenFileDialog } from './open-file/OpenFileDialog.tsx';
import { useOpenFile } from './open-file/use-open-file.ts';
import { RecentBoards } from './recents/RecentBoards.tsx';
import { start } from './texts.ts';
import '../boards.css';

/** The page without a board: new board, join, recent boards, your name. */
export function StartScreen(props: {
  readonly shelf: BoardShelf;
  /** A pending invite. */
  readonly inviteLink: string | undefined;
  /** The board that was shown before this page. */
  readonly left: string | undefined;
  readonly onInviteAnswered: () => void;
  readonly onOpen: (id: string) => void;
}) {
  const { shelf, inviteLink, onInviteAnswered } = props;
  const drafts = useContext(DraftsContext);
  const main = useRef<HTMLDivElement>(null);
  const [name, setName] = useState<string>();
  const [boards, setBoards] = useState<readonly KnownBoard[]>();
  const [lost, setLost] = useState<readonly LostBoard[]>([]);
  const [busy, setBusy] = useState(false);

  const look = useCallback(async () => {
    setBoards(await shelf.list());
    setLost(shelf.lost());
  }, [shelf]);
  useEffect(() => {
    act(look(), failures.shelf);
    act(shelf.myName().then(setName), failures.shelf);
  }, [look, shelf]);

  useFocusAfterBoard(
    main,
    inviteLink === undefined ? props.left : undefined,
    boards !== undefined && name !== undefined,
  );

  const changeName = (changed: string): void => {
    setName(changed);
    act(shelf.setMyName(changed), failures.shelf);
  };
  const invited = useMemo(
    () => (inviteLink === undefined ? undefined : parseInvite(inviteLink)),
    [inviteLink],
  );
  const known = useInvited(shelf, invited?.ok === true ? invited.invite : undefined, boards);
  const open = (id: string): void => {
    // The fault of a link was shown here.
    if (invited?.ok === false) onInviteAnswered();
    props.onOpen(id);
  };
  const enter = (entering: Promise<string>): void => {
    setBusy(true);
    const entered = entering.then(open).finally(() => setBusy(false));
    act(entered, failures.shelf);
  };
  const opening = useOpenFile(shelf, open);
  const idOf = ({ id }: KnownBoard): string => id;
  const join = (invite: Invite): void => enter(shelf.join(invite).then(idOf));
  const accept = async (invite: Invite): Promise<string> => {
    const { id } = await shelf.join(invite);
    onInviteAnswered();
    return id;
  };

  return (
    <div className="pb-start">
      <Group component="header" justify="space-between" wrap="nowrap">
        <Logo size={34} />
        <Group gap="xs" wrap="nowrap" miw={0}>
          {name !== undefined && name !== '' && <MyName name={name} onChange={changeName} />}
          <NetworkButton network={shelf.network} />
          <AppearanceMenu />
        </Group>
      </Group>
      <Stack component="main" ref={main} tabIndex={-1} gap="xl" className="pb-start-main">
        <Stack gap={6}>
          <Text component="h1" className="pb-tagline">
            {start.tagline}
          </Text>
          <Text c="dimmed" maw={620}>
            {start.explanation}
          </Text>
        </Stack>
        {shelf.isGuest && <GuestNote />}
        {name === '' && (
          <>
            {invited?.ok === true && <Text role="status">{nameFirstText(invited.invite.boardName)}</Text>}
            <NameForm onSubmit={changeName} />
          </>
        )}
        {name !== undefined && name !== '' && (
          <>
            {invited?.ok === true && known !== undefined && (
              <InvitePrompt
                key={inviteLink}
                invite={invited.invite}
                invited={known}
                isGuest={shelf.isGuest}
                busy={busy}
                onAccept={() => enter(accept(invited.invite))}
                onDecline={() => {
                  onInviteAnswered();
                  main.current?.focus();
                }}
              />
            )}
            <div className="pb-start-cards">
              {!shelf.isGuest && (
                <NewBoardForm busy={busy} onCreate={(board) => enter(shelf.create(board).then(idOf))} />
              )}
              <JoinForm
                key={invited?.ok === false ? inviteLink : ''}
                busy={busy}
                onJoin={join}
                {...(invited?.ok === false && inviteLink !== undefined ? { initialLink: inviteLink } : {})}
              />
            </div>
            {!shelf.isGuest && (
              <OpenFileCard busy={busy} isOpen={opening.shown !== undefined} onChoose={opening.choose} />
            )}
            {lost.length > 0 && (
              <LostBoards
                boards={lost}
                onUnderstood={() => {
                  shelf.forgetLost();
                  setLost(shelf.lost());
                  main.current?.focus();
                }}
              />
            )}
            <RecentBoards
              shelf={shelf}
              boards={boards}
              now={Date.now()}
              onOpen={open}
              onChanged={look}
              onForgotten={(id) => drafts.deleteBoard(id)}
            />
            <LentBoards shelf={shelf} />
            <OpenFileDialog opening={opening} />
          </>
        )}
      </Stack>
    </div>
  );
}
