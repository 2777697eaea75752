// A hundred thousand questions how far an upload is, or as many as a minute has room for.
import { brief, percentile } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { tusServers, videoLike, Wire } from '../harness/tus.js';

const CONNECTIONS = 16;
const MINUTE = 60_000;

async function heads(server, url, count, most) {
  const wires = await Promise.all(Array.from({ length: CONNECTIONS }, () => Wire.to(url)));
  const times = [];
  let left = count;
  let refused = 0;
  const ends = performance.now() + most;
  const measured = await server.measured(() =>
    Promise.all(
      wires.map(async (wire) => {
        while (left-- > 0 && performance.now() < ends) {
          const begun = performance.now();
          const { status } = await wire.ask('HEAD', url);
          if (status !== 200 && status !== 204) refused++;
          times.push(performance.now() - begun);
        }
      }),
    ),
  );
  wires.forEach((wire) => wire.close());
  return { ...measured, times, refused };
}

export default async function rig(options) {
  const count = options.quick ? 5_000 : 100_000;
  const report = new Report('heads', 'Asking how far an upload is', options);
  const { servers, left } = await tusServers();
  const rows = [];
  let ours;
  try {
    for (const server of servers) {
      const url = await server.create(1000);
      const wire = await Wire.to(url);
      await wire.patch(url, 0, await videoLike(500));
      wire.close();
      await heads(server, url, count / 10, MINUTE / 4);
      const { cpu, seconds, times, refused } = await heads(server, url, count, MINUTE);
      ours ??= cpu / times.length; // the first of them is Slipway
      rows.push([
        server.name, times.length, refused, brief(times.length / seconds), brief((cpu / times.length) * 1e6),
        brief(ours / (cpu / times.length)),
        brief(percentile(times, 0.5)), brief(percentile(times, 0.99)),
      ]);
      process.stderr.write(`${rows.at(-1).join(', ')}\n`);
    }
    report
      .text(
        `${count} HEADs about one upload over ${CONNECTIONS} kept-alive connections, a minute at most, after a ` +
          'tenth of that which is not counted; client and server share the machine. Refused: answered with ' +
          'something else than 200 or 204, such as 423 or 500 because another HEAD was being answered.',
      )
      .table(['', 'HEADs', 'refused', 'HEADs a second', 'CPU µs for each', "Slipway's share of it", 'median, ms', 'p99, ms'], rows);
    for (const name of left) report.text(`**${name} is left out**: it could not be started here.`);
    await report.write();
  } finally {
    for (const server of servers) await server.stop();
  }
}
