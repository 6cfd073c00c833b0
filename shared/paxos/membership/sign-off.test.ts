import { expect, it } from 'vitest';
import { Cluster } from '../testing/cluster.ts';

const signsOff = (cluster: Cluster, at: string, who: string): boolean | undefined =>
  cluster.status(at).peers.find(({ id }) => id === who)?.signsOff;

it('a voter that signs off notifies the leader, which learns it from a reply if the message is lost', () => {
  const cluster = Cluster.ready(3);
  cluster.losing(({ from, message }) => from === 'c' && message.type !== 'promise');
  cluster.step('c', { type: 'signOff' });
  cluster.run(5);
  expect(signsOff(cluster, 'a', 'c')).toBe(false);
  cluster.losingNothing();
  cluster.run(20);
  expect(signsOff(cluster, 'a', 'c')).toBe(true);
});

it('a voter that stays after a sign-off announces it', () => {
  const cluster = Cluster.ready(3);
  cluster.step('c', { type: 'signOff' });
  cluster.deliver();
  cluster.step('c', { type: 'stay' });
  cluster.deliver();
  expect(signsOff(cluster, 'a', 'c')).toBe(false);
});

it('a sign-off that arrives after its withdrawal does not count for long', () => {
  const cluster = Cluster.ready(3);
  cluster.step('c', { type: 'signOff' });
  cluster.step('c', { type: 'stay' });
  cluster.deliver();
  cluster.receive('a', 'c', { type: 'signOff', generation: 1, going: true });
  expect(signsOff(cluster, 'a', 'c')).toBe(true);
  cluster.run(20);
  expect(signsOff(cluster, 'a', 'c')).toBe(false);
});
