/** 20. Each step of each engine is an action that the abstract model allows (`simulation/model/`). */

import { Recorder } from '../../model/traces/recorder.ts';
import { Refused, Validator } from '../../model/traces/validator.ts';
import type { Check } from '../check.ts';
import { Violation } from '../violation.ts';

export const modelRule = '20 model';

/** @returns a check for all generations of one run. */
export function followsModel(): Check {
  const validator = new Validator();
  return new Recorder((record) => {
    try {
      validator.take(record);
    } catch (error) {
      throw error instanceof Refused ? new Violation(modelRule, error.message) : error;
    }
  });
}
