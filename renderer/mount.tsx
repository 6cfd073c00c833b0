import { DirectionProvider, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { BoardShelf } from '#app/session/api.ts';
import type { LentVotes } from '#app/witness/lent-votes.ts';
import type { DesktopBridge } from '#shared/desktop/bridge.ts';
import { locale } from '#shared/texts/catalog.ts';
import { App } from './App.tsx';
import type { Host } from './boards/host.ts';
import { PendingInvites, sessionStorageOf } from './boards/invites/pending-invites.ts';
import { addressBarOf, Navigation } from './boards/navigation/navigation.ts';
import { warnBeforeUnload } from './boards/open/unload-warning.ts';
import { DesktopSettingsDialog } from './desktop/DesktopSettingsDialog.tsx';
import { LastRunNotice } from './desktop/LastRunNotice.tsx';
import { LendingContext } from './people/lending/lending-context.ts';
import { Drafts } from './tasks/entry/drafts.ts';
import { DraftsContext } from './tasks/entry/drafts-context.ts';
import { keepDirection, LayoutDirection, LayoutDirectionContext } from './ui/appearance/direction.ts';
import { ErrorBoundary } from './ui/components/ErrorBoundary.tsx';
import { pageStorage } from './ui/memory/page-storage.ts';
import { focusMenuButtons } from './ui/menu-focus.ts';
import { NoticeRoom } from './ui/notices/NoticeRoom.tsx';
import { cssVariables, theme } from './ui/theme.ts';

/** The maximum number of simultaneous notifications; further ones are queued. */
const maxNotifications = 4;

/** Renders the window into the page. @param lent undefined on a guest. @param bridge only in the desktop app. */
export function mount(shelf: BoardShelf, host: Host, lent?: LentVotes, bridge?: DesktopBridge): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no #root.');
  const invites = new PendingInvites(sessionStorageOf(window));
  const navigation = new Navigation(addressBarOf(window), invites);
  host.onJoinLink((link) => invites.offer(link));
  const { documentElement } = document;
  const direction = new LayoutDirection(documentElement, locale, pageStorage());
  keepDirection(documentElement, direction);
  const drafts = new Drafts(pageStorage());
  warnBeforeUnload(window, () => shelf.hasUnsettled());
  focusMenuButtons(document);
  createRoot(root).render(
    <StrictMode>
      <DirectionProvider initialDirection={direction.direction()}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
          <Notifications
            position="bottom-center"
            limit={maxNotifications}
            autoClose={6000}
            // The default of 200 px cuts a long notice on a phone and with large text.
            notificationMaxHeight="70dvh"
          />
          <NoticeRoom />
          <ErrorBoundary>
            <LayoutDirectionContext value={direction}>
              <DraftsContext value={drafts}>
                <LendingContext value={lent}>
                  <App shelf={shelf} host={host} navigation={navigation} invites={invites} />
                </LendingContext>
              </DraftsContext>
            </LayoutDirectionContext>
            {bridge !== undefined && <DesktopSettingsDialog bridge={bridge} />}
            {bridge !== undefined && <LastRunNotice bridge={bridge} />}
          </ErrorBoundary>
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>,
  );
}
