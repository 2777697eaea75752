// Picks the rig: `bench/run viewable --runs 20`. Results go to bench/results.
import { readdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';

const rigs = (await readdir(new URL('rigs/', import.meta.url)))
  .filter((file) => file.endsWith('.js'))
  .map((file) => file.slice(0, -'.js'.length));
const [name, ...rest] = process.argv.slice(2);

if (!rigs.includes(name)) {
  console.error(`usage: bench/run NAME [--runs N] [--minutes N] [--only PART] [--codec LIST] [--way tus] [--quick] [--note TEXT]\n  NAME: ${rigs.sort().join(', ')}`);
  process.exit(name === undefined ? 0 : 2);
}

const { values: options } = parseArgs({
  args: rest,
  options: {
    runs: { type: 'string' }, // how often; each rig has a default
    minutes: { type: 'string' }, // how long, where a rig goes on for a time; or its longest file
    codec: { type: 'string' }, // which kinds of files, with commas between; see clips.js
    note: { type: 'string' }, // a sentence for the head of the result, e.g. what else was running
    way: { type: 'string' }, // of uploading: put or tus
    quick: { type: 'boolean' }, // little work: to see that a rig runs, or a trend
    only: { type: 'string' }, // a part of the rig
  },
});
const { default: measure } = await import(`./rigs/${name}.js`);
await measure({
  ...options,
  runs: options.runs === undefined ? undefined : Number(options.runs),
  minutes: options.minutes === undefined ? undefined : Number(options.minutes),
  command: ['bench/run', name, ...rest].join(' '),
});
