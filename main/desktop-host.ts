/**
 * The host inside the desktop app: listens on the default port if it is free, else on the port of the last run, else on
 * any. Other devices store this one's address, so its port should not change with every start.
 */

import { problemText } from './host/console/console-texts.ts';
import { openMdns } from './host/discovery/mdns.ts';
import { type HostOptions, type RunningHost, type StartResult, startHost } from './host/host.ts';
import type { HostAnswer } from './ipc/ipc.ts';

/** Stores the host's port if it is not the default one. */
export interface OwnPort {
  readonly known: number | undefined;
  remember(port: number): void;
}

export class DesktopHost {
  readonly #starting: Promise<StartResult>;

  constructor(options: HostOptions, ownPort: OwnPort) {
    this.#starting = startOnSomePort({ discovery: { open: openMdns() }, ...options }, ownPort);
  }

  async answer(): Promise<HostAnswer> {
    const result = await this.#starting;
    if (result.ok) return { ok: true, info: result.host.info() };
    return { ok: false, why: problemText(result.problem) };
  }

  async stop(): Promise<void> {
    const host = await this.#running();
    await host?.stop();
  }

  async #running(): Promise<RunningHost | undefined> {
    const result = await this.#starting;
    return result.ok ? result.host : undefined;
  }
}

async function startOnSomePort(options: HostOptions, ownPort: OwnPort): Promise<StartResult> {
  const usual = await startHost(options);
  if (!isTaken(usual)) return usual;
  const { known } = ownPort;
  const own = known === undefined ? usual : await startHost({ ...options, port: known });
  if (!isTaken(own)) return own;
  const any = await startHost({ ...options, port: 0 });
  if (any.ok) ownPort.remember(any.host.info().port);
  return any;
}

/** Whether the failure concerns the port, so that another one may work. */
function isTaken(result: StartResult): boolean {
  return !result.ok && ['already-running', 'port-taken', 'port-forbidden'].includes(result.problem.type);
}
