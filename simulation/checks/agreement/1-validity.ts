/** 1. Only submitted commands and requested configurations are decided. */

import type { Decided } from '#shared/paxos/effects.ts';
import { type Command, commandsOf } from '#shared/paxos/model/entry.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Check } from '../check.ts';
import { isSameCommand } from '../same-entry.ts';
import { Violation } from '../violation.ts';

const rule = '1 validity';

export class Validity implements Check {
  readonly coversEarlier = true;
  readonly #submitted = new Map<ReplicaId, Map<number, Command>>();
  readonly #requested = new Set<string>();

  submitted(command: Command): void {
    const commands = this.#submitted.get(command.origin) ?? new Map<number, Command>();
    commands.set(command.sequence, command);
    this.#submitted.set(command.origin, commands);
  }

  founded(id: ReplicaId): void {
    this.#requested.add(id);
  }

  requested(voters: readonly ReplicaId[]): void {
    this.#requested.add([...new Set(voters)].sort().join());
  }

  decided(id: ReplicaId, { slot, entry }: Decided): void {
    if (entry.type === 'configuration') {
      const voters = entry.configuration.voters.join();
      if (!this.#requested.has(voters)) {
        throw new Violation(rule, `${id} decided voters ${voters} in slot ${slot}, which no request named`);
      }
    }
    if (entry.type !== 'commands') return;
    for (const command of commandsOf(entry.groups)) {
      const submitted = this.#submitted.get(command.origin)?.get(command.sequence);
      if (submitted === undefined || !isSameCommand(submitted, command)) {
        const name = `${command.origin}#${command.sequence}`;
        throw new Violation(rule, `${id} decided ${name} in slot ${slot}, which was not submitted so`);
      }
    }
  }
}
