import { expect, it } from 'vitest';
import { slot } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';
import { groupOf } from '../testing/groups.ts';

it('applies a command once, however often it is submitted', () => {
  const cluster = Cluster.ready(3);
  cluster.losing(({ message }) => message.type === 'accept' || message.type === 'propose');
  cluster.submit('b', 'x');
  cluster.run(12);
  cluster.losingNothing();
  cluster.run(60);
  for (const id of cluster.ids) expect(cluster.applied(id)).toEqual(['x']);
});

it('skips a duplicate command that reached the log', () => {
  const cluster = Cluster.ready(3);
  cluster.submit('a', 'x');
  cluster.run(2);
  const from = cluster.status('b').decidedThrough;
  const entry = { type: 'commands' as const, groups: [groupOf('a', 1, 'x'), groupOf('a', 3, 'x')] };
  cluster.crash('a');
  cluster.receive('b', 'c', {
    type: 'learned',
    generation: 1,
    firstSlot: slot(from + 1),
    entries: [entry],
    decidedThrough: from,
  });
  expect(cluster.status('b').decidedThrough).toBe(from + 1);
  expect(cluster.applied('b')).toEqual(['x']);
});

it('keeps the order of an origin when its leader fails in the middle', () => {
  const cluster = Cluster.ready(3);
  for (const text of ['1', '2', '3']) cluster.submit('c', text);
  cluster.deliver(['submit']);
  cluster.crash('a');
  for (const text of ['4', '5']) cluster.submit('c', text);
  cluster.run(80);
  for (const id of ['b', 'c']) expect(cluster.applied(id)).toEqual(['1', '2', '3', '4', '5']);
});

it.each([
  { what: 'three message delays: submit, propose, accept', delays: 3, maxBroadcastMembers: 5 },
  { what: 'a fourth if the leader gathers accepts', delays: 4, maxBroadcastMembers: 4 },
])("decides a follower's command after $what", ({ delays, maxBroadcastMembers }) => {
  const cluster = Cluster.ready(5, { maxBroadcastMembers });
  cluster.submit('b', 'x');
  for (let delay = 0; delay < delays; delay += 1) {
    expect(cluster.applied('b')).toEqual([]);
    cluster.deliverOneDelay();
  }
  expect(cluster.applied('b')).toEqual(['x']);
});

it('forwards a command through a voter that reaches the leader when its origin does not', () => {
  const cluster = Cluster.ready(3);
  cluster.connectOnly(['a', 'b'], ['b', 'c']);
  cluster.run(30);
  expect(cluster.leaders()).toHaveLength(1);
  const far = cluster.leaders()[0] === 'a' ? 'c' : 'a';
  cluster.submit(far, 'x');
  cluster.run(30);
  for (const id of cluster.ids) expect(cluster.applied(id)).toEqual(['x']);
});

it('bypasses a leader whose link is up and silent', () => {
  const cluster = Cluster.ready(3);
  cluster.losing(({ from, to }) => (from === 'a' && to === 'c') || (from === 'c' && to === 'a'));
  cluster.run(60);
  cluster.submit('c', 'x');
  cluster.run(60);
  expect(cluster.applied('b')).toEqual(['x']);
  expect(cluster.applied('c')).toEqual(['x']);
});

it('tries each peer that reaches the leader once before it tries one again', () => {
  const cluster = Cluster.ready(5);
  const [leader = ''] = cluster.leaders();
  const far = leader === 'e' ? 'd' : 'e';
  const relays = cluster.ids.filter((id) => id !== leader && id !== far);
  cluster.cut(leader, far);
  cluster.run(20);
  const tried: string[] = [];
  cluster.losing(({ from, to, message }) => {
    if (message.type !== 'submit') return false;
    if (from === far) tried.push(to);
    return to === leader;
  });
  cluster.submit(far, 'x');
  cluster.run(500);
  expect(tried.slice(0, 3).toSorted()).toEqual(relays);
  expect(tried.slice(3, 6).toSorted()).toEqual(relays);
});
