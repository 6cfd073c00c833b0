/**
 * Whether a history of one register is linearizable: whether an order of its operations exists that respects real-time
 * precedence and explains each answer. The operations of each incarnation of a client take effect in the order in which it
 * began them, as each origin's commands do.
 *
 * Source: Wing & Gong, "Testing and Verifying Concurrent Objects" (1993), with the memoization of Lowe, "Testing for
 * Linearizability" (2017), one key at a time as Porcupine does.
 */

import type { Seen } from './history.ts';
import { applyTo, type Register, unwritten } from './registers.ts';

/** `undecided` if the search needs more than `maxSteps`. */
export type Verdict = 'linearizable' | 'not linearizable' | 'undecided';

/** The operations of one incarnation of a client in its order, and the position of the present attempt. */
interface Client {
  readonly operations: readonly Seen[];
  /** For each position: the earliest end of the operations from there on. */
  readonly firstEnd: readonly number[];
  done: number;
}

interface Choice {
  readonly client: Client;
  readonly after: Register;
  /** Whether it changes nothing, so that no other choice needs to be tried here. */
  readonly isFree: boolean;
}

/** A place where a choice was made. */
interface Turn {
  readonly before: Register;
  readonly choices: readonly Choice[];
  made: number;
}

/**
 * @param history operations on one key.
 * @param initial the register's value before the first of them.
 */
export function checkRegister(history: readonly Seen[], maxSteps: number, initial = unwritten): Verdict {
  const clients = clientsOf(history);
  const tried = new Set<string>();
  const turns: Turn[] = [];
  let register = initial;
  for (let steps = 0; hasMoreToExplain(clients); steps += 1) {
    if (steps > maxSteps) return 'undecided';
    turns.push({ before: register, choices: choicesFrom(clients, register), made: 0 });
    let turn = turns.at(-1);
    for (;;) {
      if (turn === undefined) return 'not linearizable';
      const choice = turn.choices[turn.made];
      turn.made += 1;
      if (choice === undefined) {
        turns.pop();
        turn = turns.at(-1);
        takeBack(turn);
        continue;
      }
      choice.client.done += 1;
      const name = nameOf(clients, choice.after);
      if (!tried.has(name)) {
        tried.add(name);
        register = choice.after;
        break;
      }
      choice.client.done -= 1;
    }
  }
  return 'linearizable';
}

function takeBack(turn: Turn | undefined): void {
  const choice = turn?.choices[turn.made - 1];
  if (choice !== undefined) choice.client.done -= 1;
}

function hasMoreToExplain(clients: readonly Client[]): boolean {
  return clients.some(
    ({ firstEnd, done }) => (firstEnd[done] ?? Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY,
  );
}

/** Candidates for the next place, the most likely first: those that began before every pending operation ended. */
function choicesFrom(clients: readonly Client[], register: Register): readonly Choice[] {
  let limit = Number.POSITIVE_INFINITY;
  for (const { firstEnd, done } of clients) limit = Math.min(limit, firstEnd[done] ?? limit);
  const choices: Choice[] = [];
  const open: Choice[] = [];
  for (const client of clients) {
    const seen = client.operations[client.done];
    if (seen === undefined || seen.began > limit) continue;
    const { register: after, answer } = applyTo(register, seen.operation, seen.client);
    if (seen.ended !== undefined && seen.answer !== answer) continue;
    const choice = { client, after, isFree: after === register };
    if (choice.isFree) return [choice];
    if (seen.ended === undefined) open.push(choice);
    else choices.push(choice);
  }
  return [...choices, ...open];
}

function nameOf(clients: readonly Client[], { value, owner }: Register): string {
  return `${clients.map(({ done }) => done).join()} ${value} ${owner}`;
}

function clientsOf(history: readonly Seen[]): readonly Client[] {
  const byName = new Map<string, Seen[]>();
  for (const seen of [...history].sort((a, b) => a.began - b.began)) {
    const name = `${seen.client} ${seen.incarnation}`;
    const operations = byName.get(name) ?? [];
    operations.push(seen);
    byName.set(name, operations);
  }
  return [...byName.values()].map((operations) => {
    let end = Number.POSITIVE_INFINITY;
    const ends = operations.toReversed().map(({ ended }) => {
      end = Math.min(end, ended ?? end);
      return end;
    });
    return { operations, firstEnd: ends.reverse(), done: 0 };
  });
}
