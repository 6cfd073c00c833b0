import { Alert, Tabs, Text } from '@mantine/core';
import { CloudOff } from 'lucide-react';
import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { writeBoard } from '#app/exchange/board-file/write.ts';
import type { BoardSession, BoardShelf } from '#app/session/api.ts';
import type { SessionView } from '#app/session/view/view.ts';
import { DeviceSection } from '../../people/devices/DeviceSection.tsx';
import { LentSection } from '../../people/lending/LentSection.tsx';
import { PeopleDrawer } from '../../people/PeopleDrawer.tsx';
import type { Follow } from '../../people/PeopleStrip.tsx';
import { goingOnAlone } from '../../people/texts.ts';
import { TaskBoard } from '../../tasks/TaskBoard.tsx';
import { ErrorBoundary } from '../../ui/components/ErrorBoundary.tsx';
import { LateLoader } from '../../ui/components/LateLoader.tsx';
import { act } from '../../ui/failures/act.ts';
import { useLiftedNotices } from '../../ui/notices/lifted-notices.ts';
import { type SavingOptions, saveBoard } from '../../ui/saving/save-board.ts';
import { productName } from '../../ui/texts.ts';
import { whiteboard } from '../../whiteboard/texts.ts';
import type { Host } from '../host.ts';
import { InviteDialog } from '../invites/InviteDialog.tsx';
import { type BoardTab, readTab } from '../navigation/route.ts';
import { useFocusOnTasks } from '../navigation/use-focus-on-tasks.ts';
import { usePanels } from '../navigation/use-panels.ts';
import { signalingText } from '../notices/signaling-text.ts';
import { stopText } from '../notices/stop-text.ts';
import { useNotices } from '../notices/use-notices.ts';
import { rejoining, board as texts } from '../texts.ts';
import { BoardHeader } from './BoardHeader.tsx';
import { useBoardSession, useViewParts } from './session/use-board-session.ts';
import { NotOpenedPage, StoppedPage } from './status/StoppedPage.tsx';
import { type CardWays, useCardWays } from './use-card-ways.ts';
import { usePresence } from './use-presence.ts';
import '../boards.css';

/** Excalidraw is large; the tasks are shown before it is loaded. */
const loadWhiteboard = () => import('../../whiteboard/Whiteboard.tsx');
const Whiteboard = lazy(loadWhiteboard);

interface BoardScreenProps {
  readonly shelf: BoardShelf;
  readonly host: Host;
  readonly id: string;
  readonly tab: BoardTab;
  readonly onTab: (tab: BoardTab) => void;
  readonly onLeave: () => void;
}

/** One board, from its opening until it is left. */
export function BoardScreen(props: BoardScreenProps) {
  const [attempt, setAttempt] = useState(0);
  const opening = useBoardSession(props.shelf, props.id, attempt);
  const isWhiteboardNext = opening.state === 'opening' && props.tab === 'whiteboard';
  useEffect(() => {
    // While the storage is read. If it cannot be loaded, the whiteboard itself shows that.
    if (isWhiteboardNext) loadWhiteboard().catch(() => undefined);
  }, [isWhiteboardNext]);
  const { again, leave } = waysOut(props, opening.state === 'failed', () => setAttempt(attempt + 1));
  switch (opening.state) {
    case 'opening':
      return <Wait text={texts.opening} />;
    case 'open':
      return <OpenBoard {...props} session={opening.session} onRetry={again} />;
    default:
      return (
        <NotOpenedPage opening={opening} isGuest={props.shelf.isGuest} onRetry={again} onLeave={leave} />
      );
  }
}

function OpenBoard(
  props: BoardScreenProps & { readonly session: BoardSession; readonly onRetry: () => void },
) {
  const view = useViewParts(props.session, ['notices', 'boardName', 'health']);
  useNotices(view.notices);
  useTitle(view.boardName);
  if (view.health.state === 'stopped') {
    const joinAgain = (): void => act(rejoin(props).then(props.onRetry), rejoining.failed);
    const { again, leave } = waysOut(props, view.health.reason === 'storage', props.onRetry);
    return (
      <StoppedPage
        reason={view.health.reason}
        why={stopText(view.health)}
        onRetry={again}
        onLeave={leave}
        onRejoin={joinAgain}
        onSaveBefore={() => saveAll(props)}
        onSave={() => act(save(props.session, { isGuest: props.shelf.isGuest }), texts.notSaved)}
      />
    );
  }
  return <LiveBoard {...props} />;
}

