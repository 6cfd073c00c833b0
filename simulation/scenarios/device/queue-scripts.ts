/** Histories in which the leader has no room for what is submitted, or a message has none. */

import { maxSubmitMessageBytes, type Submit } from '#shared/paxos/messages.ts';
import { bodyBytes, maxBatchCommands } from '#shared/paxos/model/entry.ts';
import { Violation } from '../../checks/violation.ts';
import { bodyOf } from '../../histories/operation.ts';
import { tickTime } from '../../world/agenda.ts';
import type { Script } from '../script.ts';
import { calmPlan, electionTimeoutTicks, Mesh } from '../stage/mesh.ts';
import { lose, mustDecide } from '../stage/patience.ts';

/** More commands at once than the leader queues, while it proposes one slot at a time. */
function fullQueue(): void {
  const limits = { windowSlots: 1, maxQueuedCommands: 1 };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), limits, policy: {} } });
  for (const number of [2, 3]) {
    for (let given = 0; given < 6; given += 1) {
      mesh.submit(number);
      mesh.run(0.1);
    }
  }
  for (const number of [2, 3]) mustDecide(mesh, number);
}

/** For 90 commands of three members, at most. Without an invitation to submit again they take 280. */
const fastQueueTicks = 40;

/** A queue of one command drains as fast as slots are decided, not by one command in each wait for a reply. */
function fastQueue(): void {
  const limits = { windowSlots: 1, maxQueuedCommands: 1 };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), limits, policy: {} } });
  for (let given = 0; given < 30; given += 1) {
    for (const number of [1, 2, 3]) mesh.submit(number);
    mesh.run(0.1);
  }
  mesh.run(fastQueueTicks);
  const waiting = [1, 2, 3].filter((number) => mesh.member(number).pendingCommands > 0);
  if (waiting.length > 0)
    throw new Violation('11 liveness', `a full queue drains slowly: ${waiting.join()} wait`);
}

/** For 30 commands of the leader itself, which take 3. Offered again only when a reply is overdue, they take 272. */
const ownQueueTicks = 20;

/** The leader alone fills its queue of one command: nobody's message makes room known to it. */
function ownQueue(): void {
  const limits = { windowSlots: 1, maxQueuedCommands: 1 };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), limits, policy: {} } });
  mesh.run(4 * electionTimeoutTicks);
  const one = mesh.member(1);
  if (!one.isLeader) throw new RangeError('the script diverged: 1 does not lead');
  for (let given = 0; given < 30; given += 1) {
    mesh.submit(1);
    mesh.run(0.1);
  }
  mustDecide(mesh, 1, ownQueueTicks);
}

/** Two drains of the queue take 9. With one group in transit at a time they take more than 15. */
const fullOnceTicks = 12;

/**
 * The leader's queue is full once. It asks for the rest one group at first, and for twice as many with each that it takes, so
 * that some round trips fill its queue again.
 */
function queueWithRoom(): void {
  const limits = { maxQueuedCommands: 40 };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), messageDelay: 0.5, limits, policy: {} } });
  mesh.run(4 * electionTimeoutTicks);
  const { world } = mesh;
  const [one, three] = [mesh.member(1), mesh.member(3)];
  if (!one.isLeader) throw new RangeError('the script diverged: 1 does not lead');
  world.stall(one, world.agenda.now + 6 * tickTime);
  for (let given = 0; given < 90; given += 1) {
    mesh.submit(3);
    mesh.run(0.05);
  }
  if (three.pendingCommands < 60) throw new RangeError('the script diverged: the queue never was full');
  mesh.run(fullOnceTicks);
  if (three.pendingCommands > 0)
    throw new Violation('11 liveness', `${three.pendingCommands} commands still wait for a queue with room`);
}

/** Commands that 3 submits while nothing of it arrives: more than one message may have. */
const manyCommands = 400;

/** No message has more commands than a batch, or more bytes than the bound, unless it is a single group. */
function largeSubmissions(): void {
  const mesh = new Mesh(3, 1);
  const { network } = mesh.world;
  const three = mesh.member(3);
  lose(mesh, 'submit');
  for (let given = 0; given < manyCommands; given += 1) {
    mesh.submit(3);
    if (given % 10 === 0) mesh.run(0.5);
  }
  const body = bodyOf({ type: 'write', key: 'k', value: 'v'.repeat(20_000) });
  for (let given = 0; given < 10; given += 1) {
    mesh.world.command(three, body);
    mesh.run(0.5);
  }
  network.isLost = (_from, _to, message) => {
    if (message.type === 'submit') assertBoundedSubmission(message);
    return false;
  };
  mustDecide(mesh, 3);
}

function assertBoundedSubmission({ groups }: Submit): void {
  const commands = groups.reduce((sum, { bodies }) => sum + bodies.length, 0);
  const bytes = groups.reduce((sum, group) => sum + bodyBytes(group), 0);
  if (groups.length > 1 && (commands > maxBatchCommands || bytes > maxSubmitMessageBytes))
    throw new Violation('15 transfer', `a submission of ${commands} commands and ${bytes} bytes`);
}

/** The second `prepare`, 20 ticks after the first, and the time for a decision. A third submission would come after 30. */
const earlyTicks = 25;

/**
 * Leaders resign in turn, and the first promises to each successor are lost. The commands that it receives meanwhile wait
 * with it: as many as its queue holds, also the next time.
 */
function earlyCommands(): void {
  const limits = { maxQueuedCommands: 2 };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), limits, policy: {} } });
  mesh.run(4 * electionTimeoutTicks);
  for (let times = 0; times < 4; times += 1) {
    const [leader = 0] = mesh.leaders();
    lose(mesh, 'promise');
    mesh.world.runOn(mesh.member(leader), (device) => device.resign());
    mesh.run(1);
    const isCandidate = (number: number) => mesh.member(number).device?.status().role === 'candidate';
    const candidate = [1, 2, 3].find(isCandidate);
    if (candidate === undefined) throw new RangeError('the script diverged: none stands');
    const others = [1, 2, 3].filter((number) => number !== candidate);
    for (const number of others) mesh.submit(number);
    mesh.run(earlyTicks / 2);
    lose(mesh);
    mesh.run(earlyTicks / 2);
    if (!mesh.member(candidate).isLeader) throw new RangeError('the script diverged: another one leads');
    const waiting = others.filter((number) => mesh.member(number).pendingCommands > 0);
    if (waiting.length > 0)
      throw new Violation('11 liveness', `${waiting.join()} submit again what the candidate had`);
  }
}

export const queueScripts: readonly Script[] = [
  { name: 'commands that a candidate receives', play: earlyCommands },
  { name: 'more commands than the leader queues', play: fullQueue },
  { name: 'a full queue and three members that fill it', play: fastQueue },
  { name: 'a full queue and a leader that fills it', play: ownQueue },
  { name: 'a queue that was full once, and has room', play: queueWithRoom },
  { name: 'submissions that take several messages', play: largeSubmissions },
];
