// The way of one video from its last byte on, as the server's own clock saw it.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sendAllButEnd } from './client.js';
import { worksWithTools } from './process.js';

const OFTEN = 20; // ms between two questions until there is something to be watched
const SELDOM = 250; // and then, or after a while: whoever asks takes CPU from the encoder that is measured
const AT_FIRST = 5_000;
const DEADLINE = 30 * 60_000;
const SECONDS_FOR_A_MIB = 10; // an hour of 1080p has some 3 GB and may take a working day
const QUIET = 500; // ms without a tool at work

/**
 * Uploads a file and waits until the video has taken a step.
 *
 * @param step the last one to wait for: `viewable` or `ready`
 * @param watched is given the answer of each question to the server
 * @returns {Promise<{video: object, times: object}>} the video as it then was, and the seconds from
 *     just before the last 64 KiB until each step, by name
 */
export async function travel(server, file, step, watched = () => {}) {
  const { video: created, upload } = await server.createVideo(basename(file));
  const rest = await sendAllButEnd('put', upload, file);
  const begun = Date.now();
  await rest.finish();
  const deadline = DEADLINE + ((await stat(file)).size / 2 ** 20) * SECONDS_FOR_A_MIB * 1000;
  const times = {};
  for (;;) {
    const video = await server.video(created.id);
    watched(video);
    for (const one of video.journey) times[one.step] = (Date.parse(one.at) - begun) / 1000;
    if (times[step] !== undefined) return { video, times };
    if (video.phase === 'Failed') throw new Error(`${basename(file)}: ${video.reason}`);
    const waited = Date.now() - begun;
    if (waited > deadline) throw new Error(`${basename(file)} was never ${step}`);
    await pause(times.viewable === undefined && waited < AT_FIRST ? OFTEN : SELDOM);
  }
}

/** Deletes a video and waits until no encoder works any more, so that none slows the next one. */
export async function forget(server, { id }) {
  await server.deleteVideo(id);
  for (let since = performance.now(); performance.now() - since < QUIET; await pause(50)) {
    if (worksWithTools(server.pid)) since = performance.now();
  }
}
