import { expect, it } from 'vitest';
import { Cluster } from '../testing/cluster.ts';
import { maxUnstoredBatches } from './leadership.ts';

/** The texts of the commands that `id` has proposed, per proposal, as far as `to` has not received them. */
function proposals(cluster: Cluster, to: string): string[][] {
  const decoder = new TextDecoder();
  return cluster.inFlight.flatMap(({ to: receiver, message }) => {
    if (receiver !== to || message.type !== 'propose' || message.entries.length === 0) return [];
    const groups = message.entries.flatMap((entry) => (entry.type === 'commands' ? entry.groups : []));
    return [groups.flatMap(({ bodies }) => bodies.map((body) => decoder.decode(body)))];
  });
}

it('a second batch is proposed while the leader stores the first; further commands gather into the third', () => {
  expect(maxUnstoredBatches).toBe(2);
  const cluster = Cluster.ready(3);
  cluster.stallStorage('a');
  for (const text of ['1', '2', '3', '4']) cluster.submit('a', text);
  expect(proposals(cluster, 'b')).toEqual([['1'], ['2']]);
  cluster.inFlight = [];
  cluster.resumeStorage('a');
  expect(proposals(cluster, 'b')).toEqual([['3', '4']]);
});

it('others decide a batch that the leader has not stored, and its own vote counts only once it is stored', () => {
  const cluster = Cluster.ready(3);
  cluster.stallStorage('a');
  cluster.submit('a', '1');
  cluster.submit('a', '2');
  const isOfLeader = cluster.inFlight.some(({ from, message }) => from === 'a' && message.type === 'accept');
  expect(isOfLeader).toBe(false);
  cluster.stallStorage('c');
  cluster.deliver();
  for (const id of cluster.ids) expect(cluster.applied(id)).toEqual([]);
  cluster.resumeStorage('c');
  cluster.deliver();
  for (const id of cluster.ids) expect(cluster.applied(id)).toEqual(['1', '2']);
});

it('a batch that a crashed leader had not stored is decided once, and in order', () => {
  const cluster = Cluster.ready(3);
  cluster.stallStorage('a');
  for (const text of ['1', '2', '3']) cluster.submit('a', text);
  cluster.losing(({ to }) => to === 'c');
  cluster.deliver(['propose']);
  cluster.losingNothing();
  cluster.crash('a');
  cluster.run(80);
  cluster.restart('a');
  cluster.run(80);
  for (const id of cluster.ids) expect(cluster.applied(id)).toEqual(['1', '2']);
});
