import { describe, expect, it } from 'vitest';
import type { Event } from '../effects.ts';
import type { Message, MessageType } from '../messages.ts';
import { nextSlot, replicaId, slot } from '../model/ids.ts';
import { Cluster } from '../testing/cluster.ts';
import { Author, groupOf } from '../testing/groups.ts';

/** The messages that one change of the leader `a` costs, by type, without those of time. */
function costOfChange(cluster: Cluster): Partial<Record<MessageType, number>> {
  const counts: Partial<Record<MessageType, number>> = {};
  cluster.losing(({ message: { type } }) => {
    counts[type] = (counts[type] ?? 0) + 1;
    return false;
  });
  cluster.submit('a', 'x');
  cluster.deliver();
  cluster.losingNothing();
  for (const id of cluster.ids) expect(cluster.applied(id).at(-1)).toBe('x');
  return counts;
}

/** Takes them from the network. */
function acceptsInFlight(cluster: Cluster): readonly Event[] {
  const accepts = cluster.inFlight.filter(({ message }) => message.type === 'accept');
  cluster.inFlight = [];
  return accepts.map(({ from, message }) => ({ type: 'receive', from, message }));
}

const isAnnouncement = (message: Message): boolean =>
  message.type === 'propose' && message.entries.length === 0;

describe('the messages of a change', () => {
  it.each([
    { members: 3, propose: 2, accept: 6 },
    { members: 5, propose: 8, accept: 4 },
    { members: 7, propose: 12, accept: 6 },
  ])('of $members voters are $propose of the leader and $accept accepts', ({ members, propose, accept }) => {
    expect(costOfChange(Cluster.ready(members))).toEqual({ propose, accept });
  });

  it('of three voters and two learners go through the leader, too', () => {
    const cluster = new Cluster(5);
    cluster.run(40);
    cluster.replica('a').step({ type: 'reconfigure', voters: cluster.ids.slice(0, 3) });
    cluster.run(40);
    expect(costOfChange(cluster)).toEqual({ propose: 8, accept: 2 });
  });

  it('include no announcement if a proposal leaves with the decision', () => {
    const cluster = Cluster.ready(5);
    const author = new Author('a');
    cluster.step('a', { type: 'submit', group: author.group('1') });
    cluster.deliver(['propose']);
    cluster.stepAll('a', [...acceptsInFlight(cluster), { type: 'submit', group: author.group('2') }]);
    const sent = cluster.inFlight.map(({ message }) => message);
    expect(sent).toHaveLength(4);
    expect(sent.some(isAnnouncement)).toBe(false);
  });
});

