import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { BoardShelf } from '#app/session/api.ts';
import type { Host } from './boards/host.ts';
import { InviteOverBoard } from './boards/invites/InviteOverBoard.tsx';
import type { PendingInvites } from './boards/invites/pending-invites.ts';
import type { Navigation } from './boards/navigation/navigation.ts';
import { BoardScreen } from './boards/open/BoardScreen.tsx';
import { StartScreen } from './boards/start/StartScreen.tsx';

/** Shows the page of the address (the start screen or a board), and asks about a received invite. */
export function App(props: {
  readonly shelf: BoardShelf;
  readonly host: Host;
  readonly navigation: Navigation;
  readonly invites: PendingInvites;
}) {
  const { shelf, host, navigation, invites } = props;
  const page = useSyncExternalStore(
    (listener) => navigation.subscribe(listener),
    () => navigation.page(),
  );
  const link = useSyncExternalStore(
    (listener) => invites.subscribe(listener),
    () => invites.current(),
  );
  const answered = (): void => {
    if (link !== undefined) invites.answered(link);
  };
  const [reopened, setReopened] = useState(0);
  const open = (id: string): void => navigation.open(id);

  const left = useRef<string>(undefined);
  useEffect(() => {
    if (page.page === 'board') left.current = page.id;
  }, [page]);

  if (page.page === 'start') {
    return (
      <StartScreen
        shelf={shelf}
        inviteLink={link}
        left={left.current}
        onInviteAnswered={answered}
        onOpen={open}
      />
    );
  }
  return (
    <>
      <BoardScreen
        key={`${page.id} ${reopened}`}
        shelf={shelf}
        host={host}
        id={page.id}
        tab={page.tab}
        onTab={(tab) => navigation.showTab(tab)}
        onLeave={() => navigation.leave()}
      />
      {link !== undefined && (
        <InviteOverBoard
          key={link}
          shelf={shelf}
          link={link}
          openBoard={page.id}
          onAnswered={answered}
          onOpen={(id) => {
            if (id === page.id) setReopened(reopened + 1);
            else open(id);
          }}
          onNameNeeded={() => navigation.leave()}
        />
      )}
    </>
  );
}
