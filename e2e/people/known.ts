/** Faults that are known and open: the steps that run into them are left out, unless everything is asked for. */

export interface KnownFault {
  /** Part of the step's sentence, or the name of its action. */
  readonly step: string;
  readonly fault: string;
}

export const knownFaults: readonly KnownFault[] = [
  {
    step: 'at once reloads the page',
    fault: 'what was drawn within the last tenth of a second is lost by a reload',
  },
  {
    step: 'at once closes the browser',
    fault: 'what was drawn within the last tenth of a second is lost when the browser is closed',
  },
];
