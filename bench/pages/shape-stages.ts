/** Records the stages of a change on its way, for the times between them. Runs in the page, next to the app. */

/** When each stage was reached, milliseconds since 1970, in order. */
export interface Stages {
  /** The signature of an own command was asked for: the command is submitted. */
  readonly submitted: number[];
  /** A message was handed to a data channel. */
  readonly sent: number[];
  /** The check of another's command was asked for: it is received. */
  readonly received: number[];
  /** A strict transaction was complete. */
  readonly stored: number[];
}

/** Records from now on. */
export function recordStages(now: () => number): Stages {
  const stages: Stages = { submitted: [], sent: [], received: [], stored: [] };
  const { subtle } = crypto;
  const [sign, verify] = [subtle.sign, subtle.verify];
  subtle.sign = (...all) => {
    stages.submitted.push(now());
    return sign.apply(subtle, all);
  };
  subtle.verify = (...all) => {
    stages.received.push(now());
    return verify.apply(subtle, all);
  };
  const { send } = RTCDataChannel.prototype;
  RTCDataChannel.prototype.send = function (
    this: RTCDataChannel,
    data: string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>,
  ) {
    stages.sent.push(now());
    Reflect.apply(send, this, [data]);
  };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...all: Parameters<typeof transaction>) {
    const begun = transaction.apply(this, all);
    if (all[2]?.durability === 'strict') begun.addEventListener('complete', () => stages.stored.push(now()));
    return begun;
  };
  return stages;
}
