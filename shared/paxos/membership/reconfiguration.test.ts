import { describe, expect, it } from 'vitest';
import { configuration } from '../model/configuration.ts';
import { replicaId } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';
import { planReconfiguration } from './reconfiguration.ts';

const names = (...ids: string[]) => ids.map(replicaId);

describe('a plan', () => {
  const current = configuration(1, names('a', 'b', 'c'));

  it('adds members that have caught up, and no others', () => {
    const isReady = (voter: string) => voter === 'd';
    expect(planReconfiguration(current, names('a', 'b', 'd'), isReady)).toMatchObject({ ok: true });
    expect(planReconfiguration(current, names('a', 'b', 'e'), isReady)).toMatchObject({ ok: false });
  });

  it('is refused for no voters, too many, or the same', () => {
    const isReady = () => true;
    expect(planReconfiguration(current, [], isReady).ok).toBe(false);
    expect(planReconfiguration(current, names(...'abcdefgh'), isReady).ok).toBe(false);
    expect(planReconfiguration(current, names('c', 'b', 'a'), isReady).ok).toBe(false);
  });
});

describe('the barrier', () => {
  it('blocks proposals after a configuration until it is decided', () => {
    const cluster = Cluster.ready(3);
    cluster.losing(({ message }) => message.type === 'accept');
    cluster.step('a', { type: 'reconfigure', voters: names('a', 'b') });
    const barrier = cluster.status('a').lastSlot;
    cluster.submit('a', 'behind');
    cluster.deliver();
    expect(cluster.status('a').lastSlot).toBe(barrier);
    cluster.losingNothing();
    cluster.run(30);
    expect(cluster.applied('b')).toEqual(['behind']);
  });

  it('makes the new voters promise before anything is proposed to them', () => {
    const cluster = new Cluster(3);
    cluster.run(40);
    cluster.losing(({ message }) => message.type === 'promise');
    const barrier = cluster.status('a').lastSlot + 1;
    cluster.step('a', { type: 'reconfigure', voters: cluster.ids });
    cluster.submit('a', 'behind');
    cluster.deliver();
    expect(cluster.status('a').decidedThrough).toBe(barrier);
    expect(cluster.status('a').lastSlot).toBe(barrier);
    cluster.losingNothing();
    cluster.run(30);
    expect(cluster.applied('c')).toEqual(['behind']);
  });

  it('is kept by a leader that recovers the configuration from another', () => {
    const cluster = Cluster.ready(3);
    cluster.losing(({ message }) => message.type === 'accept');
    cluster.step('a', { type: 'reconfigure', voters: names('b', 'c') });
    cluster.deliver();
    cluster.crash('a');
    cluster.losingNothing();
    cluster.submit('c', 'x');
    cluster.run(120);
    expect(cluster.status('b').configuration?.voters).toEqual(['b', 'c']);
    expect(cluster.applied('b')).toEqual(['x']);
  });
});

it('an invitation is withdrawn when an invited member is removed, and its late reply changes nothing', () => {
  const cluster = new Cluster(3);
  cluster.run(40);
  cluster.step('a', { type: 'reconfigure', voters: cluster.ids });
  // The invitation is on its way, and so will be the replies.
  cluster.step('a', { type: 'removed', members: names('b') });
  cluster.submit('a', 'afterwards');
  cluster.run(60);
  expect(cluster.status('a').configuration?.voters).toEqual(['a']);
  expect(cluster.applied('a')).toEqual(['afterwards']);
  cluster.step('a', { type: 'removed', members: names('c') });
  cluster.step('a', { type: 'reconfigure', voters: names('c') });
  cluster.run(60);
  expect(cluster.status('a').configuration?.voters).toEqual(['c']);
});

it('a leader without a vote hands over, and the others continue without an election timeout', () => {
  const cluster = Cluster.ready(3);
  cluster.step('a', { type: 'reconfigure', voters: names('b', 'c') });
  cluster.deliver();
  expect(cluster.leaders()).toHaveLength(1);
  expect(cluster.leaders()).not.toContain('a');
  cluster.submit('a', 'from a learner');
  cluster.run(5);
  expect(cluster.applied('b')).toEqual(['from a learner']);
  expect(cluster.applied('a')).toEqual(['from a learner']);
});

it('a learner and a removed voter do not count in quorums', () => {
  const cluster = Cluster.ready(3);
  cluster.step('a', { type: 'reconfigure', voters: names('a', 'b') });
  cluster.run(20);
  cluster.crash('b');
  cluster.submit('a', 'x');
  cluster.run(60);
  expect(cluster.applied('a')).toEqual([]);
  cluster.restart('b');
  cluster.run(120);
  expect(cluster.applied('b')).toEqual(['x']);
});

