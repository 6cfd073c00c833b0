/** The host inside the desktop app: on the usual port if that is free, else on any. */

import { problemText } from './host/console/console-texts.ts';
import { openMdns } from './host/discovery/mdns.ts';
import { type HostOptions, type RunningHost, type StartResult, startHost } from './host/host.ts';
import type { HostAnswer } from './ipc/ipc.ts';

export class DesktopHost {
  readonly #starting: Promise<StartResult>;

  constructor(options: HostOptions) {
    this.#starting = startOnSomePort({ discovery: { open: openMdns() }, ...options });
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

async function startOnSomePort(options: HostOptions): Promise<StartResult> {
  const first = await startHost(options);
  if (first.ok || !['already-running', 'port-taken', 'port-forbidden'].includes(first.problem.type))
    return first;
  return startHost({ ...options, port: 0 });
}
