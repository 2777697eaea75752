// Where the rigs keep what is costly to make, and the FFmpeg that makes it.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../', import.meta.url));
export const launcher = join(repository, 'slipway');

/** A folder that outlives runs: SLIPWAY_BENCH_ROOM, or one in the temporary folder; some 15 GB. */
export const room = process.env.SLIPWAY_BENCH_ROOM ?? join(tmpdir(), 'slipway-bench');
await mkdir(room, { recursive: true });

/** Our own environment without the variables that only the rigs know: the server refuses what it does not. */
export function forServer(more) {
  const { SLIPWAY_BENCH_ROOM, SLIPWAY_CLIPS, ...rest } = process.env;
  return { ...rest, ...more };
}

/** The bundled FFmpeg, unpacked by the server itself. */
async function unpacked() {
  const data = join(room, 'doctor');
  const bundles = join(data, 'ffmpeg');
  const found = async () => (await readdir(bundles).catch(() => [])).sort().at(-1);
  if (!(await found())) {
    execFileSync(launcher, ['doctor'], {
      env: forServer({ SLIPWAY_DATA: data }),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  return join(bundles, await found());
}

let folder;

async function tool(name, ...args) {
  folder ??= await unpacked();
  return execFileSync(join(folder, name), ['-hide_banner', '-v', 'error', ...args], {
    encoding: 'utf8',
    env: { ...process.env, LD_LIBRARY_PATH: folder },
    maxBuffer: 256 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs FFmpeg and waits; throws what it said when it fails. */
export const ffmpeg = (...args) => tool('ffmpeg', '-nostdin', ...args);

/** What ffprobe says of a file, parsed. */
export const ffprobe = async (...args) => JSON.parse(await tool('ffprobe', '-of', 'json', ...args));
