/**
 * `npm run bench:transfers -- --rates 1,4,10`: the time of large transfers on slow links, relative to the ideal, and the
 * bytes sent per needed byte.
 */

import { parseArgs } from 'node:util';
import { measureTransfer, transferKinds } from './transfers.ts';

const { values } = parseArgs({ options: { rates: { type: 'string', default: '0.256,1,4,10' } } });

const rates = values.rates.split(',').map(Number);
if (rates.some((rate) => !(rate > 0))) {
  process.stderr.write(`--rates takes megabits per second, not ${values.rates}\n`);
  process.exit(2);
}

process.stdout.write('Every link in each direction; times are simulated; storage confirms at once.\n');
for (const kind of transferKinds) {
  for (const rate of rates) {
    const { seconds, idealSeconds, sentBytes, neededBytes, leaderships } = measureTransfer(kind, rate);
    const time = seconds === undefined ? 'never' : `${seconds.toFixed(1)} s`;
    const times = seconds === undefined ? '' : `, ${(seconds / idealSeconds).toFixed(2)} times the ideal`;
    const sent = (sentBytes / neededBytes).toFixed(2);
    process.stdout.write(
      `${kind} at ${rate} Mbit/s: ${time}${times}; ${sent} bytes sent for each needed; ${leaderships} new leaders\n`,
    );
  }
}
