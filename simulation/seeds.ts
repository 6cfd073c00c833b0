/**
 * Seeds with which the engine once violated a rule, or would with one line changed, or with which the simulator once
 * reported a false violation, and the reason: each runs in every test.
 * A change of the meaning of seeds makes them ordinary seeds: find new ones with `npm run simulate:mutants` then.
 */

import type { Narrowing } from './plan.ts';
import { type FaultClass, faultClasses } from './plan-rates.ts';

export interface KeptSeed {
  readonly seed: number;
  readonly narrowing: Narrowing;
  /** The fault that the seed found. */
  readonly why: string;
}

/** The kinds of fault from `first` on, for seeds that were found before these existed. */
function since(first: FaultClass): readonly FaultClass[] {
  return faultClasses.slice(faultClasses.indexOf(first));
}

const withoutLateChecks = since('lateChecks');
const withoutBrokenStarts = since('brokenStarts');
const withoutUpdates = since('updates');
const withoutHosts = since('hosts');
const withoutCrowds = since('crowds');
const withoutLending = since('lending');
const withoutBounds: Narrowing = { without: since('bounds') };
const withoutPageEnds: Narrowing = { without: ['pageEnds', ...since('bounds')] };
const withoutWitnesses: Narrowing = { without: since('witnesses') };

