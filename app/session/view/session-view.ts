/** Makes a session's view from its sources; equal parts stay the same objects. */

import equal from 'fast-deep-equal';
import type { Peer, SignalingState } from '#app/mesh/transport.ts';
import type { BoardView } from '#shared/board/state.ts';
import type { BoardAccess } from '#shared/invite/invite.ts';
import type { Lack, Status } from '#shared/paxos/effects.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Choice } from '../changes/pending.ts';
import type { ShownTasks } from '../changes/tasks/tasks.ts';
import { type HealthSources, health } from './health.ts';
import { type DeviceLabel, deviceTitle, people, roundTrips } from './people/people.ts';
import { standings } from './people/standings.ts';
import { witnesses } from './people/witnesses.ts';
import type { LinkState, Notice, Person, RecoveryLoss, SessionView } from './view.ts';

export interface ViewSources {
  readonly boardId: string;
  /** The board's name as long as none is agreed on. */
  readonly fallbackName: string;
  readonly me: ReplicaId;
  readonly myName: string;
  readonly myAccess: BoardAccess;
  /** See `Person`. */
  readonly guest: boolean;
  readonly deviceLabel: DeviceLabel;
  readonly shown: Pick<BoardView, 'name' | 'columns' | 'labels' | 'library' | 'templates'>;
  readonly settled: Pick<BoardView, 'member' | 'members' | 'role' | 'isInCharge' | 'newcomers'>;
  readonly tasks: ShownTasks;
  readonly pendingChanges: number;
  readonly choices: readonly Choice[];
  /** Absent until this device's storage has been read. */
  readonly status: Status | undefined;
  readonly canRecover: boolean;
  readonly peers: readonly Peer[];
  /** The end of the last connection of each device that is gone, milliseconds since 1970. */
  readonly lastSeen: ReadonlyMap<ReplicaId, number>;
  readonly signaling: SignalingState;
  readonly settleMs: number | undefined;
  readonly stopped: HealthSources['stopped'];
  readonly notices: readonly Notice[];
  readonly link: LinkState;
}

/** @returns `previous` itself if nothing in it changed. */
export function sessionView(sources: ViewSources, previous: SessionView | undefined): SessionView {
  const { status } = sources;
  const { people: everyone, removed } = people({
    me: sources.me,
    myName: sources.myName,
    myAccess: sources.myAccess,
    guest: sources.guest,
    deviceLabel: sources.deviceLabel,
    members: sources.settled.members(),
    roleOf: (id) => sources.settled.role(id),
    peers: sources.peers,
    status: { leader: noBallot, ...status },
  });
  const kept = previous?.people ?? [];
  const personsById = new Map(kept.map((person) => [person.id, person]));
  const persons = keep(
    kept,
    everyone.map((person) => keep(personsById.get(person.id), person)),
  );
  const me = persons[0];
  // `people` always begins with this device.
  if (me === undefined) throw new RangeError('nobody is here, not even this device');

  const lent = keep(previous?.witnesses, witnesses(sources));

  const next: SessionView = {
    boardId: sources.boardId,
    boardName: sources.shown.name || sources.fallbackName,
    me,
    people: persons,
    inCharge: sources.myAccess === 'edit' && sources.settled.isInCharge(sources.me),
    newcomers: sources.settled.newcomers,
    choices: keep(previous?.choices, sources.choices),
    witnesses: lent,
    removed: keep(previous?.removed, removed),
    roundTripsMs: keep(previous?.roundTripsMs, roundTrips(sources.peers)),
    standings: keep(previous?.standings, standings(status, sources.lastSeen)),
    link: keep(previous?.link, sources.link),
    leader: keep(previous?.leader, status?.leader ?? noBallot),
    health: keep(
      previous?.health,
      health({
        status,
        people: persons,
        witnesses: lent,
        settleMs: sources.settleMs,
        stopped: sources.stopped,
      }),
    ),
    canRecover: sources.canRecover,
    recoveryLoses: keep(previous?.recoveryLoses, recoveryLoss(status?.lacks, persons)),
    signaling: keep(previous?.signaling, sources.signaling),
    pendingChanges: sources.pendingChanges,
    settledThrough: status?.decidedThrough ?? 0,
    tasks: sources.tasks.tasks,
    shelves: sources.tasks.shelves,
    columns: keep(previous?.columns, sources.shown.columns()),
    labels: keep(previous?.labels, sources.shown.labels()),
    // Not compared item by item: the same array until one changes.
    library: sources.shown.library(),
    templates: keep(previous?.templates, sources.shown.templates()),
    notices: sources.notices,
  };
  return previous !== undefined && isShallowlySame(previous, next) ? previous : next;
}

function recoveryLoss(lacks: Lack | undefined, persons: readonly Person[]): RecoveryLoss | undefined {
  if (lacks === undefined) return undefined;
  const knownBy = persons.find(({ id }) => id === lacks.knownBy);
  const { slots: changes } = lacks;
  return knownBy === undefined ? { changes } : { changes, knownBy: deviceTitle(knownBy) };
}

/** @returns `old` if it equals `made`: both are small plain data. */
function keep<T>(old: T | undefined, made: T): T {
  if (old === made) return made;
  return old !== undefined && equal(old, made) ? old : made;
}

function isShallowlySame(a: SessionView, b: SessionView): boolean {
  return (
    a.boardId === b.boardId &&
    a.boardName === b.boardName &&
    a.me === b.me &&
    a.people === b.people &&
    a.inCharge === b.inCharge &&
    a.newcomers === b.newcomers &&
    a.choices === b.choices &&
    a.witnesses === b.witnesses &&
    a.removed === b.removed &&
    a.roundTripsMs === b.roundTripsMs &&
    a.standings === b.standings &&
    a.link === b.link &&
    a.leader === b.leader &&
    a.health === b.health &&
    a.canRecover === b.canRecover &&
    a.recoveryLoses === b.recoveryLoses &&
    a.signaling === b.signaling &&
    a.pendingChanges === b.pendingChanges &&
    a.settledThrough === b.settledThrough &&
    a.tasks === b.tasks &&
    a.shelves === b.shelves &&
    a.columns === b.columns &&
    a.labels === b.labels &&
    a.library === b.library &&
    a.templates === b.templates &&
    a.notices === b.notices
  );
}
