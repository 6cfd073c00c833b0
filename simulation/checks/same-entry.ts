/** Whether two entries are equal byte by byte: stricter than the engine, which compares ids. */

import { type Command, commandsOf, type Entry } from '#shared/paxos/model/entry.ts';

export function isSameCommand(a: Command, b: Command): boolean {
  return a === b || (a.origin === b.origin && a.sequence === b.sequence && isSameBytes(a.body, b.body));
}

export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a === b || (a.byteLength === b.byteLength && a.every((byte, at) => byte === b[at]));
}

export function areSameCommands(a: readonly Command[], b: readonly Command[]): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every((command, at) => {
      const other = b[at];
      return other !== undefined && isSameCommand(command, other);
    })
  );
}

export function isIdenticalEntry(a: Entry, b: Entry): boolean {
  if (a === b) return true;
  if (a.type === 'commands')
    return b.type === 'commands' && areSameCommands(commandsOf(a.groups), commandsOf(b.groups));
  if (a.type === 'noop') return b.type === 'noop';
  return (
    b.type === 'configuration' &&
    a.configuration.generation === b.configuration.generation &&
    a.configuration.voters.join() === b.configuration.voters.join()
  );
}
