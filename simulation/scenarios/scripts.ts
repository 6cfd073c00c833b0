/**
 * Hand-written histories that random runs rarely produce, with all checks on: in each, a single missing rule leads to
 * two decisions for a slot, or to a false report. Mutants run them before any seed.
 */

import { hintTicks } from '#shared/paxos/core/hints.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { loadScripts } from './device/load-scripts.ts';
import { pageScripts } from './device/page-scripts.ts';
import { patienceScripts } from './device/patience-scripts.ts';
import { policyScripts } from './device/policy-scripts.ts';
import { queueScripts } from './device/queue-scripts.ts';
import { weekScripts } from './device/week-scripts.ts';
import { witnessScripts } from './device/witness-scripts.ts';
import { divergenceScripts } from './engine/divergence-scripts.ts';
import { failoverScripts } from './engine/failover-scripts.ts';
import { gatheringScripts } from './engine/gathering-scripts.ts';
import { handoverScripts } from './engine/handover-scripts.ts';
import { membershipScripts } from './engine/membership-scripts.ts';
import { recoveryAgainScripts } from './engine/recovery-again-scripts.ts';
import { recoveryScripts } from './engine/recovery-scripts.ts';
import { rollbackScripts } from './engine/rollback-scripts.ts';
import { snapshotScripts } from './engine/snapshot-scripts.ts';
import type { Script } from './script.ts';
import { electionTimeoutTicks, Mesh } from './stage/mesh.ts';

/** Long enough to detect a silent leader and for its successor to decide a slot. */
const successionTicks = 12 * electionTimeoutTicks;

/** Seeds to try until the history occurs: the first candidate depends on chance. */
const maxSeeds = 40;

function must(isSo: boolean, what: string): void {
  if (!isSo) throw new RangeError(`the script diverged: ${what}`);
}

function withSomeSeed(history: (seed: number) => void): void {
  for (let seed = 1; ; seed += 1) {
    try {
      return history(seed);
    } catch (error) {
      if (!(error instanceof RangeError) || seed === maxSeeds) throw error;
    }
  }
}

/**
 * 1 proposes for a slot, and the proposal is late. 3, 4 and 5 choose another entry there. 2 learns of that from the
 * log, without any message of the new leader, and then receives the old proposal, in a ballot that it may still accept.
 */
function lateProposal(seed: number): void {
  const mesh = new Mesh(5, seed);
  const [one, two] = [mesh.member(1), mesh.member(2)];
  const { network } = mesh.world;
  const held: Message[] = [];
  network.isLost = (from, to, message) => {
    if (from === one.id && to === two.id && message.type === 'propose') held.push(message);
    if (from === one.id || to === one.id) return true;
    // 2 receives reports of decisions, but neither prepares nor proposals.
    return to === two.id && ['prepare', 'propose'].includes(message.type);
  };
  const promised = two.device?.status().promised;
  mesh.submit(1);
  mesh.run(1);
  mesh.submit(3);
  for (let ticks = 0; ticks < successionTicks && two.decidedThrough === one.decidedThrough; ticks += 1)
    mesh.run(1);
  must(two.decidedThrough > one.decidedThrough, '2 learned of nothing');
  must(two.device?.status().promised === promised, '2 promised something to another');
  network.isLost = () => false;
  for (const message of held) network.send(one.id, two.id, message, mesh.world.links.epoch(one.id, two.id));
  mesh.run(successionTicks);
}

/**
 * 1 is partitioned off with proposals in a high round. 2 and 3 hand the votes to 1, 4 and 5, and stop. 4 and 5, which
 * never voted, learn of it and restart, so that they know no round: they choose in the first round of their epoch, and
 * neither learns that the entry is chosen. Then 1 returns, and 4 is gone.
 */
function firstTimeVoters(seed: number): void {
  const mesh = new Mesh(5, seed, 1, 3);
  const { network } = mesh.world;
  const [one, four, five] = [mesh.member(1), mesh.member(4), mesh.member(5)];
  mesh.connectOnly([2, 3], [2, 4], [2, 5], [3, 4], [3, 5], [4, 5]);
  for (let given = 0; given < 3; given += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  const { lastSlot = 0, decidedThrough = 0 } = one.device?.status() ?? {};
  must(lastSlot > decidedThrough + 1, '1 did not propose for two slots');
  mesh.run(successionTicks);
  const successor = mesh.leaders().find((number) => number !== 1);
  if (successor === undefined) throw new RangeError('the script diverged: 1 has no successor');
  network.isLost = (_from, _to, { type }) => type === 'handover' || type === 'prepare';
  mesh.world.requestVoters(mesh.member(successor), [one.id, four.id, five.id]);
  // Until 4 and 5 have stored that it is decided.
  mesh.run(hintTicks + 3);
  must(five.decidedThrough === decidedThrough + 1, '5 did not learn that it votes');
  must(four.decidedThrough === decidedThrough + 1, '4 did not learn that it votes');
  for (const member of [four, five]) mesh.world.crash(member);
  mesh.connectOnlyAgain([4, 5]);
  for (const member of [four, five]) mesh.world.boot(member);
  network.isLost = (_from, _to, { type }) => type === 'accept';
  mesh.submit(4);
  mesh.run(successionTicks);
  must(mesh.world.ledger.chosenThrough > five.decidedThrough, '4 and 5 chose nothing');
  network.isLost = () => false;
  mesh.connectOnlyAgain([1, 5]);
  mesh.run(2 * successionTicks);
  must(one.decidedThrough > decidedThrough + 1, '1 and 5 decided nothing');
}

export const scripts: readonly Script[] = [
  { name: 'a late proposal for a slot that was decided otherwise', play: () => withSomeSeed(lateProposal) },
  {
    name: 'first-time voters, and an old proposer in a high round',
    play: () => withSomeSeed(firstTimeVoters),
  },
  ...membershipScripts,
  ...divergenceScripts,
  ...gatheringScripts,
  ...rollbackScripts,
  ...recoveryScripts,
  ...recoveryAgainScripts,
  ...witnessScripts,
  ...pageScripts,
  ...patienceScripts,
  ...queueScripts,
  ...policyScripts,
  ...failoverScripts,
  ...handoverScripts,
  ...loadScripts,
  ...snapshotScripts,
  ...weekScripts,
];
