import { expect, it } from 'vitest';
import { slot } from '../model/ids.ts';
import { defaultLimits } from '../model/limits.ts';
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
