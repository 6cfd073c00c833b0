/** Cases in which simple implementations of Paxos live-lock, leave a hole permanently, or fail to fail over. */

import { describe, expect, it } from 'vitest';
import { electionTimeoutTicks, Mesh } from './stage/mesh.ts';

const maxTicks = 4 * electionTimeoutTicks;

function decidedBy(mesh: Mesh, numbers: readonly number[]): number[] {
  return numbers.map((number) => mesh.member(number).decidedThrough);
}

describe('duelling proposers', () => {
  it('lets a late proposer find the chosen entry and continue from there', () => {
    const mesh = new Mesh(3, 1, 1);
    // 1 and 2 choose the value; 3, which receives nothing of it, proposes later.
    mesh.connectOnly([1, 2]);
    mesh.run(1);
    mesh.decideWithin(maxTicks, [1]);
    const chosen = mesh.world.ledger.chosenThrough;
    mesh.submit(3);
    mesh.world.crash(mesh.member(1));
    mesh.world.connections.join(mesh.member(2), mesh.member(3));
    mesh.run(maxTicks);
    expect(mesh.leaders()).toHaveLength(1);
    expect(mesh.member(3).pendingCommands).toBe(0);
    expect(mesh.world.ledger.chosenThrough).toBeGreaterThan(chosen);
    expect(decidedBy(mesh, [2, 3])).toEqual([
      mesh.world.ledger.chosenThrough,
      mesh.world.ledger.chosenThrough,
    ]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('ends, even if all restart at once repeatedly (seed %i)', (seed) => {
    const mesh = new Mesh(5, seed);
    for (let times = 0; times < 5; times += 1) {
      for (const member of mesh.world.members) mesh.world.crash(member);
      for (const member of mesh.world.members) mesh.world.boot(member);
      mesh.decideWithin(maxTicks, [1, 2, 3, 4, 5]);
    }
    mesh.run(maxTicks);
    expect(mesh.leaders()).toHaveLength(1);
    for (const member of mesh.world.members) expect(member.pendingCommands).toBe(0);
  });

  it('makes a member that lost its proposal to another follow, not retry', () => {
    const mesh = new Mesh(3, 1, 1);
    mesh.world.runOn(mesh.member(1), (device) => device.resign());
    mesh.run(maxTicks);
    expect(mesh.leaders()).toHaveLength(1);
    expect(mesh.newLeadersWithin(20 * electionTimeoutTicks)).toBe(0);
  });
});

describe('lost proposals of one slot', () => {
  it('leave no hole while the leader stays', () => {
    const mesh = new Mesh(3, 1, 1);
    const hole = mesh.world.ledger.chosenThrough + 1;
    let lost = 0;
    mesh.world.network.isLost = (_from, _to, message) => {
      const isIt =
        message.type === 'propose' && message.firstSlot === hole && message.entries.length > 0 && lost < 4;
      if (isIt) lost += 1;
      return isIt;
    };
    mesh.submit(1);
    mesh.run(1);
    mesh.submit(1);
    mesh.run(maxTicks);
    expect(lost).toBe(4);
    expect(mesh.member(1).pendingCommands).toBe(0);
    expect(new Set(decidedBy(mesh, [1, 2, 3]))).toEqual(new Set([mesh.world.ledger.chosenThrough]));
  });

  it('leave no hole when the leader crashes before it could retry them', () => {
    const mesh = new Mesh(3, 1, 1);
    const hole = mesh.world.ledger.chosenThrough + 1;
    mesh.world.network.isLost = (_from, _to, message) =>
      message.type === 'propose' && message.firstSlot === hole;
    mesh.submit(1);
    mesh.run(1);
    mesh.submit(1);
    mesh.run(1);
    mesh.world.crash(mesh.member(1));
    mesh.world.network.isLost = () => false;
    mesh.decideWithin(maxTicks, [2, 3]);
    mesh.run(maxTicks);
    expect(mesh.world.ledger.chosenThrough).toBeGreaterThan(hole);
    expect(new Set(decidedBy(mesh, [2, 3]))).toEqual(new Set([mesh.world.ledger.chosenThrough]));
  });
});

describe('failover', () => {
  it.each([1, 2, 3])('takes at most four election timeouts (seed %i)', (seed) => {
    const mesh = new Mesh(3, seed, 2);
    mesh.world.crash(mesh.member(2));
    mesh.decideWithin(maxTicks, [1, 3]);
    mesh.run(maxTicks);
    expect(mesh.newLeadersWithin(20 * electionTimeoutTicks)).toBe(0);
  });

  it('does not fail back when the old leader returns', () => {
    const mesh = new Mesh(3, 1, 2);
    mesh.world.crash(mesh.member(2));
    mesh.run(maxTicks);
    const [leader] = mesh.leaders();
    mesh.world.boot(mesh.member(2));
    mesh.run(20 * electionTimeoutTicks);
    expect(mesh.leaders()).toEqual([leader]);
  });

  it('is immediate if the leader resigns', () => {
    const mesh = new Mesh(3, 1, 1);
    mesh.world.runOn(mesh.member(1), (device) => device.resign());
    mesh.run(2);
    expect(mesh.leaders()).toHaveLength(1);
    expect(mesh.leaders()).not.toEqual([1]);
  });
});