it('a leader that resigns hands over at once', () => {
  const cluster = Cluster.ready(3);
  cluster.step('a', { type: 'resign' });
  cluster.deliver();
  expect(cluster.leaders()).toHaveLength(1);
  expect(cluster.leaders()).not.toContain('a');
  cluster.run(60);
  expect(cluster.leaders()).not.toContain('a');
});

it('the voters may change while the window is full', () => {
  const cluster = Cluster.ready(3, { windowSlots: 4, maxSlotsAhead: 4 });
  cluster.losing(({ message }) => message.type === 'accept');
  for (let number = 0; number < 8; number += 1) cluster.submit('a', `${number}`);
  cluster.deliver();
  cluster.step('a', { type: 'reconfigure', voters: names('a', 'b') });
  cluster.losingNothing();
  cluster.run(80);
  expect(cluster.status('b').configuration?.voters).toEqual(['a', 'b']);
  expect(cluster.applied('c')).toHaveLength(8);
});

it('a silent replica with a link does not become a voter', () => {
  const cluster = Cluster.ready(3);
  cluster.step('a', { type: 'reconfigure', voters: names('a', 'b') });
  cluster.run(20);
  cluster.crash('c');
  cluster.losing(({ from }) => from === 'c');
  cluster.restart('c');
  cluster.run(30);
  cluster.step('a', { type: 'reconfigure', voters: names('a', 'b', 'c') });
  cluster.run(20);
  expect(cluster.status('a').configuration?.voters).toEqual(['a', 'b']);
  cluster.losingNothing();
  cluster.run(30);
  cluster.step('a', { type: 'reconfigure', voters: names('a', 'b', 'c') });
  cluster.run(20);
  expect(cluster.status('a').configuration?.voters).toEqual(['a', 'b', 'c']);
});

describe('the new voters', () => {
  const twoOnABoard = (): Cluster => {
    const cluster = new Cluster(2);
    cluster.run(40);
    cluster.submit('a', 'before');
    cluster.run(20);
    return cluster;
  };

  it('take over from a sole voter', () => {
    const cluster = twoOnABoard();
    cluster.step('a', { type: 'reconfigure', voters: names('b') });
    cluster.deliver();
    cluster.crash('a');
    cluster.submit('b', 'on');
    cluster.run(20);
    expect(cluster.applied('b')).toEqual(['before', 'on']);
  });

  it('are decided only once they hold the change: a sole voter whose successor is gone keeps its vote, and continues', () => {
    const cluster = twoOnABoard();
    cluster.losing(({ to }) => to === 'b');
    cluster.step('a', { type: 'reconfigure', voters: names('b') });
    cluster.submit('a', 'meanwhile');
    cluster.deliver();
    expect(cluster.status('a').configuration?.voters).toEqual(['a']);
    cluster.run(60);
    expect(cluster.status('a').configuration?.voters).toEqual(['a']);
    expect(cluster.applied('a')).toEqual(['before', 'meanwhile']);
    cluster.losingNothing();
    cluster.run(30);
    expect(cluster.applied('b')).toEqual(['before', 'meanwhile']);
  });

  it('also hold everything decided before', () => {
    const cluster = twoOnABoard();
    cluster.losing(
      ({ to, message }) => to === 'b' && (message.type === 'learned' || message.type === 'propose'),
    );
    cluster.submit('a', 'missed');
    cluster.deliver();
    cluster.losing(({ to, message }) => to === 'b' && message.type === 'learned');
    cluster.step('a', { type: 'reconfigure', voters: names('b') });
    cluster.run(30);
    expect(cluster.status('a').configuration?.voters).toEqual(['a']);
    cluster.losingNothing();
    cluster.run(40);
    cluster.step('a', { type: 'reconfigure', voters: names('b') });
    cluster.deliver();
    expect(cluster.status('b').configuration?.voters).toEqual(['b']);
    expect(cluster.applied('b')).toEqual(['before', 'missed']);
  });

  it('can change again: an abandoned change that one of them stored is not decided', () => {
    const cluster = twoOnABoard();
    cluster.losing(({ message }) => message.type === 'accept');
    cluster.step('a', { type: 'reconfigure', voters: names('b') });
    cluster.run(60);
    cluster.submit('a', 'instead');
    cluster.losingNothing();
    cluster.run(60);
    expect(cluster.applied('b')).toEqual(['before', 'instead']);
    expect(cluster.status('b').configuration?.voters).toEqual(['a']);
  });
});
