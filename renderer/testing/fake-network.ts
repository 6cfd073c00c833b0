/** A list of addresses in memory, for the preview of the window. */

import { readTypedAddress } from '#app/mesh/discovery/host-address.ts';
import type { KnownHost } from '#app/mesh/discovery/host-book.ts';
import type { AddressRefusal, NetworkSettings } from '#app/session/device/network.ts';

export class FakeNetwork implements NetworkSettings {
  readonly #listeners = new Set<() => void>();
  #hosts: readonly KnownHost[] = [];

  hosts(): readonly KnownHost[] {
    return this.#hosts;
  }

  forInvites(own: readonly string[]): readonly string[] {
    return own;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async look(): Promise<void> {
    await Promise.resolve();
  }

  async add(text: string): Promise<AddressRefusal | undefined> {
    const read = readTypedAddress(text);
    if (!read.ok) return read.fault;
    this.show([...this.#hosts, { address: read.address, sources: ['typed'], state: { status: 'unused' } }]);
    return undefined;
  }

  async remove(address: string): Promise<void> {
    this.show(this.#hosts.filter((host) => host.address !== address));
  }

  show(hosts: readonly KnownHost[]): void {
    this.#hosts = hosts;
    for (const listener of this.#listeners) listener();
  }
}