export const keptSeeds: readonly KeptSeed[] = [
  {
    seed: 5011,
    narrowing: {
      without: [
        'flaps',
        'crashes',
        'pauses',
        'stalls',
        'reconfigurations',
        'leaderChurn',
        'removals',
        ...withoutHosts,
      ],
      ticks: 28,
      commands: 2,
    },
    why: 'a power cut took back that a change of voters is decided: the remaining one waited for the one that had left',
  },
  {
    seed: 204,
    narrowing: { without: withoutHosts },
    why: 'a removal that the members had refused took the only voter from the board when the faults ended',
  },
  {
    seed: 77017,
    narrowing: { without: withoutHosts, commands: 5 },
    why: 'of two witnesses among five voters, the policy dropped one that was there, and four voters remained',
  },
  {
    seed: 960054,
    narrowing: { without: withoutHosts },
    why: 'a witness learned a decision from another one, whose writes did not state it yet; the model refused that',
  },
  {
    seed: 11,
    narrowing: { without: withoutHosts },
    why: 'a fenced window that ended last replaced what the later one had kept',
  },
  {
    seed: 960009,
    narrowing: { without: withoutHosts },
    why: 'a window took what a fenced one had kept after another had opened, whose commands were decided first',
  },
  {
    seed: 93,
    narrowing: withoutBounds,
    why: 'voters that did not know that they vote sent no requests and received none',
  },
  {
    seed: 8,
    narrowing: withoutBounds,
    why: 'log entries covered by a snapshot counted as undecided after a restart and blocked proposals permanently',
  },
  {
    seed: 52066,
    narrowing: withoutBounds,
    why: 'an accept left before the decided entries that it counts were durable; a crash made it look like a rollback',
  },
  {
    seed: 654,
    narrowing: withoutPageEnds,
    why: 'a voter with stalled storage counted among the followers that a leader needs',
  },
  {
    seed: 592,
    narrowing: withoutBounds,
    why: 'a recovered replica kept counting higher ballots of the old generation: those slots never decided',
  },
  {
    seed: 782,
    narrowing: withoutBounds,
    why: 'the policy counted a member whose link had gone down in the same tick',
  },
  {
    seed: 401413,
    narrowing: withoutPageEnds,
    why: 'a recovery became durable after the faults ended: members that could not learn of it were expected to stop',
  },
  {
    seed: 9,
    narrowing: withoutBounds,
    why: 'a newcomer that did not know its generation’s voters yet reported no shared history with the generation before',
  },
  {
    seed: 152,
    narrowing: withoutPageEnds,
    why: 'two generations that diverged from the same one treated a slot that each had decided alone as shared',
  },
  {
    seed: 80,
    narrowing: withoutBounds,
    why: 'a sign-off that arrived after its device’s message to stay remained in force',
  },
  {
    seed: 559,
    narrowing: withoutWitnesses,
    why: 'after a recovery with a slow write, the policy counted members that had sent nothing since',
  },
  {
    seed: 910176,
    narrowing: withoutBounds,
    why: 'a part of an incarnation was decided before its device submitted the rest, which then seemed to have a hole before it',
  },
  {
    seed: 1176,
    narrowing: withoutBounds,
    why: 'two members that a sole voter was inviting were removed, one after the other: with both gone, their majority was lost',
  },
  {
    seed: 306,
    narrowing: withoutBounds,
    why: 'a voter asked a witness only in the next round whether it had lost the leader, too, although the witness had said so meanwhile',
  },
  {
    seed: 178,
    narrowing: withoutBounds,
    why: 'a witness removed a slot that a voter had stored, and no longer had after its storage was rolled back',
  },
  {
    seed: 700251,
    narrowing: withoutBounds,
    why: 'an invitation was decided after the faults, and the member that linked all others did not vote any more',
  },
  {
    seed: 3112,
    narrowing: { without: withoutCrowds },
    why: 'a witness answered another one with the base of its log, which that one drops and reports as an overreach',
  },
  {
    seed: 771135,
    narrowing: {
      without: [
        'flaps',
        'partitions',
        'crashes',
        'wipes',
        'reconfigurations',
        'leaderChurn',
        'signOffs',
        'forgeries',
        ...withoutLending,
      ],
      members: 5,
      ticks: 28,
      commands: 2,
    },
    why: 'a rolled-back founder raised its promise again alone, before the first report: the comparison with it missed the loss',
  },
  {
    seed: 7212,
    narrowing: { without: ['reordering', ...withoutUpdates] },
    why: 'a voter sent a large proposal that was in flight from the leader: its report of the decision had arrived first',
  },
  {
    seed: 1400078,
    narrowing: { without: ['flaps', ...withoutUpdates], ticks: 36 },
    why: 'a false violation of rule 10: a member began a generation while it prepared a snapshot, with no register applied yet',
  },
  {
    seed: 1500006,
    narrowing: { without: withoutUpdates, ticks: 240 },
    why: 'a false violation of rule 11: the leader gave the only vote to a member whose removal it had decided and not heard of',
  },
  {
    seed: 1500013,
    narrowing: { without: withoutUpdates, ticks: 4700 },
    why: 'a false violation of rule 12: the outbox of a removed member held its 10,000 commands',
  },
  {
    seed: 9200027,
    narrowing: {
      without: [
        'reordering',
        'crashes',
        'stalls',
        'reconfigurations',
        'skew',
        'pauses',
        'leaderChurn',
        'rollbacks',
        'pageEnds',
        'steadyLoss',
        ...withoutBrokenStarts,
      ],
      ticks: 104,
      commands: 0,
    },
    why: 'a false violation of rule 11: beside a witness that votes, a member takes the vote of one that signs off a minute after it came',
  },
  {
    seed: 9400013,
    narrowing: { without: ['repetition', 'reordering', 'doubts', 'fullOutboxes', ...withoutBrokenStarts] },
    why: 'a false violation of rule 11: 500 chunks of a snapshot, each requested after the one before it, take longer than their bytes',
  },
  {
    seed: 3000129,
    narrowing: { without: withoutBrokenStarts },
    why: 'a false violation of rule 16: a newcomer had the older version when all others had been updated',
  },
  {
    seed: 3100214,
    narrowing: { without: ['persons', ...withoutBrokenStarts] },
    why: 'a follower asked only witnesses that had removed what it lacked, with growing waits: it drew the next peer at random',
  },
  {
    seed: 9800079,
    narrowing: { without: withoutLateChecks },
    why: 'the chunks of two received snapshots were stored in turns for ever, while the first one was being prepared',
  },
  {
    seed: 9700020,
    narrowing: { without: withoutLateChecks },
    why: 'rule 15 forgot that a newcomer requests each of 616 chunks of a snapshot on its own',
  },
  {
    seed: 5226,
    narrowing: { without: ['reconfigurations', 'newcomers', 'persons', ...withoutBrokenStarts] },
    why: 'a killed leader was noticed after 2 s: the waiting command completed a mark, and counted as bulk that delays replies',
  },
  {
    seed: 9960100,
    narrowing: { without: ['reordering', ...withoutLateChecks] },
    why: 'found by a mutant: a follower that waited for the bulk of its leader requested it from another one too, as a second reply of the leader was late',
  },
];
