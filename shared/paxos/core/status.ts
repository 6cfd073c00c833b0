/** Builds a replica's `Status`. */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Lack, Role, Status } from '../effects.ts';
import type { Election } from '../election/election.ts';
import type { Peers } from '../election/peers.ts';
import type { Log } from '../log/log.ts';
import type { Departure } from '../membership/departure.ts';
import type { Generation } from '../membership/generation.ts';
import type { Heard } from '../membership/heard.ts';
import { nextSlot } from '../model/ids.ts';
import type { Acceptor } from '../phases/acceptor.ts';
import type { Proposer } from '../phases/proposer.ts';
import type { Submissions } from '../submission/submissions.ts';
import type { Context } from './context.ts';
import type { Halting } from './halting.ts';

interface Parts {
  readonly halting: Halting;
  readonly generation: Generation;
  readonly heard: Heard;
  readonly peers: Peers;
  readonly log: Log;
  readonly acceptor: Acceptor;
  readonly proposer: Proposer;
  readonly election: Election;
  readonly catchUp: CatchUp;
  readonly departure: Departure;
  readonly submissions: Submissions;
}

export function roleOf(context: Context, { halting, proposer }: Pick<Parts, 'halting' | 'proposer'>): Role {
  if (halting.halted !== undefined) return 'halted';
  if (proposer.role !== 'idle') return proposer.role;
  return context.votes ? 'follower' : 'learner';
}

export function statusOf(context: Context, parts: Parts): Status {
  const { halting, generation, heard, log, acceptor, election, catchUp, departure, submissions } = parts;
  const { configuration, decidedThrough, id, tick } = context;
  const { halted } = halting;
  const transfer = catchUp.progress;
  const lacks = lackOf(heard, log, context);
  return {
    id,
    role: roleOf(context, parts),
    ...(halted === undefined ? {} : { halted }),
    generation: generation.number,
    promised: acceptor.promised,
    leader: election.leader,
    ...(configuration === undefined ? {} : { configuration }),
    decidedThrough,
    lastSlot: log.lastSlot,
    ...(lacks === undefined ? {} : { lacks }),
    compactedThrough: log.compactedThrough,
    ...(transfer === undefined ? {} : { transfer }),
    signsOff: departure.signsOff,
    pendingSubmissions: submissions.count,
    quorumReached: election.happy || election.happyPeers().length > 0,
    peers: parts.peers.all.map(([peer, { heardTick, signsOff }]) => ({
      id: peer,
      decidedThrough: catchUp.knownTo(peer),
      keepsUp: catchUp.keepsUp(peer),
      heardTicksAgo: tick - heardTick,
      signsOff,
    })),
  };
}

/** The slots that peers reported as decided and that this replica has neither decided nor accepted. */
function lackOf(heard: Heard, log: Log, { decidedThrough }: Context): Lack | undefined {
  const { through, by } = heard.latest;
  let slots = through - decidedThrough;
  if (slots <= 0) return undefined;
  const lastHeld = Math.min(through, log.lastSlot);
  for (let at = nextSlot(decidedThrough); at <= lastHeld; at = nextSlot(at)) {
    if (log.get(at) !== undefined) slots -= 1;
  }
  return slots > 0 ? { slots, knownBy: by } : undefined;
}
