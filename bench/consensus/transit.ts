/** The messages in transit between the replicas of a cluster. */

export class Transit<Message> {
  #inboxes: readonly Message[][];
  #count = 0;

  /** @param size replicas, at positions from 0. */
  constructor(size: number) {
    this.#inboxes = emptyInboxes(size);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  send(to: number, message: Message): void {
    this.#inboxes[to]?.push(message);
    this.#count += 1;
  }

  /** Passes the messages to each position that has any, in order of sending. Messages that `receive` sends stay in transit. */
  deliver(receive: (position: number, messages: readonly Message[]) => void): void {
    const inboxes = this.#inboxes;
    this.#inboxes = emptyInboxes(inboxes.length);
    this.#count = 0;
    for (const [position, messages] of inboxes.entries()) {
      if (messages.length > 0) receive(position, messages);
    }
  }
}

function emptyInboxes<Message>(size: number): readonly Message[][] {
  return Array.from({ length: size }, () => []);
}
