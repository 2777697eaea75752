// A hundred thousand questions how far an upload is.
import { brief, percentile } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { tusServers, videoLike, Wire } from '../harness/tus.js';

const CONNECTIONS = 16;

async function heads(server, url, count) {
  const wires = await Promise.all(Array.from({ length: CONNECTIONS }, () => Wire.to(url)));
  const times = [];
  let left = count;
  const measured = await server.measured(() =>
    Promise.all(
      wires.map(async (wire) => {
        while (left-- > 0) {
          const begun = performance.now();
          const { status } = await wire.ask('HEAD', url);
          if (status !== 200 && status !== 204) throw new Error(`${server.name}: HEAD ${status}`);
          times.push(performance.now() - begun);
        }
      }),
    ),
  );
  wires.forEach((wire) => wire.close());
  return { ...measured, times };
}

export default async function rig(options) {
  const count = options.quick ? 5_000 : 100_000;
  const report = new Report('heads', 'Asking how far an upload is', options);
  const { servers, left } = await tusServers();
  const rows = [];
  try {
    for (const server of servers) {
      const url = await server.create(1000);
      const wire = await Wire.to(url);
      await wire.patch(url, 0, await videoLike(500));
      wire.close();
      await heads(server, url, count / 10);
      const { cpu, seconds, times } = await heads(server, url, count);
      rows.push([
        server.name, brief(count / seconds), brief((cpu / count) * 1e6),
        brief(percentile(times, 0.5)), brief(percentile(times, 0.99)),
      ]);
      process.stderr.write(`${rows.at(-1).join(', ')}\n`);
    }
    report
      .text(
        `${count} HEADs over ${CONNECTIONS} kept-alive connections, after a tenth of that which is not ` +
          'counted; client and server share the machine.',
      )
      .table(['', 'HEADs a second', 'CPU µs for each', 'median, ms', 'p99, ms'], rows);
    for (const name of left) report.text(`**${name} is left out**: it could not be started here.`);
    await report.write();
  } finally {
    for (const server of servers) await server.stop();
  }
}
