import { describe, expect, it } from 'vitest';
import { Cluster } from '../testing/cluster.ts';
import { recovered } from '../testing/recovered.ts';

describe('the slots that a recovery would lose', () => {
  /** `c` has received how far `a` has decided, and holds only the first few slots. */
  const behind = (): Cluster => {
    const cluster = new Cluster(3);
    cluster.crash('b');
    cluster.run(40);
    cluster.losing(
      ({ to, message }) => to === 'c' && (message.type === 'propose' || message.type === 'learned'),
    );
    for (let number = 0; number < 5; number += 1) {
      cluster.submit('a', `${number}`);
      cluster.run(1);
    }
    cluster.run(20);
    cluster.crash('a');
    cluster.losingNothing();
    return cluster;
  };

  it('are reported, with the replica that has them', () => {
    expect(behind().status('c').lacks).toEqual({ slots: 5, knownBy: 'a' });
  });

  it('are reported after a restart as well', () => {
    const cluster = behind();
    cluster.run(1);
    cluster.crash('c');
    cluster.restart('c');
    expect(cluster.status('c').lacks).toEqual({ slots: 5, knownBy: 'a' });
  });

  it('are none if this replica holds every reported slot, including accepted ones without a known decision', () => {
    const cluster = Cluster.ready(3);
    cluster.submit('a', 'x');
    cluster.run(20);
    expect(cluster.status('c').lacks).toBeUndefined();
    cluster.losing(({ to, message }) => to === 'c' && message.type === 'accept');
    cluster.submit('a', 'y');
    cluster.deliver();
    expect(cluster.status('c').decidedThrough).toBeLessThan(cluster.status('a').decidedThrough);
    expect(cluster.status('c').lacks).toBeUndefined();
  });

  it('are none after the recovery, also after a restart', () => {
    const cluster = behind();
    cluster.step('c', { type: 'recover' });
    cluster.run(20);
    expect(cluster.status('c').lacks).toBeUndefined();
    cluster.crash('c');
    cluster.restart('c');
    expect(cluster.status('c').lacks).toBeUndefined();
  });
});

describe('when two generations meet', () => {
  it('the halted replica durably knows the shared slots, and how far the other has decided', () => {
    const cluster = Cluster.ready(3);
    cluster.submit('a', 'shared');
    cluster.run(20);
    const shared = cluster.status('c').decidedThrough;
    cluster.connectOnly(['a', 'b']);
    for (const text of ['x', 'y']) {
      cluster.submit('a', text);
      cluster.run(40);
    }
    cluster.step('c', { type: 'recover' });
    cluster.run(20);
    cluster.submit('c', 'z');
    cluster.run(20);
    const there = cluster.status('c').decidedThrough;
    cluster.connectOnly(['a', 'b'], ['a', 'c'], ['b', 'c']);
    cluster.run(20);
    const successor = { sharedThrough: shared, decidedThrough: there };
    expect(cluster.status('a').halted).toMatchObject({ reason: 'superseded', successor });
    expect(cluster.status('a').decidedThrough).toBe(shared + 2);
    cluster.crash('a');
    cluster.restart('a');
    expect(cluster.status('a').halted).toMatchObject({ reason: 'superseded', successor });
  });

  it('a replica that joined the later one knows the shared slots as well, from the log and from a snapshot', () => {
    for (const limits of [{}, { snapshotSlots: 8, retainedSlots: 2 }]) {
      const cluster = recovered(limits);
      cluster.restart('b');
      cluster.run(40);
      const shared = cluster.status('a').configuration?.sharedThrough;
      expect(shared).toBeGreaterThan(0);
      expect(cluster.status('b').configuration?.sharedThrough).toBe(shared);
    }
  });

  it('a recovery after a recovery shares no more with the first generation than the first recovery did', () => {
    const cluster = recovered();
    const shared = cluster.status('a').configuration?.sharedThrough;
    cluster.submit('a', 'more');
    cluster.run(10);
    cluster.step('a', { type: 'recover' });
    cluster.run(10);
    expect(cluster.status('a').configuration?.sharedThrough).toBe(shared);
  });

  it('two generations that left the same one independently share its earlier slots', () => {
    const cluster = Cluster.ready(3);
    cluster.crash('a');
    cluster.connectOnly();
    const shared = cluster.status('b').decidedThrough;
    cluster.step('b', { type: 'recover' });
    cluster.step('c', { type: 'recover' });
    cluster.run(30);
    for (const id of ['b', 'c']) for (const text of ['x', 'y']) cluster.submit(id, text);
    cluster.run(30);
    cluster.join('b', 'c');
    cluster.run(30);
    const stopped = ['b', 'c'].map((id) => cluster.status(id)).find(({ halted }) => halted !== undefined);
    expect(stopped?.halted?.successor?.sharedThrough).toBe(shared);
  });
});
