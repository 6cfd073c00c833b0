/**
 * Loaded before a program under test, Node or Electron (`-r`): writes each request that leaves the machine and its private
 * networks to the file in `PAXBOARD_OUTGOING`, one line each. In Electron it watches all sessions, and so all windows and workers.
 */

const { appendFileSync } = require('node:fs');
const net = require('node:net');
const dgram = require('node:dgram');
const dns = require('node:dns');

const log = process.env.PAXBOARD_OUTGOING;

function record(what) {
  if (log !== undefined) appendFileSync(log, `${what}\n`);
}

/** Schemes of content within the app. */
const inside = new Set([
  'app:',
  'file:',
  'data:',
  'blob:',
  'about:',
  'devtools:',
  'chrome:',
  'chrome-extension:',
]);

/** Names and addresses of this machine and of private networks, multicast on the link included. */
function isNear(host) {
  const name = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  return /^(localhost|.*\.local|(127|10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254|224\.0\.0)(\.\d+)+|0\.0\.0\.0|::1?|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*|ff02:.*)$/i.test(
    name,
  );
}

function checkHost(how, host) {
  if (typeof host === 'string' && host !== '' && !isNear(host)) record(`${how} ${host}`);
}

function checkUrl(url) {
  const { protocol, hostname } = new URL(url);
  if (!inside.has(protocol)) checkHost(`request ${protocol}`, hostname);
}

/** Calls `before` with the arguments of each call of a method. */
function watch(object, method, before) {
  const original = object[method];
  object[method] = function watched(...args) {
    before(args);
    return original.apply(this, args);
  };
}

watch(net.Socket.prototype, 'connect', ([first, second]) => {
  // Node passes its own normalised arguments as one array.
  const options = Array.isArray(first) ? first[0] : first;
  checkHost('socket', typeof options === 'object' ? options?.host : second);
});
watch(dgram.Socket.prototype, 'send', (args) => {
  checkHost(
    'datagram',
    args.slice(1).find((value) => typeof value === 'string'),
  );
});
for (const method of ['lookup', 'resolve', 'resolve4', 'resolve6'])
  for (const resolver of [dns, dns.promises]) watch(resolver, method, ([host]) => checkHost('name', host));

if (process.versions.electron !== undefined && process.type === 'browser') {
  const { app } = require('electron');
  app.on('session-created', (session) => {
    session.webRequest.onBeforeRequest(({ url }, give) => {
      checkUrl(url);
      give({});
    });
  });
}