describe('a decision whose accepts the leader gathers', () => {
  it('is announced only once a majority has accepted it', () => {
    const cluster = Cluster.ready(5);
    const { decidedThrough } = cluster.status('a');
    cluster.losing(({ from, message }) => message.type === 'accept' && from !== 'b');
    cluster.submit('a', 'x');
    cluster.run(5);
    for (const id of cluster.ids) expect(cluster.status(id).decidedThrough).toBe(decidedThrough);
    cluster.losingNothing();
    cluster.run(20);
    for (const id of cluster.ids) expect(cluster.applied(id)).toEqual(['x']);
  });

  it('is announced even if few members are left meanwhile', () => {
    const cluster = Cluster.ready(4);
    cluster.submit('a', 'x');
    cluster.deliver(['propose']);
    cluster.cut('a', 'd');
    let requests = 0;
    cluster.losing(({ message }) => {
      if (message.type === 'learn') requests += 1;
      return false;
    });
    cluster.deliver();
    for (const id of ['a', 'b', 'c']) expect(cluster.applied(id)).toEqual(['x']);
    expect(requests).toBe(0);
  });

  it('is announced before a leader that resigns has a successor', () => {
    const cluster = Cluster.ready(5);
    cluster.submit('a', 'x');
    cluster.deliver(['propose']);
    cluster.stepAll('a', [...acceptsInFlight(cluster), { type: 'resign' }]);
    const [first] = cluster.inFlight.filter(({ to }) => to === 'b');
    expect(first !== undefined && isAnnouncement(first.message)).toBe(true);
  });

  it('is decided the same by the others if the leader fails before it announces it', () => {
    const cluster = Cluster.ready(5);
    cluster.losing(({ from, message }) => from === 'a' && isAnnouncement(message));
    cluster.submit('a', 'x');
    cluster.deliver();
    expect(cluster.applied('a')).toEqual(['x']);
    expect(cluster.applied('b')).toEqual([]);
    cluster.crash('a');
    cluster.losingNothing();
    cluster.run(80);
    for (const id of ['b', 'c', 'd', 'e']) expect(cluster.applied(id)).toEqual(['x']);
  });

  it('is learned by a member that has lost the announcement', () => {
    const cluster = Cluster.ready(5);
    cluster.losing(({ to, message }) => to === 'e' && isAnnouncement(message));
    cluster.submit('a', 'x');
    cluster.run(40);
    expect(cluster.applied('e')).toEqual(['x']);
  });

  it('reaches all while the leader reaches only a majority of the voters, and one of them reaches the rest', () => {
    const cluster = Cluster.ready(5);
    cluster.connectOnly(['a', 'b'], ['a', 'c'], ['a', 'd'], ['b', 'e']);
    cluster.run(60);
    cluster.submit('e', 'x');
    cluster.run(60);
    for (const id of cluster.ids) expect(cluster.applied(id)).toEqual(['x']);
  });

  it('is not mistaken for what another ballot proposed', () => {
    const cluster = Cluster.ready(5);
    const { decidedThrough, promised } = cluster.status('e');
    const later = { ...promised, round: promised.round + 1, replica: replicaId('b') };
    const at = nextSlot(decidedThrough);
    cluster.receive('e', 'b', {
      type: 'propose',
      generation: 1,
      ballot: later,
      firstSlot: at,
      entries: [{ type: 'commands', groups: [groupOf('b', 1, 'of b')] }],
      decidedThrough,
      gathered: [],
    });
    // Of the earlier leader, late.
    cluster.receive('e', 'a', {
      type: 'propose',
      generation: 1,
      ballot: promised,
      firstSlot: nextSlot(at),
      entries: [],
      decidedThrough: at,
      gathered: [at, at, at, slot(0), slot(0)],
    });
    expect(cluster.status('e').decidedThrough).toBe(decidedThrough);
    expect(cluster.applied('e')).toEqual([]);
  });
});

it('a leader announces nothing in its ballot once another one has decided one of its slots', () => {
  const cluster = Cluster.ready(5);
  const at = nextSlot(cluster.status('a').decidedThrough);
  cluster.losing(({ to }) => to !== 'e');
  cluster.submit('a', 'of a');
  cluster.deliver();
  cluster.losingNothing();
  const entries = [{ type: 'commands' as const, groups: [groupOf('b', 1, 'of b')] }];
  cluster.receive('a', 'b', { type: 'learned', generation: 1, firstSlot: at, entries, decidedThrough: at });
  cluster.deliver(['propose']);
  expect(cluster.status('a').role).toBe('follower');
  expect(cluster.applied('a')).toEqual(['of b']);
  expect(cluster.applied('e')).toEqual([]);
});

it('a change of voters is announced in the ballot that ends with it', () => {
  const cluster = Cluster.ready(5);
  const { promised } = cluster.status('a');
  const announced: Message[] = [];
  cluster.losing(({ from, message }) => {
    if (from === 'a' && isAnnouncement(message)) announced.push(message);
    return false;
  });
  cluster.replica('a').step({ type: 'reconfigure', voters: ['a', 'b', 'c'].map(replicaId) });
  cluster.run(1);
  expect(announced[0]).toMatchObject({ ballot: promised });
  for (const id of cluster.ids) expect(cluster.status(id).configuration?.voters).toHaveLength(3);
});
