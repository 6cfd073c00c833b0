/** The host as a separate program, in plain Node: `npm start` runs it if there is no Electron. */

import { hostname } from 'node:os';
import { join } from 'node:path';
import { openKeeper } from '#keeper/open.ts';
import { hasDesktop, openBrowser } from './console/browser.ts';
import {
  type CliOptions,
  type DiscoveryOption,
  helpText,
  readOptions,
  type VotesOption,
} from './console/cli-options.ts';
import { keptVotesText, problemText, readyText, votesText } from './console/console-texts.ts';
import { packageVersion } from './console/package-version.ts';
import { votesFolder } from './console/votes-folder.ts';
import { openMdns } from './discovery/mdns.ts';
import { type HostDiscovery, type RunningHost, startHost } from './host.ts';

/** The root of the package, two folders above both `main/host/cli.ts` and the built `out/main/host.js`. */
const packageRoot = join(import.meta.dirname, '../..');

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  switch (options.type) {
    case 'help':
      process.stdout.write(helpText);
      return;
    case 'wrong':
      process.stderr.write(`${options.why}\n\n${helpText}`);
      process.exitCode = 2;
      return;
    case 'run':
      await run(options);
  }
}

async function run(options: Extract<CliOptions, { type: 'run' }>): Promise<void> {
  const votes = votesOf(options.votes);
  const result = await startHost({
    port: options.port,
    host: options.host,
    ...discoveryOf(options.discovery),
    ...(votes === undefined ? {} : { votes }),
    rendererRoot: join(packageRoot, 'out/renderer'),
    version: packageVersion(packageRoot),
    report: (problem) => process.stderr.write(`Paxboard continues, but: ${problem.message}\n`),
  });
  if (result.ok) {
    stopOnSignal(result.host);
    process.stdout.write(readyText(result.host.url, result.host.info()));
    if (votes !== undefined && options.votes !== undefined)
      process.stdout.write(keptVotesText(votes.count, options.votes.most));
    await show(result.host.url, options.open);
    return;
  }
  const text = `${problemText(result.problem)}\n`;
  if (result.problem.type === 'already-running') {
    // The person already has a running Paxboard: not an error.
    process.stdout.write(text);
    await show(result.problem.url, options.open);
  } else {
    process.stderr.write(text);
    process.exitCode = 1;
  }
}

function votesOf(option: VotesOption | undefined) {
  if (option === undefined) return undefined;
  return openKeeper({
    most: option.most,
    folder: option.folder ?? votesFolder(process.platform, process.env),
    name: hostname(),
    report: (news) => process.stdout.write(`  ${votesText(news)}\n`),
  });
}

function discoveryOf(option: DiscoveryOption): { readonly discovery?: HostDiscovery } {
  switch (option.type) {
    case 'off':
      return {};
    case 'network':
      return { discovery: { open: openMdns() } };
    case 'address':
      return { discovery: { open: openMdns(option.port), interfaces: [option.address] } };
  }
}

async function show(url: string, wanted: boolean): Promise<void> {
  if (!wanted || !hasDesktop(process.platform, process.env)) return;
  if (!(await openBrowser(url)))
    process.stdout.write('  No browser could be opened; please do it yourself.\n');
}

function stopOnSignal(host: RunningHost): void {
  let stopping = false;
  const stop = () => {
    // A second signal exits immediately.
    if (stopping) process.exit(130);
    stopping = true;
    process.stdout.write('\n  Paxboard stops. Your boards are safe on the devices that have them.\n');
    void host.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

await main();
