// The line becomes a black hole in mid-body; how soon does a new connection know where to go on?
import { setTimeout as pause } from 'node:timers/promises';
import { brief, percentile } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { patchHeaders, tusServers, videoLike, Wire } from '../harness/tus.js';

const PIECE = 256 * 1024;
const LENGTH = 64 * 2 ** 20;
const PATIENCE = 15_000;
const MOST = 90_000; // ms for one server; who needs seconds for each shows that soon

/** One upload whose connection stands still; how long the HEAD takes and whether it is right. */
async function blackHole(server, piece) {
  const url = await server.create(LENGTH);
  const dead = await Wire.to(url);
  dead.send('PATCH', url, patchHeaders(0, LENGTH));
  dead.write(piece);
  await pause(50); // it arrives; then nothing more is heard, and nobody says goodbye
  const wire = await Wire.to(url);
  const begun = performance.now();
  const head = await Promise.race([
    wire.ask('HEAD', url).catch(() => undefined),
    pause(PATIENCE, undefined, { ref: false }),
  ]);
  const time = performance.now() - begun;
  const answered = head?.status === 200 || head?.status === 204;
  const exact = answered && (await goesOn(wire, url, Number(head.header('upload-offset')), piece));
  wire.close();
  dead.close();
  await server.forget(url).catch(() => {});
  return { time, answered, exact };
}

/** Whether the offset is one that the server stands by: something of what was sent, and taken on. */
async function goesOn(wire, url, offset, piece) {
  if (!(offset > 0 && offset <= piece.length)) return false;
  const next = await wire.patch(url, offset, piece).catch(() => undefined);
  return next?.status === 204;
}

export default async function resume(options) {
  const runs = options.runs ?? (options.quick ? 20 : 500);
  const report = new Report('resume', 'Resuming after a black hole', options);
  const piece = await videoLike(PIECE);
  const { servers, left } = await tusServers();
  const rows = [];
  try {
    for (const server of servers) {
      const results = [];
      const ends = performance.now() + MOST;
      for (let run = -5; run < runs; run++) {
        const result = await blackHole(server, piece);
        if (run >= 0) results.push(result);
        if (result.time >= PATIENCE && results.length >= 3) break; // it will not become better
        if (performance.now() > ends && results.length >= 10) break;
      }
      const times = results.map(({ time }) => time);
      const share = (key) => `${results.filter((result) => result[key]).length} of ${results.length}`;
      rows.push([
        server.name, share('answered'), share('exact'),
        brief(percentile(times, 0.5)), brief(percentile(times, 0.99)), brief(Math.max(...times)),
      ]);
      process.stderr.write(`${rows.at(-1).join(', ')}\n`);
    }
    report
      .text(
        'A PATCH brings 256 KiB and its connection then stands still without being closed; a HEAD on a ' +
          `new one asks for the offset. Promise: 200 with the exact offset within 200 ms at p99. A server ` +
          `that has not answered after ${PATIENCE / 1000} s is given up.`,
      )
      .table(['', 'answered 200', 'and went on from the offset', 'median, ms', 'p99, ms', 'worst, ms'], rows);
    for (const name of left) report.text(`**${name} is left out**: it could not be started here.`);
    await report.write();
  } finally {
    for (const server of servers) await server.stop();
  }
}
