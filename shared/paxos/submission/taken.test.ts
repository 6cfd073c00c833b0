import { expect, it } from 'vitest';
import { noSequence } from '../messages.ts';
import { slot } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
import { maxRefused } from '../phases/leadership.ts';
import { Cluster } from '../testing/cluster.ts';
import { groupOf } from '../testing/groups.ts';

const typesTo = (cluster: Cluster, to: string) =>
  cluster.inFlight.filter((each) => each.to === to).map(({ message }) => message.type);

it('a proposal alone tells an origin that its command is taken', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('b', 'x');
  cluster.deliver(['submit']);
  expect(typesTo(cluster, 'b')).toEqual(['propose', 'accept']);
});

it('a command that a proposal contains is not sent to its leader again', () => {
  const cluster = Cluster.ready(3);
  let submits = 0;
  cluster.losing(({ message }) => {
    if (message.type === 'submit') submits += 1;
    // Nothing is decided.
    return message.type === 'accept';
  });
  cluster.submit('b', 'x');
  cluster.run(60);
  expect(submits).toBe(1);
  expect(cluster.applied('b')).toEqual([]);
});

it('a proposal in an earlier ballot does not count: the present leader may lack the command', () => {
  const cluster = Cluster.ready(3);
  cluster.losing(({ message }) => message.type === 'submit');
  cluster.submit('b', 'x');
  cluster.losingNothing();
  const { decidedThrough, promised } = cluster.status('b');
  const groups = [groupOf('b', 1, 'x')];
  cluster.receive('b', 'a', {
    type: 'propose',
    generation: 1,
    ballot: { ...promised, round: promised.round - 1 },
    firstSlot: slot(decidedThrough + 1),
    entries: [{ type: 'commands', groups }],
    decidedThrough,
  });
  cluster.run(40);
  expect(cluster.applied('b')).toEqual(['x']);
});

it('a command that waits for a later batch is reported', () => {
  const cluster = Cluster.ready(3);
  cluster.stallStorage('a');
  cluster.submit('a', '1');
  cluster.submit('a', '2');
  cluster.deliver();
  cluster.submit('b', 'x');
  cluster.deliver(['submit']);
  expect(typesTo(cluster, 'b')).toEqual(['taken']);
});

it('a command in a large proposal is reported ahead of it', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('b', 'x'.repeat(defaultLimits.markBytes));
  cluster.deliver(['submit']);
  expect(typesTo(cluster, 'b')).toContain('taken');
});

it('a command that a leader has already is reported', () => {
  const cluster = Cluster.ready(3);
  const groups = [groupOf('b', 1, 'x')];
  for (let times = 0; times < 2; times += 1) {
    cluster.inFlight = [];
    cluster.receive('a', 'b', { type: 'submit', generation: 1, groups, forwarded: false });
  }
  expect(typesTo(cluster, 'b')).toEqual(['taken']);
});

it('a command is reported to the member that forwarded it', () => {
  const cluster = Cluster.ready(3);
  cluster.connectOnly(['a', 'b'], ['b', 'c']);
  cluster.run(30);
  const far = cluster.leaders()[0] === 'a' ? 'c' : 'a';
  cluster.submit(far, 'x');
  cluster.deliver(['submit']);
  expect(typesTo(cluster, 'b')).toContain('taken');
});

it('commands that found the queue of the leader full are sent again as soon as it has room', () => {
  const cluster = Cluster.ready(3, { maxQueuedCommands: 1, windowSlots: 1 });
  const texts = Array.from({ length: 12 }, (_, at) => `${at}`);
  for (const text of texts) for (const id of cluster.ids) cluster.submit(id, text);
  // None waits for a reply that is overdue.
  for (let delays = 0; delays < 6 * texts.length * cluster.ids.length; delays += 1) cluster.deliverOneDelay();
  for (const id of cluster.ids) expect(cluster.applied(id)).toHaveLength(texts.length * cluster.ids.length);
});

it('a leader whose queue is full invites again only those that it refused, once', () => {
  const cluster = Cluster.ready(3, { maxQueuedCommands: 1, windowSlots: 1 });
  for (const text of ['1', '2', '3']) cluster.submit('b', text);
  cluster.submit('c', 'x');
  let replies = 0;
  cluster.losing(({ to, message }) => {
    if (message.type === 'taken' && to === 'c') replies += 1;
    return false;
  });
  for (let delays = 0; delays < 40; delays += 1) cluster.deliverOneDelay();
  expect(cluster.applied('a')).toHaveLength(4);
  expect(replies).toBeLessThanOrEqual(4);
});

it('a leader whose queue is full keeps a bounded list of those that it refused', () => {
  const cluster = Cluster.ready(3, { maxQueuedCommands: 1, windowSlots: 1 });
  cluster.stallStorage('a');
  for (const text of ['1', '2', '3']) cluster.submit('a', text);
  for (let number = 0; number < maxRefused + 10; number += 1) {
    const groups = [groupOf(`o${number}`, 1, 'x')];
    cluster.receive('a', 'b', { type: 'submit', generation: 1, groups, forwarded: true });
  }
  let invitations = 0;
  cluster.losing(({ message }) => {
    if (message.type === 'taken' && message.sequence === noSequence) invitations += 1;
    return false;
  });
  cluster.resumeStorage('a');
  cluster.deliver();
  expect(invitations).toBe(maxRefused);
});

it('commands that a leader has taken, but that are not decided, are bounded in bytes', () => {
  const bytes = 50_000;
  const cluster = Cluster.ready(3, { maxUndecidedSubmitBytes: 4 * bytes });
  const submitted = new Set<number>();
  cluster.losing(({ from, message }) => {
    if (from === 'b' && message.type === 'submit')
      for (const { first } of message.groups) submitted.add(first);
    // Nothing is decided.
    return message.type === 'accept';
  });
  for (let number = 0; number < 10; number += 1) cluster.submit('b', `${number}`.padEnd(bytes - 1_000, 'x'));
  cluster.run(60);
  expect(submitted.size).toBe(4);
  cluster.losingNothing();
  cluster.run(100);
  expect(cluster.applied('b')).toHaveLength(10);
});
