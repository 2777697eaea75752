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

/** The bundled FFmpeg, unpacked by the server itself. */
async function unpacked() {
  const data = join(room, 'doctor');
  const bundles = join(data, 'ffmpeg');
  const found = async () => (await readdir(bundles).catch(() => [])).sort().at(-1);
  if (!(await found())) {
    execFileSync(launcher, ['doctor'], {
      env: { ...process.env, SLIPWAY_DATA: data },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  return join(bundles, await found());
}

let folder;

/** Runs FFmpeg and waits; throws what it said when it fails. */
export async function ffmpeg(...args) {
  folder ??= await unpacked();
  execFileSync(join(folder, 'ffmpeg'), ['-hide_banner', '-v', 'error', '-nostdin', ...args], {
    env: { ...process.env, LD_LIBRARY_PATH: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
