// Fetches many addresses over a few kept-alive connections and throws the bytes away. Written on
// sockets because the client works on the same cores as the server it measures.
import net from 'node:net';
import { MIB } from './numbers.js';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** One connection; asks for the next address when an answer is whole. */
function connection(origin, next, count) {
  const { hostname, port, host } = new URL(origin);
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    let left = 0; // of the body; -1 while the head arrives
    let done = false;

    const ask = () => {
      const path = next();
      if (path === undefined) {
        done = true;
        socket.end();
        return;
      }
      left = -1;
      head = Buffer.alloc(0);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    };

    const see = (length, buffer) => {
      let body = length;
      if (left < 0) {
        head = Buffer.concat([head, buffer.subarray(0, length)]);
        const end = head.indexOf(END_OF_HEAD);
        if (end < 0) return true;
        const text = head.toString('latin1', 0, end);
        if (!text.startsWith('HTTP/1.1 200')) throw new Error(text.split('\r\n')[0]);
        left = Number(/^content-length: (\d+)$/im.exec(text)[1]);
        body = head.length - end - END_OF_HEAD.length;
      }
      left -= body;
      count(body);
      if (left === 0) ask();
      return true;
    };

    const socket = net.connect({
      host: hostname,
      port: Number(port),
      onread: {
        buffer: Buffer.alloc(MIB / 2),
        callback(length, buffer) {
          try {
            return see(length, buffer);
          } catch (wrong) {
            socket.destroy(wrong);
            return false;
          }
        },
      },
    });
    socket.once('connect', ask).once('error', reject);
    socket.once('close', () => (done ? resolve() : reject(new Error('closed too early'))));
  });
}

/**
 * Fetches each path once, in order, over so many connections.
 *
 * @returns {Promise<{seconds: number, bytes: number}>}
 */
export async function fetchAll(origin, paths, connections) {
  let at = 0;
  let bytes = 0;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: connections }, () =>
      connection(origin, () => paths[at++], (count) => (bytes += count)),
    ),
  );
  return { seconds: (performance.now() - begun) / 1000, bytes };
}