/**
 * After a failure of the storage a new page, because Chromium does not answer this one any more after a write failed on a
 * full disk. A guest stays: it holds its boards in memory.
 */
function waysOut({ shelf, onLeave }: BoardScreenProps, isStorageFailed: boolean, retry: () => void) {
  if (!isStorageFailed || shelf.isGuest) return { again: retry, leave: onLeave };
  return {
    again: () => window.location.reload(),
    leave: () => {
      onLeave();
      window.location.reload();
    },
  };
}

function save(session: BoardSession, options: SavingOptions) {
  return saveBoard(session.view().boardName, (writing) => writeBoard(session, writing), options);
}

/** @returns whether the file has everything; false if the person cancelled it. @throws Error if a blob cannot be read. */
async function saveAll({ session, shelf }: BoardScreenProps & { readonly session: BoardSession }) {
  const saved = await save(session, { isGuest: shelf.isGuest, isLasting: true });
  if (saved !== undefined && saved.unreadable > 0)
    throw new Error(`${saved.unreadable} blobs could not be read`);
  return saved !== undefined;
}

/** The person has saved the board: this device's copy is deleted. */
async function rejoin({ session, shelf, id }: BoardScreenProps & { readonly session: BoardSession }) {
  await session.close();
  await shelf.rejoin(id);
}

/** Its parts show the changes of the board: it renders again only if its own few change. */
const LiveBoard = memo(function LiveBoard(props: BoardScreenProps & { readonly session: BoardSession }) {
  const { session, tab, onTab, onLeave } = props;
  const view = useViewParts(session, ['boardName', 'me', 'people', 'signaling']);
  const [dialog, setDialog] = useState<'invite' | 'people'>();
  const { shelf } = props;
  const isLasting = useCallback(() => shelf.isLasting(), [shelf]);
  const keepPicture = useCallback(
    (picture: Uint8Array | undefined) => shelf.keepPicture(props.id, picture),
    [shelf, props.id],
  );
  const [focusRequest, setFocusRequest] = useState(0);
  const [followRequest, setFollowRequest] = useState<Follow>();
  const ways = useCardWays(props.onTab);
  usePresence(session, tab);
  useLiftedNotices(tab === 'whiteboard');
  const panels = usePanels(tab);
  const tasksPanel = useRef<HTMLDivElement>(null);
  useFocusOnTasks(tasksPanel, tab === 'tasks');

  const actions = useMemo(
    () => ({
      onLeave,
      onRename: (name: string, was: string) => act(session.renameBoard(name, was)),
      onInvite: () => setDialog('invite'),
      onPeople: () => setDialog('people'),
      onFollow: (follow: Follow) => {
        onTab(follow.tab);
        if (follow.tab === 'whiteboard') setFollowRequest(follow);
      },
      onDraw: () => setFocusRequest((request) => request + 1),
    }),
    [session, onTab, onLeave],
  );

  return (
    <Tabs
      className="pb-board"
      variant="pills"
      keepMountedMode="display-none"
      value={tab}
      onChange={(value) => props.onTab(readTab(value))}
    >
      <BoardHeader session={session} network={props.shelf.network} actions={actions} />
      <main className="pb-board-main">
        <SignalingBanner signaling={view.signaling} />
        <Tabs.Panel value="whiteboard" className="pb-panel">
          {panels.hasWhiteboard && (
            <ErrorBoundary fallback={() => <WhiteboardFailed />}>
              <Suspense fallback={<Wait text={texts.loadingWhiteboard} />}>
                <Whiteboard
                  session={session}
                  boardName={view.boardName}
                  viewOnly={view.me.role === 'viewer'}
                  focusRequest={focusRequest}
                  people={view.people}
                  followRequest={followRequest}
                  cardRequest={ways.cardRequest}
                  onOpenCard={ways.openCard}
                  keepPicture={keepPicture}
                  onShown={panels.whiteboardShown}
                />
              </Suspense>
            </ErrorBoundary>
          )}
        </Tabs.Panel>
        <Tabs.Panel ref={tasksPanel} value="tasks" className="pb-panel" tabIndex={-1}>
          {panels.hasTasks && <Tasks session={session} ways={ways} />}
        </Tabs.Panel>
      </main>
      <InviteDialog
        session={session}
        access={view.me.role === 'viewer' ? 'view' : 'edit'}
        host={props.host}
        network={props.shelf.network}
        opened={dialog === 'invite'}
        onClose={() => setDialog(undefined)}
      />
      <People
        session={session}
        shelf={shelf}
        isLasting={isLasting}
        opened={dialog === 'people'}
        onClose={() => setDialog(undefined)}
      />
    </Tabs>
  );
});

