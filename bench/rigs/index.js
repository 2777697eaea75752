// From bytes to playlists inside a warm JVM, with JMH (MD-63).
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mp4 } from '../harness/clips.js';
import { brief } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { repository, room } from '../harness/room.js';

const STEPS = {
  index: 'read the index',
  check: 'check whether it can be packaged as it is',
  playlists: 'cut it and write master and media playlists',
  together: 'all of these together',
  segment: 'make the first segment, payload included',
};

const LENGTHS = [60, 3600, 10_800, 21_600]; // 6 h: cost must follow the length and no more

export default async function index(options) {
  if (!process.env.JAVA_HOME) throw new Error('run it as ./slipway bench index, or set JAVA_HOME');
  const report = new Report('index', 'From bytes to playlists', options);
  const files = [];
  for (const seconds of LENGTHS) files.push(await mp4(seconds));
  const result = join(room, `jmh-${process.pid}.json`);
  const jmh = `-p file=${files.join(',')} -rf json -rff ${result}`;
  const { status } = spawnSync(
    join(repository, 'mvnw'),
    ['-q', '-Pbench', '-pl', 'bench', '-am', '-Ddashboard.skip', '-Djmh.skip=false',
      `-Djmh.args=${jmh} IndexBenchmark`, 'process-classes'],
    { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) throw new Error(`JMH ended with ${status}`);
  const scores = JSON.parse(await readFile(result, 'utf8'));
  await rm(result);

  const cells = (step, file) => {
    const { primaryMetric } = scores.find(
      ({ benchmark, params }) => benchmark.endsWith(`.${step}`) && params.file === file,
    );
    const percentiles = primaryMetric.scorePercentiles;
    return ['50.0', '95.0'].map((share) => brief(percentiles[share]));
  };
  await report
    .text(
      'Milliseconds in a warm JVM, median and 95th percentile over two forks, the files in the page ' +
        'cache. MD-63 allows 20 ms for index and playlists of 60 s, and 20 ms for a first segment.',
    )
    .table(
      ['', ...files.flatMap((file) => [`${basename(file)}, median`, 'p95'])],
      Object.entries(STEPS).map(([step, name]) => [
        name,
        ...files.flatMap((file) => cells(step, file)),
      ]),
    )
    .write();
}
