// tus over raw HTTP, and a PATCH that stands still on the wire for as long as a test likes.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { call } from './api.js';

export const TUS = { 'Tus-Resumable': '1.0.0' };
const OCTETS = 'application/offset+octet-stream';

/** Creates the upload behind a tusEndpoint; answers its address. */
export async function create(server, endpoint, length) {
  const answer = await call(server, 'POST', endpoint, {
    key: null,
    headers: { ...TUS, 'Upload-Length': String(length) },
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.headers.get('location');
}

/** How far an upload is. A request that is still bringing bytes to it is asked to leave first. */
export async function offsetOf(server, location) {
  const head = await call(server, 'HEAD', location, { key: null, headers: TUS });
  assert.equal(head.status, 200, 'no upload is lost');
  return Number(head.headers.get('upload-offset'));
}

/** One PATCH with all bytes from `offset`. */
export const patch = (server, location, offset, bytes) =>
  call(server, 'PATCH', location, {
    key: null,
    headers: { ...TUS, 'Upload-Offset': String(offset), 'Content-Type': OCTETS },
    body: bytes,
  });

/** A PATCH over a socket of its own that promises all bytes and brings them when told to. */
export class SlowPatch {
  #socket;
  #file;
  #answer = '';
  sent = 0;

  static async begin(location, file) {
    const { hostname, port, pathname } = new URL(location);
    const socket = connect({ host: hostname, port: Number(port) });
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    const slow = new SlowPatch(socket, file);
    const head = [
      `PATCH ${pathname} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      'Tus-Resumable: 1.0.0',
      'Upload-Offset: 0',
      `Content-Type: ${OCTETS}`,
      `Content-Length: ${file.length}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    return slow;
  }

  constructor(socket, file) {
    this.#socket = socket;
    this.#file = file;
    socket.setEncoding('latin1').on('data', (text) => (this.#answer += text));
    socket.on('error', () => {}); // the other side may go first
    this.ended = new Promise((resolve) => socket.once('close', resolve));
  }

  /** What the server said on this connection so far. */
  get answer() {
    return this.#answer;
  }

  async send(count) {
    const bytes = this.#file.subarray(this.sent, this.sent + count);
    await new Promise((flushed) => this.#socket.write(bytes, flushed));
    this.sent += bytes.length;
  }

  cut() {
    this.#socket.destroy();
  }
}
