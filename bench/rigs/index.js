// From bytes to playlists inside a warm JVM: time with JMH (MD-63), bytes that are read, and heap.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mp4 } from '../harness/clips.js';
import { brief, MIB } from '../harness/numbers.js';
import { classPath } from '../harness/peers.js';
import { Report } from '../harness/report.js';
import { repository, room } from '../harness/room.js';

const STEPS = {
  index: 'read the index',
  check: 'check whether it can be packaged as it is',
  playlists: 'cut it and write master and media playlists',
  together: 'all of these together',
  segment: 'make the first segment, payload included',
};

/** Milliseconds in the median for a minute of video (MD-63). */
const PROMISES = { together: 20, segment: 20 };
const PROMISED = 60;

const LENGTHS = [60, 3600, 10_800, 21_600]; // 6 h: cost must follow the length and no more

const LEAST = 0.001; // MiB: less than the heap can be measured to, and a plot with logarithms needs more than 0

const inWords = (seconds) => (seconds < 3600 ? `${seconds / 60} min` : `${seconds / 3600} h`);

/** JMH's figures for all steps and files. */
async function times(files, quick) {
  const result = join(room, `jmh-${process.pid}.json`);
  const few = quick ? '-f 1 -wi 1 -i 1 ' : '';
  const { status } = spawnSync(
    join(repository, 'mvnw'),
    ['-q', '-Pbench', '-pl', 'bench', '-am', '-Ddashboard.skip', '-Djmh.skip=false',
      `-Djmh.args=${few}-p file=${files.join(',')} -rf json -rff ${result} IndexBenchmark`, 'process-classes'],
    { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) throw new Error(`JMH ended with ${status}`);
  const scores = JSON.parse(await readFile(result, 'utf8'));
  await rm(result);
  return (step, file, share) =>
    scores.find(({ benchmark, params }) => benchmark.endsWith(`.${step}`) && params.file === file)
      .primaryMetric.scorePercentiles[share];
}

/** Bytes read and heap taken, for each of the files. */
function costs(files) {
  const java = join(process.env.JAVA_HOME, 'bin/java');
  const lines = execFileSync(
    java,
    ['-Xmx512m', '-XX:+UseSerialGC', '-XX:+UseCompactObjectHeaders', '-cp', classPath(), 'slipway.bench.IndexCost', ...files],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return lines.trim().split('\n').map((line) => JSON.parse(line));
}

export default async function index(options) {
  if (!process.env.JAVA_HOME) throw new Error('run it as ./slipway bench index, or set JAVA_HOME');
  const report = new Report('index', 'From bytes to playlists', options);
  const most = options.minutes ?? (options.quick ? 60 : Infinity);
  const lengths = LENGTHS.filter((seconds) => seconds <= most * 60);
  const files = [];
  for (const seconds of lengths) files.push(await mp4(seconds));
  const time = await times(files, options.quick);
  const cost = costs(files);

  const verdict = (step) => {
    const promise = PROMISES[step];
    if (promise === undefined || !lengths.includes(PROMISED)) return '-';
    const holds = time(step, files[lengths.indexOf(PROMISED)], '50.0') <= promise;
    return `${promise} ms for ${inWords(PROMISED)}: ${holds ? 'holds' : 'does not hold'}`;
  };
  report
    .text(
      `Milliseconds in a warm JVM, median and 95th percentile over ${options.quick ? 'one fork' : 'two forks'}, the files in the page ` +
        'cache. MD-63 allows 20 ms for index and playlists of 60 s, and 20 ms for a first segment.',
    )
    .table(
      ['', ...files.flatMap((file) => [`${basename(file)}, median`, 'p95']), 'promise'],
      Object.entries(STEPS).map(([step, name]) => [
        name,
        ...files.flatMap((file) => [brief(time(step, file, '50.0')), brief(time(step, file, '95.0'))]),
        verdict(step),
      ]),
    )
    .text(
      'What the index costs beside time. Read: bytes taken from the file, for the index and for the check, which ' +
        'looks into every key frame. Allocated: heap that both take on the way, garbage included. Kept: what is in ' +
        'use afterwards as long as the video is open.',
    )
    .table(
      ['length', 'file, MiB', 'read for the index, MiB', 'read for the check, MiB', 'share of the file', 'allocated, MiB', 'kept, MiB',
        'all together, ms'],
      cost.map(({ size, index: ofIndex, check, allocated, kept }, i) => [
        inWords(lengths[i]),
        ...[size, ofIndex, check].map((bytes) => brief(bytes / MIB)),
        `${brief(((ofIndex + check) / size) * 100)} %`,
        ...[allocated, kept].map((bytes) => brief(bytes / MIB)),
        brief(time('together', files[i], '50.0')),
      ]),
    );
  if (lengths.length > 1) {
    const marks = lengths.map((seconds) => [seconds, inWords(seconds)]);
    const line = (name, value) => [name, lengths.map((seconds, i) => [seconds, value(i)])];
    report
      .lines('From bytes to playlists, over the length of the file', 'ms, median', marks,
        ['index', 'check', 'together'].map((step) => line(step, (i) => time(step, files[i], '50.0'))))
      .lines('What the index costs, over the length of the file', 'MiB', marks, [
        line('read for the index', (i) => Math.max(LEAST, cost[i].index / MIB)),
        line('read for the check', (i) => Math.max(LEAST, cost[i].check / MIB)),
        line('heap, allocated', (i) => Math.max(LEAST, cost[i].allocated / MIB)),
        line('heap, kept', (i) => Math.max(LEAST, cost[i].kept / MIB)),
      ], 'bytes');
  }
  await report.write();
}
