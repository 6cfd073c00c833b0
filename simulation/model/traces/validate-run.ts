/** Runs one seed with no check on, records the trace of its engines, and compares the trace with the model afterwards. */

import { run } from '../../run.ts';
import type { TraceRecord } from './record.ts';
import { Recorder } from './recorder.ts';
import { Refused, Validator } from './validator.ts';

export interface Validation {
  readonly records: number;
  /** Of the model. */
  readonly actions: number;
  /** The first record that the model does not allow; absent if it allows all of them. */
  readonly refusal?: string;
}

export function validateRun(seed: number): Validation {
  return validate(traceOf(seed));
}

/** The other rules do not count: if one of those that are not checks of a trace ends the run, the trace is shorter. */
export function traceOf(seed: number): readonly TraceRecord[] {
  const records: TraceRecord[] = [];
  const recorder = new Recorder((record) => records.push(record));
  run(seed, { without: ['secondWindows'] }, undefined, (ledger) => [ledger, recorder]);
  recorder.flush();
  return records;
}

export function validate(trace: readonly TraceRecord[]): Validation {
  const validator = new Validator();
  try {
    for (const record of trace) validator.take(record);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { records: trace.length, actions: validator.actions, refusal: error.message };
  }
  return { records: trace.length, actions: validator.actions };
}
