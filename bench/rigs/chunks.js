// What a GiB costs in many small requests: chunks of 64 KiB, each one a PATCH of its own.
import { brief, GIB, median, MIB } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { patchHeaders, tusServers, videoLike, Wire } from '../harness/tus.js';

const CHUNK = 64 * 1024;
const MOST = 20_000; // ms for a round

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
          const ends = performance.now() + (run < 0 ? MOST / 4 : MOST);
          for (let at = 0; at < total && performance.now() < ends; at += CHUNK) {
            const begun = performance.now();
            const { status } = await wire.ask('PATCH', url, patchHeaders(at, CHUNK), chunk);
            if (status !== 204) throw new Error(`${server.name}: PATCH ${status}`);
            times.push(performance.now() - begun);
          }
        });
        wire.close();
        await server.forget(url);
        const share = (times.length * CHUNK) / GIB;
        const result = { cpu: cpu / share, seconds: seconds / share, request: median(times) };
        if (run >= 0) seen.get(server.name).push(result);
        process.stderr.write(`${server.name}: ${brief(result.cpu)} CPU s/GiB, ${brief(result.seconds)} s/GiB\n`);
      }
    }
    const cpu = (results) => median(results.map((result) => result.cpu));
    const column = (results, key) => brief(median(results.map((result) => result[key])));
    report
      .text(
        `${size / MIB} MiB as ${size / CHUNK} requests of 64 KiB over one connection, or as many as ${MOST / 1000} s ` +
          'have room for; medians of the runs, in turn, after a shorter round that is not counted. Slipway answers each request when its ' +
          'bytes and its offset are on the disk; the peers leave both to the kernel.',
      )
      .table(
        ['', 'runs', 'CPU s/GiB', "Slipway's share of it", 's/GiB', 'ms for a request'],
        [...seen].map(([name, results]) => [
          name, results.length, column(results, 'cpu'), brief(cpu(seen.get('Slipway')) / cpu(results)),
          column(results, 'seconds'), column(results, 'request'),
        ]),
      );
    for (const name of left) report.text(`**${name} is left out**: it could not be started here.`);
    await report.write();
  } finally {
    for (const server of servers) await server.stop();
  }
}
