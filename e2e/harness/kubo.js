// A stand-in for a Kubo node: takes archives in, knows every block by its hash, and pins only what is whole.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { CarReader } from '@ipld/car';
import { decode } from '@ipld/dag-pb';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';

/** The blocks of an archive, each of which must be what its name says. */
export async function blocksOf(car) {
  const reader = await CarReader.fromBytes(car);
  const blocks = new Map();
  for await (const { cid, bytes } of reader.blocks()) {
    const hash = await sha256.digest(bytes);
    if (!CID.createV1(cid.code, hash).equals(cid)) throw new Error(`${cid} is another block`);
    blocks.set(cid.toString(), bytes);
  }
  return { roots: (await reader.getRoots()).map(String), blocks };
}

/** The bytes of the file below a root; throws where a block is missing. */
export function fileOf(root, blocks) {
  const bytes = blocks.get(root);
  if (!bytes) throw new Error(`the block ${root} is missing`);
  const cid = CID.parse(root);
  if (cid.code === 0x55) return bytes;
  return Buffer.concat(decode(bytes).Links.map((link) => fileOf(link.Hash.toString(), blocks)));
}

export class Kubo {
  blocks = new Map();
  pins = new Set();
  asked = [];
  down = false;

  static async start() {
    const kubo = new Kubo();
    kubo.server = createServer((request, response) => kubo.#answer(request, response));
    kubo.server.listen(0, '127.0.0.1');
    await once(kubo.server, 'listening');
    kubo.url = `http://127.0.0.1:${kubo.server.address().port}`;
    return kubo;
  }

  async #answer(request, response) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const { pathname, searchParams } = new URL(request.url, this.url);
    this.asked.push(pathname);
    const say = (status, ...lines) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    };
    const fail = (Message) => say(500, { Message, Code: 0, Type: 'error' });
    try {
      if (request.method !== 'POST') return say(405, {});
      if (this.down) return fail('the repo is locked');
      if (pathname === '/api/v0/dag/import') {
        const { blocks } = await blocksOf(fileOfForm(Buffer.concat(pieces), request.headers['content-type']));
        for (const [cid, bytes] of blocks) this.blocks.set(cid, bytes);
        return say(200); // without pinned roots it says nothing
      }
      if (pathname === '/api/v0/pin/add') {
        const root = searchParams.get('arg');
        fileOf(root, this.blocks);
        this.pins.add(root);
        return say(200, { Progress: 1 }, { Pins: [root] });
      }
      return say(404, {});
    } catch (error) {
      return fail(error.message);
    }
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** The one file of a form. */
function fileOfForm(body, type) {
  const boundary = /boundary=(.+)$/.exec(type)[1];
  const head = body.indexOf('\r\n\r\n') + 4;
  const end = body.lastIndexOf(`\r\n--${boundary}--`);
  if (!body.subarray(0, head).toString().startsWith(`--${boundary}\r\n`) || end < 0) throw new Error('no form');
  return body.subarray(head, end);
}
