import { Button } from '@mantine/core';
import { useState } from 'react';
import type { StopReason } from '#app/session/view/view.ts';
import { ConfirmDialog } from '../../../ui/components/ConfirmDialog.tsx';
import { FullPage } from '../../../ui/components/FullPage.tsx';
import { act } from '../../../ui/failures/act.ts';
import { common, failures, guest } from '../../../ui/texts.ts';
import { board, openElsewhere, rejoining, stopped } from '../../texts.ts';
import type { Opening } from '../open-board.ts';

interface Actions {
  readonly onRetry: () => void;
  readonly onLeave: () => void;
}

/** The page of a board whose replica stopped permanently: the reason, what is safe, and what to do. */
export function StoppedPage(
  props: {
    readonly reason: StopReason;
    readonly why: string;
    /** Absent if the board is not open: there is nothing to save. */
    readonly onRejoin?: () => void;
    /** Saves the board before {@link onRejoin}. Resolves to whether the file has everything. */
    readonly onSaveBefore?: () => Promise<boolean>;
    /** As {@link onRejoin}. */
    readonly onSave?: () => void;
  } & Actions,
) {
  const [asking, setAsking] = useState(false);
  const { title, action } = stopped[props.reason];
  const retry = !leaving.has(props.reason);
  const { onRejoin, onSave, onSaveBefore } = props;
  const canRejoin = onRejoin !== undefined && onSaveBefore !== undefined && rejoinable.has(props.reason);
  return (
    <FullPage
      title={title}
      text={props.why}
      actions={
        <>
          <Button data-autofocus onClick={retry ? props.onRetry : props.onLeave}>
            {action}
          </Button>
          {retry && (
            <Button variant="default" onClick={props.onLeave}>
              {common.backToBoards}
            </Button>
          )}
          {savable.has(props.reason) && onSave !== undefined && (
            <Button variant="default" onClick={onSave}>
              {board.keepCopy}
            </Button>
          )}
          {canRejoin && (
            <>
              <Button variant="default" onClick={() => setAsking(true)}>
                {rejoining.open}
              </Button>
              {asking && (
                <RejoinDialog
                  onSave={onSaveBefore}
                  onJoin={() => {
                    setAsking(false);
                    onRejoin();
                  }}
                  onCancel={() => setAsking(false)}
                />
              )}
            </>
          )}
        </>
      }
    />
  );
}

/** First the file and then the deletion: a browser may ask where to save it, or refuse, and reports neither. */
function RejoinDialog(props: {
  readonly onSave: () => Promise<boolean>;
  readonly onJoin: () => void;
  readonly onCancel: () => void;
}) {
  const [isSaved, setSaved] = useState(false);
  const save = (): void =>
    act(
      props.onSave().then((isWhole) => isWhole && setSaved(true)),
      board.notSaved,
    );
  return (
    <ConfirmDialog
      opened
      title={rejoining.title}
      text={Object.values(rejoining.text)}
      before={{ label: rejoining.save, onClick: save }}
      confirm={rejoining.confirm}
      isReady={isSaved}
      onConfirm={props.onJoin}
      onCancel={props.onCancel}
    />
  );
}

/** Reasons that remain after the board is opened again. */
const leaving: ReadonlySet<StopReason> = new Set(['superseded', 'rolledBack', 'removed', 'left', 'gone']);

/** Reasons after which this window may hold the last copy, or changes that the continued board lacks. */
const savable: ReadonlySet<StopReason> = new Set(['superseded', 'rolledBack', 'removed', 'left', 'gone']);

/** Reasons after which a new replica can take part, and this one cannot. */
const rejoinable: ReadonlySet<StopReason> = new Set(['superseded', 'rolledBack', 'diverged']);

/** The page of a board that could not be opened. */
export function NotOpenedPage({
  opening,
  isGuest,
  ...actions
}: {
  readonly opening: Exclude<Opening, { state: 'opening' | 'open' }>;
  readonly isGuest: boolean;
} & Actions) {
  switch (opening.state) {
    case 'elsewhere':
      return <StoppedPage reason="elsewhere" why={openElsewhere.text} {...actions} />;
    case 'failed':
      return (
        <FullPage
          title={failures.openTitle}
          text={opening.why}
          actions={
            <>
              <Button data-autofocus onClick={actions.onRetry}>
                {common.tryAgain}
              </Button>
              <Button variant="default" onClick={actions.onLeave}>
                {common.backToBoards}
              </Button>
            </>
          }
        />
      );
    case 'unknown':
      return (
        <FullPage
          title={isGuest ? guest.unknownBoardTitle : failures.unknownBoardTitle}
          text={isGuest ? guest.unknownBoard : failures.unknownBoard}
          actions={
            <Button data-autofocus onClick={actions.onLeave}>
              {common.backToBoards}
            </Button>
          }
        />
      );
  }
}
