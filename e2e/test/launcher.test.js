// ./slipway by itself: when it builds, and what it makes of a build that was stopped on the way. Maven and
// the JDK are scripts here, so that nothing is compiled.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const launcher = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'slipway');

/** As the real one: first a jar without a way in, then the whole. `kill -KILL 0` is a window that is closed. */
const MAVEN = `#!/bin/sh
echo built >> builds
if [ -f early ]; then exit 1; fi
jar=server/target/slipway.jar
[ -f "$jar" ] && [ "$jar" -nt pom.xml ] || echo 'half' > "$jar"
if [ -f stop ]; then kill -KILL 0; fi
if [ -f slow ]; then sleep 2; fi
if [ -f fail ]; then exit 1; fi
[ "$(cat "$jar")" = half ] || { echo 'this jar cannot be read'; exit 1; }
echo 'whole' > "$jar"
`;

/** Says what is in the jar that it is to run. */
const JAVA = `#!/bin/sh
while [ "$1" != -jar ]; do shift; done
cat "$2"
`;

let home;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'slipway-e2e-launcher-'));
  await mkdir(join(home, 'jdk', 'bin'), { recursive: true });
  await mkdir(join(home, 'server', 'src', 'main'), { recursive: true });
  await writeFile(join(home, 'pom.xml'), '');
  await writeFile(join(home, 'jdk', 'release'), 'JAVA_VERSION="25.0.1"\n');
  await copyFile(launcher, join(home, 'slipway'));
  await script('mvnw', MAVEN);
  await script('jdk/bin/java', JAVA);
  await script('jdk/bin/javac', '#!/bin/sh\n');
});
afterEach(() => rm(home, { recursive: true }));

async function script(name, text) {
  await writeFile(join(home, name), text);
  await chmod(join(home, name), 0o755);
}

/** Runs it in a process group of its own; resolves to how it ended and what it wrote. */
function slipway(changed = {}) {
  const environment = { ...process.env, SLIPWAY_JAVA_HOME: join(home, 'jdk'), ...changed };
  const child = spawn(join(home, 'slipway'), ['serve'], { env: environment, detached: true });
  let text = '';
  child.stdout.on('data', (piece) => (text += piece));
  child.stderr.on('data', (piece) => (text += piece));
  return new Promise((ended) => child.on('close', (code, signal) => ended({ code, signal, text })));
}

const builds = async () => (await readFile(join(home, 'builds'), 'utf8')).split('\n').length - 1;
const inJar = async () => (await readFile(join(home, 'server', 'target', 'slipway.jar'), 'utf8')).trim();

test('it builds once, and again when a source is newer', async () => {
  for (const count of [1, 1]) {
    const run = await slipway();
    assert.equal(run.code, 0, run.text);
    assert.match(run.text, /^whole$/m);
    assert.equal(await builds(), count);
  }
  await utimes(join(home, 'server', 'target', 'slipway.jar'), 1, 1);
  const run = await slipway();
  assert.match(run.text, /Sources have changed/);
  assert.match(run.text, /^whole$/m);
  assert.equal(await builds(), 2);
});

test('a first build that is killed before its jar is whole is done again', async () => {
  await writeFile(join(home, 'stop'), '');
  assert.equal((await slipway()).signal, 'SIGKILL');
  assert.equal(await inJar(), 'half');
  await rm(join(home, 'stop'));

  const run = await slipway();
  assert.match(run.text, /did not come to its end/);
  assert.match(run.text, /^whole$/m);
  assert.equal(await builds(), 2);
  assert.ok(!existsSync(join(home, 'server', 'target', 'building')));

  assert.match((await slipway()).text, /^whole$/m);
  assert.equal(await builds(), 2, 'and not once more');
});

test('so is one that fails on the way, and what it left is not built upon', async () => {
  await writeFile(join(home, 'fail'), '');
  const failed = await slipway();
  assert.equal(failed.code, 1);
  assert.match(failed.text, /the build failed/);
  await writeFile(join(home, 'server', 'target', 'slipway.jar'), 'torn\n');
  await rm(join(home, 'fail'));

  assert.match((await slipway()).text, /^whole$/m);
});

test('a build that fails before it packs anything leaves the jar that is there', async () => {
  await slipway();
  await utimes(join(home, 'server', 'target', 'slipway.jar'), 1, 1);
  await writeFile(join(home, 'early'), '');
  for (let i = 0; i < 2; i++) assert.equal((await slipway()).code, 1);
  assert.equal(await inJar(), 'whole');
});

test('who comes while another builds waits for it, and builds nothing', async () => {
  await writeFile(join(home, 'slow'), '');
  const first = slipway();
  while (!existsSync(join(home, 'builds'))) await new Promise((soon) => setTimeout(soon, 10));
  const second = await slipway();
  assert.match(second.text, /Waiting for the build of process \d+/);
  assert.match(second.text, /^whole$/m);
  assert.match((await first).text, /^whole$/m);
  assert.equal(await builds(), 1);
});

test('three that come at once build once', async () => {
  await writeFile(join(home, 'slow'), '');
  for (const run of await Promise.all([slipway(), slipway(), slipway()])) assert.match(run.text, /^whole$/m);
  assert.equal(await builds(), 1);
  assert.ok(!existsSync(join(home, 'server', 'target', 'building')));
});

test('a number in the marker that is another program by now is not waited for', { timeout: 20_000 }, async () => {
  const other = spawn('sleep', ['60'], { argv0: 'slipway' });
  try {
    await mkdir(join(home, 'server', 'target'), { recursive: true });
    await writeFile(join(home, 'server', 'target', 'building'), `${other.pid}\n`);
    assert.match((await slipway()).text, /^whole$/m);
  } finally {
    other.kill();
  }
});

test('a marker that changes hands while its holder is looked at stays with the next one', { timeout: 20_000 }, async () => {
  const marker = join(home, 'server', 'target', 'building');
  await mkdir(dirname(marker), { recursive: true });
  const gone = spawn('sleep', ['60']);
  const next = spawn('sh', ['-c', 'sleep 3; : slipway ']);
  const ended = new Promise((done) => next.on('close', done));
  try {
    await writeFile(marker, `${gone.pid}\n`);
    // The launcher reads a command line through tr; at that moment the first comes to its end.
    await mkdir(join(home, 'bin'));
    await script('bin/tr', `#!/bin/sh
[ -f '${home}/once' ] || { : > '${home}/once'; echo ${next.pid} > '${marker}'; }
exec /usr/bin/tr "$@"
`);
    const run = slipway({ PATH: `${join(home, 'bin')}:${process.env.PATH}` });
    await ended;
    assert.equal(await readFile(marker, 'utf8'), `${next.pid}\n`);
    assert.ok(!existsSync(join(home, 'builds')), 'nothing is built beside it');
    assert.match((await run).text, /^whole$/m);
    assert.match((await run).text, new RegExp(`Waiting for the build of process ${next.pid}`));
  } finally {
    gone.kill();
    next.kill();
  }
});