function Tasks({ session, ways }: { readonly session: BoardSession; readonly ways: CardWays }) {
  const { boardId, boardName, tasks, shelves, columns, labels, templates, people, removed, me } =
    useViewParts(session, taskParts);
  return (
    <TaskBoard
      session={session}
      boardId={boardId}
      boardName={boardName}
      tasks={tasks}
      shelves={shelves}
      columns={columns}
      labels={labels}
      templates={templates}
      people={people}
      removed={removed}
      me={me}
      openRequest={ways.openRequest}
      whiteboard={ways.whiteboard}
    />
  );
}

const taskParts = [
  'boardId',
  'boardName',
  'tasks',
  'shelves',
  'columns',
  'labels',
  'templates',
  'people',
  'removed',
  'me',
] as const;

function People(props: {
  readonly session: BoardSession;
  readonly shelf: BoardShelf;
  readonly isLasting: () => Promise<boolean | undefined>;
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const { session, shelf, isLasting, opened, onClose } = props;
  const view = useViewParts(session, peopleParts);
  return (
    <PeopleDrawer
      health={view.health}
      blobs={session.blobs}
      people={view.people}
      removed={view.removed}
      roundTripsMs={view.roundTripsMs}
      standings={view.standings}
      inCharge={view.inCharge}
      newcomers={view.newcomers}
      choices={view.choices}
      onNewcomers={(role) => act(session.members.setNewcomers(role))}
      onRemove={(id, how) =>
        act(how === 'person' ? session.members.removePerson(id) : session.members.remove(id))
      }
      onUnlink={(id) => act(session.devices.unlink(id))}
      roleActions={{
        onRole: (id, role) => act(session.members.setRole(id, role)),
        onHandOver: (id) => act(session.members.handOver(id)),
      }}
      opened={opened}
      onClose={onClose}
      canGoOnAlone={view.canRecover}
      goingOnLoses={view.recoveryLoses}
      onSave={() => act(save(session, { isGuest: shelf.isGuest }), texts.notSaved)}
      onGoOnAlone={() => act(session.recover(), goingOnAlone.failed)}
      isLasting={isLasting}
      devices={<DeviceSection linking={session.devices} view={view} />}
      lent={<LentSection session={session} shelf={shelf} view={view} />}
    />
  );
}

const peopleParts = [
  'boardId',
  'witnesses',
  'health',
  'people',
  'removed',
  'link',
  'roundTripsMs',
  'standings',
  'me',
  'inCharge',
  'newcomers',
  'choices',
  'canRecover',
  'recoveryLoses',
] as const;

function SignalingBanner({ signaling }: { readonly signaling: SessionView['signaling'] }) {
  if (signaling.status !== 'failing') return null;
  return (
    <Alert
      color="yellow"
      radius="md"
      py="xs"
      icon={<CloudOff size={18} />}
      role="status"
      className="pb-banner"
      data-testid="signaling"
    >
      {signalingText(signaling.why)}
    </Alert>
  );
}

function Wait({ text }: { readonly text: string }) {
  return (
    <div className="pb-wait" role="status">
      <LateLoader />
      <Text c="dimmed">{text}</Text>
    </div>
  );
}

function WhiteboardFailed() {
  return (
    <div className="pb-wait">
      <Alert color="red" maw={480} title={whiteboard.failedTitle}>
        {whiteboard.failed}
      </Alert>
    </div>
  );
}

function useTitle(boardName: string): void {
  useEffect(() => {
    document.title = boardName || productName;
    return () => {
      document.title = productName;
    };
  }, [boardName]);
}
