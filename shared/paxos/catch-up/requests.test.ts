import { expect, it } from 'vitest';
import { replicaId } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';

/** Fewer than until a request is repeated. */
const someTicks = 5;

/** `c` lacks decisions, and has just sent its first request for them. */
function lagging() {
  const cluster = Cluster.ready(3, { resendTicks: 60 });
  const requests: string[] = [];
  cluster.losing(({ from, to, message }) => {
    if (from === 'c' && message.type === 'learn') requests.push(to);
    return to === 'c' && ['propose', 'learned', 'accept'].includes(message.type);
  });
  cluster.submit('a', 'x');
  while (requests.length === 0) cluster.run(1);
  cluster.run(someTicks);
  return { cluster, requests };
}

it('an outstanding request is not repeated at once', () => {
  expect(lagging().requests).toHaveLength(1);
});

it('a request ends with its link: another peer is asked', () => {
  const { cluster, requests } = lagging();
  const [asked = ''] = requests;
  cluster.cut('c', asked);
  cluster.run(someTicks);
  expect(requests).toEqual([asked, asked === 'a' ? 'b' : 'a']);
});

it('a request ends when its link is replaced: it was lost with the earlier one', () => {
  const { cluster, requests } = lagging();
  const [asked = ''] = requests;
  cluster.step('c', { type: 'link', peer: replicaId(asked), state: 'up' });
  cluster.run(someTicks);
  expect(requests).toHaveLength(2);
});

it('a peer keeps up again only after it has reported over its new link', () => {
  const cluster = Cluster.ready(3);
  cluster.run(100);
  const keepsUp = () => cluster.status('a').peers.find(({ id }) => id === 'b')?.keepsUp;
  expect(keepsUp()).toBe(true);
  cluster.cut('a', 'b');
  cluster.losing(({ from }) => from === 'b');
  cluster.join('a', 'b');
  cluster.deliver();
  expect(keepsUp()).toBe(false);
  cluster.losingNothing();
  cluster.run(100);
  expect(keepsUp()).toBe(true);
});
