import { describe, expect, it } from 'vitest';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { fullMeshMembers, type LinkFacts, needsDirectLink, sparseMembers } from './needed-links.ts';

const [me, peer, ann, bob, cleo] = ['me', 'peer', 'ann', 'bob', 'cleo'].map(replicaId) as [
  ReturnType<typeof replicaId>,
  ...ReturnType<typeof replicaId>[],
];
const voters = [ann, bob, cleo].filter((id) => id !== undefined);

/** Twelve members, of which three vote; neither end does, and two voters could relay. */
const facts: LinkFacts = {
  me,
  peer: peer ?? me,
  roles: { voters: new Set(voters) },
  members: 12,
  ways: voters.slice(0, 2),
  isLinked: true,
};

describe('a direct link', () => {
  it('is not needed on a large board between two members of which neither votes', () => {
    expect(needsDirectLink(facts)).toBe(false);
    expect(needsDirectLink({ ...facts, isLinked: false })).toBe(false);
  });

  it('is needed if one of them votes', () => {
    for (const id of [me, facts.peer])
      expect(needsDirectLink({ ...facts, roles: { voters: new Set([...voters, id]) } })).toBe(true);
  });

  it('is needed while the voters are unknown', () => {
    expect(needsDirectLink({ ...facts, roles: undefined })).toBe(true);
  });

  it('is needed if fewer than two voters could relay', () => {
    expect(needsDirectLink({ ...facts, ways: voters.slice(0, 1) })).toBe(true);
    expect(needsDirectLink({ ...facts, ways: [me, ...voters.slice(0, 1)] })).toBe(true);
  });

  it('is not needed if the only voter could relay', () => {
    const only = voters.slice(0, 1);
    expect(needsDirectLink({ ...facts, roles: { voters: new Set(only) }, ways: only })).toBe(false);
    expect(needsDirectLink({ ...facts, roles: { voters: new Set(only) }, ways: [] })).toBe(true);
  });

  it('stays on a board of eight, and is made again only on one of six', () => {
    const needed = (members: number, isLinked: boolean) => needsDirectLink({ ...facts, members, isLinked });
    expect([needed(fullMeshMembers, true), needed(fullMeshMembers + 1, true)]).toEqual([true, false]);
    expect([needed(sparseMembers, false), needed(sparseMembers + 1, false)]).toEqual([true, false]);
  });
});
