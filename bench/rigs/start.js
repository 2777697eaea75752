// How long until it serves, and how much memory it holds when nobody asks for anything.
// With `--only cold` the long way instead: a fresh clone, and nothing of Maven's or npm's yet.
import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { brief, median } from '../harness/numbers.js';
import { cpuSeconds, family, residentMiB, sum } from '../harness/process.js';
import { Report } from '../harness/report.js';
import { repository } from '../harness/room.js';
import { emptyFolder, Server } from '../harness/server.js';

const RUNS = 7;
const IDLE = 30_000;

async function warm(options) {
  const report = new Report('start', 'Start and rest', options);
  await (await Server.start()).stop(); // builds if it must
  const starts = { 'empty data folder': [], 'the same folder again': [] };
  const rest = { memory: [], cpu: [] };
  for (let run = 0; run < (options.runs ?? RUNS); run++) {
    const folder = await emptyFolder('start');
    try {
      for (const times of Object.values(starts)) {
        const server = await Server.start({ folder });
        times.push({ wall: server.startMillis / 1000, cpu: server.startCpu });
        if (run < 3 && times === starts['empty data folder']) {
          const before = cpuSeconds(server.pid);
          await pause(IDLE);
          rest.cpu.push((cpuSeconds(server.pid) - before) / (IDLE / 1000));
          rest.memory.push(sum(family(server.pid).map(residentMiB)));
        }
        await server.stop();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  await report
    .text(
      'Seconds from running `./slipway serve`, already built, to the first 200 on `/health/ready`, ' +
        'asked for every 10 ms, and CPU seconds used until then, which say more when the machine is busy. An empty data folder means that the database is made and FFmpeg unpacked.',
    )
    .table(
      ['start with', 'runs', 'median', 'least', 'most', 'CPU, median'],
      Object.entries(starts).map(([name, times]) => {
        const walls = times.map(({ wall }) => wall);
        const cpu = median(times.map((time) => time.cpu));
        return [name, times.length, median(walls), Math.min(...walls), Math.max(...walls), cpu].map(
          (cell) => (typeof cell === 'string' || Number.isInteger(cell) ? cell : brief(cell)),
        );
      }),
    )
    .text(`After ${IDLE / 1000} s of rest, the process and its children (VmRSS), and CPU used meanwhile:`)
    .table(
      ['', 'runs', 'median', 'most'],
      [
        ['memory, MiB', rest.memory.length, brief(median(rest.memory)), brief(Math.max(...rest.memory))],
        ['CPU, share of a core', rest.cpu.length, brief(median(rest.cpu)), brief(Math.max(...rest.cpu))],
      ],
    )
    .write();
}

async function cold(options) {
  const report = new Report('start-cold', 'Start from a fresh clone', options);
  const folder = await emptyFolder('cold');
  const clone = join(folder, 'slipway');
  try {
    const cloning = performance.now();
    execFileSync('git', ['clone', '--quiet', '--no-hardlinks', repository, clone]);
    const cloned = performance.now() - cloning;
    await mkdir(join(folder, 'data'));
    const server = await Server.start({
      folder: join(folder, 'data'),
      command: join(clone, 'slipway'),
      environment: {
        MAVEN_USER_HOME: join(folder, 'maven'), // where the wrapper puts Maven itself
        MAVEN_ARGS: `-Dmaven.repo.local=${join(folder, 'repository')}`,
        npm_config_cache: join(folder, 'npm'),
      },
    });
    await server.stop();
    const size = (name) =>
      execFileSync('du', ['-sm', join(folder, name)], { encoding: 'utf8' }).split('\t')[0];
    await report
      .text(
        'Seconds, once, with a Maven home, a Maven repository and an npm cache that are empty; so it ' +
          'depends on the network too.',
      )
      .table(
        ['', 'seconds'],
        [
          ['git clone from the local disk', brief(cloned / 1000)],
          ['./slipway serve until 200 on /health/ready', brief(server.startMillis / 1000)],
        ],
      )
      .text(
        `Fetched: ${size('repository')} MiB of Maven artefacts, ${size('maven')} MiB of Maven, ` +
          `${size('npm')} MiB of npm packages.`,
      )
      .write();
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export default (options) => (options.only === 'cold' ? cold(options) : warm(options));
