// What a GiB costs in many small requests: chunks of 64 KiB, each one a PATCH of its own.
import { brief, GIB, median, MIB } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { patchHeaders, tusServers, videoLike, Wire } from '../harness/tus.js';

const CHUNK = 64 * 1024;

export default async function chunks(options) {
  const size = options.quick ? 32 * MIB : GIB;
  const report = new Report('chunks', 'Taking a GiB in chunks of 64 KiB', options);
  const { servers, left } = await tusServers();
  try {
    const chunk = await videoLike(CHUNK);
    const seen = new Map(servers.map(({ name }) => [name, []]));
    const runs = options.runs ?? (options.quick ? 1 : 3);
    for (let run = -1; run < runs; run++) {
      for (const server of servers) {
        const total = run < 0 ? size / 8 : size;
        const url = await server.create(total + 1); // it never ends, so that nothing follows
        const wire = await Wire.to(url);
        const times = [];
        const { cpu, seconds } = await server.measured(async () => {
          for (let at = 0; at < total; at += CHUNK) {
            const begun = performance.now();
            const { status } = await wire.ask('PATCH', url, patchHeaders(at, CHUNK), chunk);
            if (status !== 204) throw new Error(`${server.name}: PATCH ${status}`);
            times.push(performance.now() - begun);
          }
        });
        wire.close();
        await server.forget(url);
        if (run >= 0) seen.get(server.name).push({ cpu: cpu / (total / GIB), seconds, request: median(times) });
        process.stderr.write(`${server.name}: ${brief(cpu / (total / GIB))} CPU s/GiB, ${brief(seconds)} s\n`);
      }
    }
    const column = (results, key) => brief(median(results.map((result) => result[key])));
    report
      .text(
        `${size / MIB} MiB as ${size / CHUNK} requests of 64 KiB over one connection, medians of the runs, ` +
          'in turn, after a shorter round that is not counted. Slipway answers each request when its ' +
          'bytes and its offset are on the disk; the peers leave both to the kernel.',
      )
      .table(
        ['', 'runs', 'CPU s/GiB', 'seconds', 'ms for a request'],
        [...seen].map(([name, results]) => [
          name, results.length, column(results, 'cpu'), column(results, 'seconds'), column(results, 'request'),
        ]),
      );
    for (const name of left) report.text(`**${name} is left out**: it could not be started here.`);
    await report.write();
  } finally {
    for (const server of servers) await server.stop();
  }
}
