// Certificates of every kind, and a time stamping authority (RFC 3161), by the command line of OpenSSL.
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const openssl = (...words) => run('openssl', words);

/** Why tests that need it are skipped; false where it is there. */
export const withoutOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'openssl is not installed';
  }
})();

/** A root and what it issues, in a folder that goes with it. */
export class CertificateAuthority {
  static async make() {
    const authority = new CertificateAuthority();
    authority.folder = await mkdtemp(join(tmpdir(), 'slipway-ca-'));
    const root = ['-keyout', authority.file('root.key'), '-out', authority.file('root.pem'), '-days', '3650'];
    const says = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
    await openssl(
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/O=Test/CN=Test root',
      ...root, ...says.flatMap((one) => ['-addext', one]),
    );
    authority.root = await readFile(authority.file('root.pem'), 'utf8');
    return authority;
  }

  file(name) {
    return join(this.folder, name);
  }

  /** A key (`rsa:2048`, or `ec`) and its certificate, for `purposes` as OpenSSL writes them. */
  async issue(name, { kind = 'rsa:2048', purposes }) {
    const [key, request, certificate, says] = ['key', 'csr', 'pem', 'ext'].map((end) => this.file(`${name}.${end}`));
    const curve = kind === 'ec' ? ['-pkeyopt', 'ec_paramgen_curve:P-256'] : [];
    await writeFile(
      says,
      `basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n` +
        `extendedKeyUsage=critical,${purposes}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n`,
    );
    await openssl('req', '-newkey', kind, ...curve, '-nodes', '-keyout', key, '-out', request, '-subj', `/O=Test/CN=${name}`);
    await openssl(
      'x509', '-req', '-in', request, '-CA', this.file('root.pem'), '-CAkey', this.file('root.key'), '-CAcreateserial',
      '-days', '365', '-sha256', '-extfile', says, '-out', certificate,
    );
    return { key, certificate };
  }

  async gone() {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Answers with time stamps; `before` may hold a question up, and `status` refuse it. */
export class StampingAuthority {
  asked = 0;
  status = 200;
  before = async () => {};

  static async start(certificates) {
    const stamping = new StampingAuthority();
    const { key, certificate } = await certificates.issue('stamps', { purposes: 'timeStamping' });
    const file = (name) => certificates.file(name);
    await writeFile(file('serial'), '01\n');
    await writeFile(
      file('tsa.cnf'),
      `[tsa]\ndefault_tsa = it\n[it]\nserial = ${file('serial')}\ncrypto_device = builtin\nsigner_digest = sha256\n` +
        `default_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n`,
    );
    stamping.reply = async (question, nth) => {
      await writeFile(file(`${nth}.tsq`), question);
      await openssl(
        'ts', '-reply', '-config', file('tsa.cnf'), '-queryfile', file(`${nth}.tsq`), '-signer', certificate, '-inkey', key,
        '-out', file(`${nth}.tsr`),
      );
      return readFile(file(`${nth}.tsr`));
    };
    stamping.server = createServer((request, response) => stamping.#answer(request, response));
    stamping.server.listen(0, '127.0.0.1');
    await once(stamping.server, 'listening');
    stamping.url = `http://127.0.0.1:${stamping.server.address().port}/tsa`;
    return stamping;
  }

  async #answer(request, response) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const nth = ++this.asked;
    await this.before(nth);
    if (this.status !== 200 || request.headers['content-type'] !== 'application/timestamp-query') {
      response.writeHead(this.status === 200 ? 415 : this.status).end();
      return;
    }
    const answer = await this.reply(Buffer.concat(pieces), nth);
    response.writeHead(200, { 'Content-Type': 'application/timestamp-reply' }).end(answer);
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}
