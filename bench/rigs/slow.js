// Two thousand slow uploads at once in a heap of 256 MiB.
import { setTimeout as pause } from 'node:timers/promises';
import { brief, median, p95 } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { patchHeaders, tusServers, videoLike, Wire } from '../harness/tus.js';

const LENGTH = 4 * 2 ** 20; // promised, of which nobody brings half; a server may reserve the space
const PIECE = 16 * 1024;
const AT_ONCE = 50;
const MOST = 60_000; // ms until all must have been told how far they are

/** Runs `work` for each of the items, some at once, and begins no more after a while. */
async function each(items, work, most = Infinity) {
  let next = 0;
  const ends = performance.now() + most;
  const one = async () => {
    while (next < items.length && performance.now() < ends) await work(items[next++]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function slowUploads(server, count, rounds, piece) {
  const uploads = Array.from({ length: count }, () => ({}));
  const asked = [];
  const measured = await server.measured(async () => {
    await each(uploads, async (upload) => {
      upload.url = await server.create(LENGTH);
      upload.wire = await Wire.to(upload.url);
      upload.wire.send('PATCH', upload.url, patchHeaders(0, LENGTH));
    });
    const other = await server.create(LENGTH);
    const asker = await Wire.to(other);
    for (let round = 0; round < rounds; round++) {
      const end = performance.now() + 1000;
      for (const { wire } of uploads) wire.write(piece);
      const begun = performance.now();
      await asker.ask('HEAD', other);
      asked.push(performance.now() - begun);
      await pause(Math.max(0, end - performance.now()));
    }
    asker.close();
  });
  // The clients vanish; what they sent must be there.
  for (const { wire } of uploads) wire.close();
  let whole = 0;
  await each(uploads, async ({ url }) => {
    const wire = await Wire.to(url);
    const head = await wire.ask('HEAD', url).catch(() => undefined);
    if (Number(head?.header('upload-offset')) === rounds * piece.length) whole++;
    wire.close();
  }, MOST);
  return { ...measured, asked, whole };
}

export default async function slow(options) {
  const count = options.quick ? 200 : 2000;
  const rounds = options.quick ? 5 : 30;
  const report = new Report('slow', 'Many slow uploads at once', options);
  const piece = await videoLike(PIECE);
  const { servers, left } = await tusServers({ SLIPWAY_JAVA_OPTS: '-Xmx256m' });
  const rows = [];
  let ours = 0;
  try {
    for (const server of servers) {
      let seen;
      try {
        seen = await slowUploads(server, count, rounds, piece);
      } catch (failure) { // a peer that cannot bear it is a figure, too
        rows.push([server.name, `gave up: ${failure.cause?.message ?? failure.message}`, '', '', '', '', '']);
        process.stderr.write(`${rows.at(-1).join(', ')}\n`);
        continue;
      }
      const { cpu, seconds, peak, asked, whole } = seen;
      if (server.name === 'Slipway') ours = whole;
      rows.push([
        server.name, `${whole} of ${count}`, brief(peak), brief(cpu), brief(seconds),
        brief(median(asked)), brief(p95(asked)),
      ]);
      process.stderr.write(`${rows.at(-1).join(', ')}\n`);
    }
    report
      .text(
        `${count} connections with a PATCH of 4 MiB each bring 16 KiB a second for ${rounds} s and ` +
          'vanish; then every upload is asked how far it is, within a minute for all of them. A HEAD for another upload is timed ' +
          'each second, while all of them write. Slipway runs with -Xmx256m, tus-java-server with -Xmx512m.',
      )
      .table(
        ['', 'uploads with all bytes', 'peak RSS, MiB', 'CPU s', 'seconds', 'HEAD, ms', 'HEAD, p95'],
        rows,
      )
      .promise(
        `in a heap of 256 MiB Slipway has every byte of all ${count}`, `${ours} of ${count}`, ours === count,
      );
    for (const name of left) report.text(`**${name} is left out**: it could not be started here.`);
    await report.write();
  } finally {
    for (const server of servers) await server.stop();
  }
}
