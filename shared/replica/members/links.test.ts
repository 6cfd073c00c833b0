import { describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { Links, maxRememberedMembers } from './links.ts';

const bob = replicaId('bob');
const editor = { access: 'edit' } as const;

function pass(links: Links, ticks: number): void {
  for (let tick = 0; tick < ticks; tick += 1) links.tick();
}

describe('links', () => {
  it('measure the time since link-up and link-down', () => {
    const links = new Links();
    pass(links, 5);
    links.up(bob, editor);
    pass(links, 7);
    expect([links.linkedTicks(bob), links.unlinkedTicks(bob)]).toEqual([7, 0]);
    expect([...links.linked]).toEqual([bob]);
    expect(links.standingOf(bob)).toBe(editor);
    links.down(bob);
    pass(links, 3);
    expect([links.linkedTicks(bob), links.unlinkedTicks(bob)]).toEqual([0, 3]);
    expect([...links.linked]).toEqual([]);
    expect(links.standingOf(bob)).toBeUndefined();
  });

  it('count a member that never had a link as unlinked since the start', () => {
    const links = new Links();
    pass(links, 9);
    expect([links.linkedTicks(bob), links.unlinkedTicks(bob)]).toEqual([0, 9]);
  });

  it('count as down from the tick of link-down, and never as up before link-up', () => {
    const links = new Links();
    expect(links.unlinkedTicks(bob)).toBe(1);
    links.up(bob, editor);
    links.down(bob);
    expect(links.unlinkedTicks(bob)).toBe(1);
  });

  it('do not restart the count at a repeated link-down', () => {
    const links = new Links();
    links.up(bob, editor);
    links.down(bob);
    pass(links, 4);
    links.down(bob);
    expect(links.unlinkedTicks(bob)).toBe(4);
  });

  it('evict the member that left first when there are too many', () => {
    const links = new Links();
    pass(links, 2);
    for (let member = 0; member <= maxRememberedMembers; member += 1) {
      const id = replicaId(`m${member}`);
      links.up(id, editor);
      links.down(id);
    }
    pass(links, 3);
    expect(links.unlinkedTicks(replicaId('m0'))).toBe(5);
    expect(links.unlinkedTicks(replicaId('m1'))).toBe(3);
  });
});
