// A client whose line went silent comes back on a new one: how long until it knows where to go on?
import http from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { brief, median, MIB, percentile } from '../harness/numbers.js';
import { Hole } from '../harness/hole.js';
import { Report } from '../harness/report.js';
import { Server } from '../harness/server.js';

const TRIES = 200;
const SIZE = 4 * MIB;
const SILENCE = [0, 200]; // ms for which the line has been silent when the client comes back
const TUS = { 'Tus-Resumable': '1.0.0' };

/** Bytes that begin as an MP4 does, so that they are let in. */
function film() {
  const bytes = Buffer.alloc(SIZE, 0x5a);
  bytes.writeUInt32BE(24, 0);
  bytes.write('ftypisom\0\0\x02\0isommp42', 4, 'latin1');
  bytes.writeUInt32BE(SIZE - 24, 24);
  bytes.write('mdat', 28, 'latin1');
  return bytes;
}

/** One request on a connection of its own: `{status, headers, millis}`, the time until its head is here. */
function ask(method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const request = http.request(url, { method, headers, agent: false });
    request.once('error', reject);
    request.once('response', (answer) => {
      const millis = performance.now() - begun;
      answer.resume().once('end', () => resolve({ status: answer.statusCode, headers: answer.headers, millis }));
    });
    request.end(body);
  });
}

/** A PATCH into a hole, then HEAD on a new line, then the rest; what the HEAD took and told. */
async function once(server, file, chance, silence) {
  const { upload, video } = await server.createVideo('takeover');
  const created = await ask('POST', upload.tusEndpoint, { ...TUS, 'Upload-Length': String(SIZE) });
  const location = new URL(created.headers.location);
  const head =
    `PATCH ${location.pathname} HTTP/1.1\r\nHost: ${location.host}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n` +
    `Content-Type: application/offset+octet-stream\r\nContent-Length: ${SIZE}\r\n\r\n`;
  const through = 64 + Math.floor(chance() * (SIZE - 128));
  const hole = await Hole.before(server.origin, head.length + through);
  try {
    const { hostname, port } = new URL(hole.origin);
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => {});
    socket.write(head);
    socket.write(file);
    await hole.full;
    await pause(silence);
    const told = await ask('HEAD', location, TUS);
    const offset = Number(told.headers['upload-offset']);
    if (told.status !== 200) return { ...told, exact: false };
    const rest = await ask(
      'PATCH',
      location,
      { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' },
      file.subarray(offset),
    );
    socket.destroy();
    return { ...told, exact: offset === through, ended: rest.status === 204 };
  } finally {
    hole.close();
    await server.deleteVideo(video.id);
  }
}

export default async function takeover(options) {
  const report = new Report('takeover', 'Coming back after a silent line', options);
  const tries = options.runs ?? TRIES;
  const file = film();
  let state = 7;
  const chance = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const server = await Server.start();
  try {
    for (let warm = 0; warm < 20; warm++) await once(server, file, chance, 0);
    const rows = [];
    for (const silence of SILENCE) {
      const all = [];
      for (let run = 0; run < tries; run++) all.push(await once(server, file, chance, silence));
      const millis = all.map((one) => one.millis);
      rows.push([
        `${silence} ms`, tries, brief(median(millis)), brief(percentile(millis, 0.95)),
        brief(percentile(millis, 0.99)), brief(Math.max(...millis)),
        all.filter(({ status }) => status === 200).length, all.filter(({ exact }) => exact).length,
        all.filter(({ ended }) => ended).length,
      ]);
    }
    await report
      .text(
        'A PATCH of 4 MiB goes through a line on which, after a random count of bytes, nothing gets through ' +
          'any more and nobody is told. So long afterwards the client asks by HEAD on a new connection; ' +
          'milliseconds from opening it to the head of the answer, with the flush of all bytes that came. ' +
          'Exact: the offset told is the very count of bytes that got through. Then the rest is sent.',
      )
      .table(
        ['silent for', 'tries', 'median', 'p95', 'p99', 'most', 'answered 200', 'exact', 'went on to the end'],
        rows,
      )
      .text('Promise: 200 with the exact offset within 200 ms at p99.')
      .write();
  } finally {
    await server.stop();
  }
}
