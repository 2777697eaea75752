// The end of a parallel upload: how long until the final is answered, whatever its size?
import { brief, MIB, percentile } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { tusServers, videoLike, Wire } from '../harness/tus.js';

const PARTS = 3;
const PIECE = 8 * MIB;

async function once(server, size, piece) {
  const urls = [];
  for (let part = 0; part < PARTS; part++) {
    const url = await server.create(size / PARTS, { 'Upload-Concat': 'partial' });
    const wire = await Wire.to(url);
    for (let at = 0; at < size / PARTS; at += PIECE) {
      const bytes = piece.subarray(0, Math.min(PIECE, size / PARTS - at));
      const { status } = await wire.patch(url, at, bytes);
      if (status !== 204) throw new Error(`${server.name}: PATCH ${status}`);
    }
    wire.close();
    urls.push(url);
  }
  const begun = performance.now();
  await server.create(undefined, { 'Upload-Concat': `final;${urls.join(' ')}` });
  const time = performance.now() - begun;
  for (const url of urls) await server.forget(url);
  return time;
}

export default async function final(options) {
  const sizes = (options.quick ? [24, 96] : [24, 240, 960]).map((size) => size * MIB);
  const runs = options.runs ?? (options.quick ? 2 : 5);
  const report = new Report('final', 'The final of a parallel upload', options);
  const piece = await videoLike(PIECE);
  const { servers, left } = await tusServers();
  const rows = [];
  try {
    for (const server of servers) {
      for (const size of sizes) {
        const times = [];
        let refused;
        for (let run = -1; run < runs && !refused; run++) {
          const time = await once(server, size, piece).catch((error) => (refused = error));
          if (run >= 0 && !refused) times.push(time);
        }
        rows.push(
          refused
            ? [server.name, size / MIB, 'does not join parts', '', '']
            : [server.name, size / MIB, times.length, brief(percentile(times, 0.5)), brief(Math.max(...times))],
        );
        process.stderr.write(`${rows.at(-1).join(', ')} ${refused ?? ''}\n`);
        if (refused) break;
      }
    }
    report
      .text(
        `${PARTS} parts are uploaded; the time is that of the POST that joins them. Promise: 200 ms ` +
          'whatever the size.',
      )
      .table(['', 'MiB', 'runs', 'median, ms', 'worst, ms'], rows);
    for (const name of left) report.text(`**${name} is left out**: it could not be started here.`);
    await report.write();
  } finally {
    for (const server of servers) await server.stop();
  }
}
