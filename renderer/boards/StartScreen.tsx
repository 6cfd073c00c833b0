import { Group, Stack, Text } from '@mantine/core';
import { useCallback, useEffect, useState } from 'react';
import type { BoardShelf, KnownBoard } from '#app/session/api.ts';
import type { Invite } from '#shared/invite/invite.ts';
import { parseInvite } from '#shared/invite/link.ts';
import { failures, start } from '../texts.ts';
import { act } from '../ui/act.ts';
import { ColourSchemeMenu } from '../ui/ColourSchemeMenu.tsx';
import { Logo } from '../ui/Logo.tsx';
import { InvitePrompt } from './InvitePrompt.tsx';
import { JoinForm } from './JoinForm.tsx';
import { MyName } from './MyName.tsx';
import { NameForm } from './NameForm.tsx';
import { NetworkButton } from './NetworkDialog.tsx';
import { NewBoardForm } from './NewBoardForm.tsx';
import { RecentBoards } from './RecentBoards.tsx';
import './boards.css';

/** Where every visit without a board begins: new board, join, recent boards, your name. */
export function StartScreen(props: {
  readonly shelf: BoardShelf;
  /** The link that the page was opened with, if it was one. */
  readonly joinLink: string | undefined;
  readonly onJoinLinkDone: () => void;
  readonly onOpen: (id: string) => void;
}) {
  const { shelf, joinLink, onJoinLinkDone, onOpen } = props;
  const [name, setName] = useState<string>();
  const [boards, setBoards] = useState<readonly KnownBoard[]>();
  const [busy, setBusy] = useState(false);

  const look = useCallback(async () => setBoards(await shelf.list()), [shelf]);
  useEffect(() => {
    act(look(), failures.shelf);
    act(shelf.myName().then(setName), failures.shelf);
  }, [look, shelf]);

  const changeName = (changed: string): void => {
    setName(changed);
    act(shelf.setMyName(changed), failures.shelf);
  };
  const enter = (entering: Promise<KnownBoard>): void => {
    setBusy(true);
    const entered = entering.then((board) => onOpen(board.id)).finally(() => setBusy(false));
    act(entered, failures.shelf);
  };
  const join = (invite: Invite): void => enter(shelf.join(invite));

  const invited = joinLink === undefined ? undefined : parseInvite(joinLink);
  return (
    <div className="pb-start">
      <Group component="header" justify="space-between" wrap="nowrap">
        <Logo size={34} />
        <Group gap="xs" wrap="nowrap">
          {name !== undefined && name !== '' && <MyName name={name} onChange={changeName} />}
          <NetworkButton network={shelf.network} />
          <ColourSchemeMenu />
        </Group>
      </Group>
      <Stack component="main" gap="xl" className="pb-start-main">
        <Stack gap={6}>
          <Text component="h1" className="pb-tagline">
            {start.tagline}
          </Text>
          <Text c="dimmed" maw={620}>
            {start.explanation}
          </Text>
        </Stack>
        {name === '' && <NameForm onSubmit={changeName} />}
        {name !== undefined && name !== '' && (
          <>
            {invited?.ok === true && (
              <InvitePrompt
                invite={invited.invite}
                busy={busy}
                onAccept={() => join(invited.invite)}
                onDecline={onJoinLinkDone}
              />
            )}
            <div className="pb-start-cards">
              <NewBoardForm busy={busy} onCreate={(board) => enter(shelf.create(board))} />
              <JoinForm
                key={invited?.ok === false ? joinLink : ''}
                busy={busy}
                onJoin={join}
                {...(invited?.ok === false && joinLink !== undefined ? { initialLink: joinLink } : {})}
              />
            </div>
            <RecentBoards
              boards={boards}
              now={Date.now()}
              onOpen={onOpen}
              onForget={(id) => act(shelf.forget(id).then(look), failures.shelf)}
            />
          </>
        )}
      </Stack>
    </div>
  );
}
