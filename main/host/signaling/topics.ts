/** The members of each topic. A topic exists while it has a member. */

import { maxTopicMembers } from '#shared/signaling/protocol.ts';

export class Topics<Member> {
  readonly #topics = new Map<string, Map<string, Member>>();

  /** The number of topics. */
  get size(): number {
    return this.#topics.size;
  }

  join(topic: string, peer: string, member: Member): 'joined' | 'topic-full' | 'peer-taken' {
    const members = this.#topics.get(topic) ?? new Map<string, Member>();
    if (members.has(peer)) return 'peer-taken';
    if (members.size >= maxTopicMembers) return 'topic-full';
    members.set(peer, member);
    this.#topics.set(topic, members);
    return 'joined';
  }

  leave(topic: string, peer: string): void {
    const members = this.#topics.get(topic);
    members?.delete(peer);
    if (members?.size === 0) this.#topics.delete(topic);
  }

  has(topic: string): boolean {
    return this.#topics.has(topic);
  }

  find(topic: string, peer: string): Member | undefined {
    return this.#topics.get(topic)?.get(peer);
  }

  /** All members of `topic` except `peer`, in order of arrival. */
  others(topic: string, peer: string): readonly (readonly [peer: string, member: Member])[] {
    return [...(this.#topics.get(topic) ?? [])].filter(([other]) => other !== peer);
  }
}
