/** Collects the parts of a session's view from its board, its replica, and its own state. */

import type { SessionReplica } from '#app/replica/board-replica.ts';
import type { Halt } from '#app/replica/listener.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import { choicesIn } from '../changes/pending.ts';
import { TaskList } from '../changes/tasks/tasks.ts';
import type { Notices } from '../notices.ts';
import type { OptimisticBoard } from './optimistic-board.ts';
import { Links } from './people/links.ts';
import type { DeviceLabel } from './people/people.ts';
import { LastSeen } from './people/standings.ts';
import { sessionView } from './session-view.ts';
import type { SettleTimes } from './settle-times.ts';
import type { LinkState, SessionView } from './view.ts';

export interface ViewMakerOptions {
  readonly boardId: string;
  /** The board's name as long as none is agreed on. */
  readonly boardName: string;
  readonly access: BoardAccess;
  /** See `Person`. */
  readonly guest: boolean;
  readonly deviceLabel: DeviceLabel;
  readonly replica: Pick<SessionReplica, 'id' | 'status' | 'canRecover' | 'network'>;
  readonly board: OptimisticBoard;
  readonly notices: Notices;
  readonly settleTimes: SettleTimes;
  readonly myName: () => string;
  readonly halt: () => Halt | undefined;
  readonly link: () => LinkState;
  /** The replica is started: before that it has no status. */
  readonly isStarted: () => boolean;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
}

export class ViewMaker {
  readonly #options: ViewMakerOptions;
  readonly #tasks = new TaskList();
  readonly #lastSeen = new LastSeen();
  readonly #links = new Links();

  constructor(options: ViewMakerOptions) {
    this.#options = options;
  }

  /** @returns `previous` itself if nothing in it changed. */
  make(previous: SessionView | undefined): SessionView {
    const { boardId, boardName, access, guest, deviceLabel, replica, board } = this.#options;
    const { notices, settleTimes, myName, halt, isStarted } = this.#options;
    const { settled } = board;
    const shown = board.shown();
    const pending = board.pending();
    const hasStatus = isStarted();
    const peers = hasStatus ? replica.network.peers() : [];
    const links = this.#links.of(settled.members());
    const connected = new Set(peers.map((peer) => peer.replica));
    return sessionView(
      {
        boardId,
        fallbackName: boardName,
        me: replica.id,
        myName: myName(),
        myAccess: access,
        guest,
        deviceLabel,
        shown,
        settled,
        tasks: this.#tasks.shown(shown, settled, pending, links),
        pendingChanges: pending.length,
        choices: choicesIn(pending),
        status: hasStatus ? replica.status() : undefined,
        canRecover: hasStatus && replica.canRecover(),
        peers,
        lastSeen: this.#lastSeen.update(connected, this.#options.now()),
        signaling: hasStatus ? replica.network.signaling() : { status: 'connecting' },
        settleMs: settleTimes.medianMs(),
        stopped: halt(),
        notices: notices.latest(),
        link: this.#options.link(),
      },
      previous,
    );
  }
}
