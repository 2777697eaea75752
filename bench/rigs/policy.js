// What deciding about a viewer's request costs inside a warm JVM, with JMH.
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { brief } from '../harness/numbers.js';
import { Report } from '../harness/report.js';
import { repository, room } from '../harness/room.js';

const CASES = {
  open: 'a public video',
  origins: 'a public video that lists origins',
  token: 'a signed token (ES256), seen before as with every segment but the first',
  forged: 'a token that nobody signed, seen before',
  unseen: 'a token that nobody signed, never seen before',
  gate: "a gate's kept answer",
  nothing: 'nothing shown where something is needed',
};

/** REL-86: what a comparison with a secret takes must not tell how much of a guess is right. */
const GUESSES = {
  first: 'a key that is wrong from its first character on',
  middle: 'the first half is right',
  last: 'all but the last character is right',
  same: 'the key itself',
  hash: 'the hash of an account\'s key, which is looked up and not compared',
};

export default async function policy(options) {
  if (!process.env.JAVA_HOME) throw new Error('run it as ./slipway bench policy, or set JAVA_HOME');
  const report = new Report('policy', 'Deciding about one request of a viewer', options);
  const result = join(room, `jmh-${process.pid}.json`);
  const few = options.quick ? '-f 1 -wi 1 -i 2 ' : '';
  const { status } = spawnSync(
    join(repository, 'mvnw'),
    ['-q', '-Pbench', '-pl', 'bench', '-am', '-Ddashboard.skip', '-Djmh.skip=false',
      `-Djmh.args=${few}-rf json -rff ${result} (Policy|Secret)Benchmark`, 'process-classes'],
    { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  if (status !== 0) throw new Error(`JMH ended with ${status}`);
  const scores = JSON.parse(await readFile(result, 'utf8'));
  await rm(result);
  await report
    .text(
      'Microseconds in a warm JVM, with keys and switches in a SQLite database as in the running server. ' +
        '50 µs for one request are allowed.',
    )
    .table(
      ['', 'mean', 'median', 'p95', 'p99'],
      Object.entries(CASES).map(([name, words]) => {
        const { primaryMetric } = scores.find(({ benchmark }) => benchmark.endsWith(`PolicyBenchmark.${name}`));
        const shares = ['50.0', '95.0', '99.0'].map((share) => primaryMetric.scorePercentiles[share]);
        return [words, ...[primaryMetric.score, ...shares].map(brief)];
      }),
    )
    .text(
      'A refusal has 5 ms at p99 (REL-80). Nanoseconds of comparing a guess with the admin key, mean and ' +
        'error of the mean (99.9 %): they must not differ by how much is right (REL-86).',
    )
    .table(
      ['', 'mean', 'error'],
      Object.entries(GUESSES).map(([name, words]) => {
        const { primaryMetric } = scores.find(({ benchmark }) => benchmark.endsWith(`SecretBenchmark.${name}`));
        return [words, ...[primaryMetric.score, primaryMetric.scoreError].map(brief)];
      }),
    )
    .write();
}
