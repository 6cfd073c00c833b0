/** The options of `npm run dist`, and the messages of its failures. */

const kindsOf = {
  linux: ['AppImage', 'deb', 'rpm'],
  darwin: ['dmg', 'zip'],
  win32: ['nsis'],
};
const knownArchs = ['x64', 'arm64'];
const folderKind = 'dir';

/**
 * @returns {{ archs: string[], kinds: string[], problem?: undefined } | { problem: string }}
 */
export function readOptions(args, platform) {
  const possible = kindsOf[platform];
  if (possible === undefined) {
    return { problem: `Installers are made on Linux, Windows and macOS, and this is ${platform}.` };
  }
  const archs = [];
  const kinds = [];
  for (const arg of args) {
    const arch = knownArchs.find((known) => arg === `--${known}`);
    const kind = [...possible, folderKind].find((known) => arg.toLowerCase() === known.toLowerCase());
    if (arch !== undefined) archs.push(arch);
    else if (kind !== undefined) kinds.push(kind);
    else return { problem: unknown(arg, possible) };
  }
  return {
    archs: archs.length > 0 ? [...new Set(archs)] : knownArchs,
    kinds: kinds.length > 0 ? [...new Set(kinds)] : possible,
  };
}

function unknown(arg, possible) {
  const kinds = [...possible, folderKind].join(', ');
  const flags = knownArchs.map((arch) => `--${arch}`).join(' and ');
  return `"${arg}" means nothing here. There are ${flags}, and, on this system, ${kinds}.`;
}

const rpmAdvice =
  'rpm packages need the program rpmbuild: `apt-get install rpm` or `dnf install rpm-build` brings it.';

/**
 * What only the person can bring, asked for before minutes of work.
 *
 * @param {(program: string) => boolean} isThere Whether the system has a program.
 * @returns undefined if nothing is missing.
 */
export function missingFor(kinds, isThere) {
  if (!kinds.includes('rpm') || isThere('rpmbuild')) return undefined;
  return `${rpmAdvice}\nTo do without: npm run dist -- AppImage deb`;
}

/** In the form that electron-builder takes. */
export function targetsOf(Platform, Arch, { archs, kinds }) {
  return Platform.current().createTarget(kinds, ...archs.map((arch) => Arch[arch]));
}

const networkCodes = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** The problem, as a sentence for the person. */
export function sentenceFor(error) {
  const messages = messagesOf(error);
  const text = messages.join('\n');
  const why = messages[0].split('\n')[0];
  if (isNetworkFailure(error, text)) {
    return (
      `Electron's runtime or a program that makes installers could not be fetched: ${why}\n` +
      'They come from github.com. Try again with a network that reaches it; what was fetched before is kept.'
    );
  }
  if (/rpmbuild/.test(text)) {
    return rpmAdvice;
  }
  if (error?.code === 'ENOSPC') return 'The disk is full.';
  return `The installers could not be built: ${why}`;
}

function isNetworkFailure(error, text) {
  for (let at = error, depth = 0; at !== undefined && at !== null && depth < 8; at = at.cause, depth += 1) {
    if (networkCodes.has(at.code) || at.name === 'HTTPError' || at.name === 'RequestError') return true;
  }
  return new RegExp(
    `\\b(?:${[...networkCodes].join('|')})\\b|Response code \\d{3}|status code \\d{3}|cannot resolve https?:`,
  ).test(text);
}

function messagesOf(error) {
  const messages = [];
  for (let at = error, depth = 0; at !== undefined && at !== null && depth < 8; at = at.cause, depth += 1) {
    messages.push(at instanceof Error ? at.message : String(at));
  }
  return messages.length > 0 ? messages : ['no reason was given'];
}
