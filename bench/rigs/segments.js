// What it costs to serve an hour of video, against nginx serving the same bytes from files.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mp4, rung } from '../harness/clips.js';
import { addresses, sendAllButEnd, Viewer } from '../harness/client.js';
import { fetchAll } from '../harness/fetcher.js';
import { brief, GIB, median, MIB } from '../harness/numbers.js';
import { ifThere, nginx } from '../harness/peers.js';
import { cpuSeconds, forgetPeak, peakMiB, sum, workers } from '../harness/process.js';
import { Report } from '../harness/report.js';
import { Server } from '../harness/server.js';

const RUNS = 7;
const WARM_UP = 30; // the JVM compiles for the first minute; before that it measures its compiler
const CONNECTIONS = 8;
const SOUND_ROUNDS = 4; // its segments are small

/** The addresses of all segments of an hour, picture and sound apart. */
async function upload(server, viewer, file) {
  const { video, upload } = await server.createVideo('hour');
  await (await sendAllButEnd('tus', upload, file)).finish();
  const master = `/hls/${video.ids.livepeer.playbackId}/index.m3u8`;
  const variants = addresses(await viewer.await(master, 60_000), master);
  const media = async (playlist) => addresses(await viewer.fetch(playlist), playlist).lines;
  return {
    picture: await media(variants.lines[0]),
    sound: variants.tags.length > 0 ? await media(variants.tags[0]) : [],
  };
}

/** The same bytes under the same addresses in nginx' folder. */
async function copy(viewer, paths, folder) {
  for (const path of paths) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), await viewer.fetch(path));
  }
}

async function once(subject, paths) {
  const pids = workers(subject.pid);
  pids.forEach(forgetPeak);
  const before = sum(pids.map(cpuSeconds));
  const { seconds, bytes } = await fetchAll(subject.origin, paths, CONNECTIONS);
  return {
    rate: paths.length / seconds,
    throughput: bytes / MIB / seconds,
    cpu: (sum(pids.map(cpuSeconds)) - before) / (bytes / GIB),
    peak: sum(pids.map(peakMiB)),
  };
}

export default async function segments(options) {
  const report = new Report('segments', 'Serving media segments', options);
  const server = await Server.start();
  const viewer = new Viewer(server.origin);
  const peer = await ifThere(nginx);
  const subjects = { Slipway: server, ...(peer && { [peer.version]: peer }) };
  try {
    const found = await upload(server, viewer, await mp4(3600));
    const alone = await upload(server, viewer, await rung(3600));
    const all = {
      'picture among sound': found.picture,
      'picture alone': alone.picture,
      sound: Array.from({ length: SOUND_ROUNDS }, () => found.sound).flat(),
    };
    if (peer) {
      await copy(viewer, [...found.picture, ...alone.picture, ...found.sound], join(peer.folder, 'files'));
    }
    const seen = new Map();
    for (let run = -WARM_UP; run < (options.runs ?? RUNS); run++) {
      for (const [kind, paths] of Object.entries(all)) {
        for (const [name, subject] of Object.entries(subjects)) {
          const key = `${kind} | ${name}`;
          const result = await once(subject, paths);
          seen.set(key, [...(seen.get(key) ?? []), result]);
          process.stderr.write(`${key}: ${brief(result.cpu)} CPU s/GiB\n`);
        }
      }
    }
    const rows = [...seen].map(([key, results]) => {
      const measured = results.slice(WARM_UP);
      const middle = (figure) => brief(median(measured.map((result) => result[figure])));
      const figures = ['rate', 'throughput', 'cpu', 'peak'].map(middle);
      return [...key.split(' | '), measured.length, ...figures, brief(results[0].cpu)];
    });
    report
      .text(
        `All segments of a 60 min video of 1 GiB (${found.picture.length} with picture of about 1.7 MiB, ` +
          `${found.sound.length} with sound of about 95 KiB, these ${SOUND_ROUNDS} times over), fetched once each ` +
          `over ${CONNECTIONS} kept-alive connections without TLS by a client on the same machine; ` +
          `medians of the runs, in turn with the peer, after ${WARM_UP} that are not counted (the first of them is the ` +
          `last column: there the JVM still compiles, which costs CPU, too). Slipway makes each ` +
          'segment from the uploaded file: one of picture among sound from about 150 slices of 12 KiB, as FFmpeg ' +
          'writes them; picture alone, as renditions are stored, is one slice. nginx sends files with the very same bytes. Rates are limited by ' +
          'the client too; CPU is that of the server alone.',
      )
      .bars(
        'CPU of the server for a GiB of segments',
        's, median',
        rows.map(([kind, name, , , , cpu]) => [`${name}, ${kind}`, Number(cpu)]),
      )
      .table(
        [
          'segments',
          'server',
          'runs',
          'requests/s',
          'MiB/s',
          'CPU s/GiB',
          'peak RSS, MiB',
          'CPU s/GiB, first run',
        ],
        rows,
      );
    if (!peer) report.text('nginx is **left out**: it could not be started here.');
    await report.write();
  } finally {
    viewer.close();
    await server.stop();
    await peer?.stop();
  }
}
