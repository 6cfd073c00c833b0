import { useCallback, useEffect, useState } from 'react';
import type { BoardShelf } from '#app/session/api.ts';
import { BoardScreen } from './boards/BoardScreen.tsx';
import type { Host } from './boards/host.ts';
import { type BoardTab, formatBoardRoute, type Route, readRoute } from './boards/route.ts';
import { StartScreen } from './boards/StartScreen.tsx';

/** Shows what the address says: the start screen, an invite, or a board. */
export function App({ shelf, host }: { readonly shelf: BoardShelf; readonly host: Host }) {
  const [route, setRoute] = useState<Route>(() => readRoute(window.location.href));

  useEffect(() => {
    const follow = (): void => setRoute(readRoute(window.location.href));
    window.addEventListener('popstate', follow);
    window.addEventListener('hashchange', follow);
    return () => {
      window.removeEventListener('popstate', follow);
      window.removeEventListener('hashchange', follow);
    };
  }, []);

  useEffect(() => host.onJoinLink((link) => setRoute({ page: 'join', link })), [host]);

  // A link's secret does not stay in the address bar, from where it would get into screenshots and histories.
  const invited = route.page === 'join';
  useEffect(() => {
    if (invited) window.history.replaceState(null, '', pathWithoutFragment());
  }, [invited]);

  const leave = useCallback(() => {
    window.history.pushState(null, '', pathWithoutFragment());
    setRoute({ page: 'start' });
  }, []);
  const open = useCallback((id: string) => {
    window.history.pushState(null, '', formatBoardRoute(id, 'whiteboard'));
    setRoute({ page: 'board', id, tab: 'whiteboard' });
  }, []);
  const declineInvite = useCallback(() => setRoute({ page: 'start' }), []);

  if (route.page === 'board') {
    const { id } = route;
    const showTab = (tab: BoardTab): void => {
      window.history.replaceState(null, '', formatBoardRoute(id, tab));
      setRoute({ page: 'board', id, tab });
    };
    return (
      <BoardScreen
        key={id}
        shelf={shelf}
        host={host}
        id={id}
        tab={route.tab}
        onTab={showTab}
        onLeave={leave}
      />
    );
  }
  return (
    <StartScreen
      shelf={shelf}
      joinLink={route.page === 'join' ? route.link : undefined}
      onJoinLinkDone={declineInvite}
      onOpen={open}
    />
  );
}

function pathWithoutFragment(): string {
  return window.location.pathname + window.location.search;
}
