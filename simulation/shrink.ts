/** Reduces a failing run while it still violates the same rule: fewer kinds of fault, members, ticks, commands. */

import { type Narrowing, planFrom } from './plan.ts';
import { type FaultClass, faultClasses } from './plan-rates.ts';
import { run } from './run.ts';

/** Runs of one shrinking, at most. */
const maxShrinkingRuns = 120;

export function shrink(seed: number, from: Narrowing, execute: typeof run = run): Narrowing {
  const rule = execute(seed, from).violation?.rule;
  if (rule === undefined) return from;
  let best = from;
  let runs = 0;
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (const candidate of smaller(seed, best)) {
      if (runs >= maxShrinkingRuns) return best;
      runs += 1;
      if (execute(seed, candidate).violation?.rule !== rule) continue;
      best = candidate;
      isSmaller = true;
      break;
    }
  }
  return best;
}

/** Candidates, the most promising first. */
function smaller(seed: number, current: Narrowing): readonly Narrowing[] {
  const plan = planFrom(seed, current);
  const candidates: Narrowing[] = [];
  const has = (fault: FaultClass): boolean => !current.without.includes(fault) && isThere(plan, fault);
  for (const ticks of [plan.ticks / 4, plan.ticks / 2, plan.ticks * 0.8].map(Math.floor)) {
    if (ticks >= 5 && ticks < plan.ticks) candidates.push({ ...current, ticks });
  }
  for (const fault of faultClasses) {
    if (has(fault)) candidates.push({ ...current, without: [...current.without, fault] });
  }
  for (const members of [2, 3, plan.members - 1]) {
    if (members >= 1 && members < plan.members) candidates.push({ ...current, members });
  }
  for (const commands of [0, 2, 10]) {
    if (commands < (current.commands ?? Number.MAX_SAFE_INTEGER)) candidates.push({ ...current, commands });
  }
  return candidates;
}

function isThere(plan: ReturnType<typeof planFrom>, fault: FaultClass): boolean {
  if (fault === 'loss') return plan.lossProbability > 0;
  if (fault === 'repetition') return plan.repetitionProbability > 0;
  if (fault === 'reordering') return !plan.inOrder;
  if (fault === 'skew') return plan.skew > 1;
  if (fault === 'crowds') return plan.isCrowded;
  if (fault === 'steadyLoss') return plan.steadyLoss > 0;
  if (fault === 'fullOutboxes') return plan.outboxCommands !== undefined;
  return plan.rates[fault] !== undefined;
}

/** The arguments that replay it. */
export function formatNarrowing({ without, members, ticks, commands }: Narrowing): string {
  const parts = without.length === 0 ? [] : [`--without ${without.join(',')}`];
  if (members !== undefined) parts.push(`--members ${members}`);
  if (ticks !== undefined) parts.push(`--ticks ${ticks}`);
  if (commands !== undefined) parts.push(`--commands ${commands}`);
  return parts.map((part) => ` ${part}`).join('');
}
