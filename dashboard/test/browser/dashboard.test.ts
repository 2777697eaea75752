import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Knobs } from '../../dev/fake.ts';
import { clip } from '../../dev/seed.ts';
import { launch, noBrowser, Stage } from './stage.ts';

describe('the dashboard in Chromium', { skip: noBrowser }, () => {
  let browser: Browser;
  let folder: string;
  let stage: Stage;

  before(async () => {
    browser = await launch();
    folder = mkdtempSync(join(tmpdir(), 'slipway-dashboard-'));
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => stage.strike());

  async function open(knobs: Partial<Knobs> = {}): Promise<Stage> {
    stage = await Stage.set(browser, { step: 50, ...knobs });
    return stage;
  }

  /** A file on disk with the first bytes of an MP4 (or text) and repeatable contents. */
  function file(name: string, size: number, head = '\0\0\0\x18ftypisom'): string {
    const path = join(folder, name);
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; at++) bytes[at] = (at * 31 + (at >> 8)) & 255;
    bytes.write(head, 0, 'latin1');
    writeFileSync(path, bytes);
    return path;
  }

  test('a wrong key is refused with a sentence, the right one opens, and stays in this tab only', async () => {
    const { page, server } = await open();
    await page.goto(server.url);
    await page.getByLabel('Admin key').fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    assert.equal(
      (await page.getByRole('alert').textContent())?.trim(),
      'This is not the admin key.',
    );
    await page.getByLabel('Admin key').fill(server.knobs.key);
    await page.keyboard.press('Enter');
    await page.getByTestId('empty-library').waitFor();
    await page.reload();
    await page.getByTestId('empty-library').waitFor();
    assert.ok(!page.url().includes(server.knobs.key));
    assert.ok(
      !JSON.stringify(await page.evaluate(() => ({ ...localStorage }))).includes('admin-key'),
    );
    const other = await stage.context.newPage();
    await other.goto(server.url);
    await other.getByLabel('Admin key').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Admin key').waitFor();
    await page.reload();
    await page.getByLabel('Admin key').waitFor();
    assert.deepEqual(stage.complaints, []);
  });

  test('a key that stops being right leads back to the door with the reason', async () => {
    const { page, server } = await open();
    await stage.signIn();
    server.knobs.key = 'another-key';
    // As when somebody comes back to the tab: it asks at once. A reload would lose the reason, if a question that was
    // under way has brought it already.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByText('The server no longer takes this key.').waitFor();
  });

  test('a file is uploaded byte by byte and becomes ready; the key does not travel with it', async () => {
    const { page, server } = await open();
    await stage.signIn();
    const path = file('holiday.mp4', 300_000);
    await page.getByTestId('file-input').setInputFiles(path);
    const row = page.getByTestId('video-row');
    await row.and(page.locator('[data-phase=Ready]')).waitFor();
    assert.equal(await row.getByTestId('video-name').textContent(), 'holiday.mp4');
    assert.equal(await row.getByTestId('video-size').textContent(), '300 kB');
    assert.equal(await row.getByTestId('video-duration').textContent(), '0:12');
    assert.equal(await page.getByTestId('upload-item').count(), 0);
    const [video] = server.videos;
    assert.equal(server.received(video!.id).length, 300_000);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    assert.deepEqual(stage.complaints, []);
  });

  test('an upload can be paused and resumed', async () => {
    const { page, server } = await open({ holdAt: 1_000_000 });
    await stage.signIn();
    await page.getByTestId('file-input').setInputFiles(file('long.mp4', 9_000_000));
    await page.getByTestId('upload-progress').waitFor();
    await page.getByRole('button', { name: 'Pause long.mp4' }).click();
    await page.getByTestId('upload-state').filter({ hasText: 'Paused' }).waitFor();
    server.release();
    await page.getByRole('button', { name: 'Resume long.mp4' }).click();
    await page.locator('[data-testid=video-row][data-phase=Ready]').waitFor();
    assert.equal(server.videos.length, 1);
    assert.equal(server.received(server.videos[0]!.id).length, 9_000_000);
    assert.ok(
      server.requests.some((line) => line.startsWith('HEAD /files/')),
      'it went on',
    );
  });

  test('without a network an upload waits, and goes on by itself when it is back', async () => {
    const { page, server } = await open({ holdAt: 1_000_000 });
    await stage.signIn();
    await page.getByTestId('file-input').setInputFiles(file('train.mp4', 9_000_000));
    await page.locator('[data-testid=upload-item][data-state=sending]').waitFor();
    await stage.context.setOffline(true);
    // Chromium lets a request that is under way go on, so the line itself has to break too.
    server.cut();
    await page.locator('[data-testid=upload-item][data-state=offline]').waitFor();
    server.release();
    await stage.context.setOffline(false);
    await page.locator('[data-testid=video-row][data-phase=Ready]').waitFor();
    assert.equal(server.received(server.videos[0]!.id).length, 9_000_000);
  });

  test('an upload survives a reload: the same file goes on, another is refused', async () => {
    const { page, server } = await open({ holdAt: 2_000_000 });
    await stage.signIn();
    // More than kernels keep of a request that the browser has given up.
    const path = file('concert.mp4', 40_000_000);
    await page.getByTestId('file-input').setInputFiles(path);
    await page.locator('[data-testid=upload-item][data-state=sending]').waitFor();
    await page.waitForFunction(
      async ([url, key]) => {
        const answer = await fetch(`${url}/admin/videos`, {
          headers: { Authorization: `Bearer ${key}` },
        });
        const { videos } = (await answer.json()) as { videos: { received?: number }[] };
        return (videos[0]?.received ?? 0) >= 2_000_000;
      },
      [server.url, server.knobs.key] as const,
    );
    await page.reload();

    const item = page.locator('[data-testid=upload-item][data-state=unfinished]');
    await item.waitFor();
    assert.equal(await item.getByTestId('upload-name').textContent(), 'concert.mp4');
    assert.match(
      (await item.getByTestId('upload-state').textContent())!,
      /choose the file again to go on/,
    );
    const already = server.received(server.videos[0]!.id).length;
    assert.ok(already >= 2_000_000 && already < 40_000_000, `${already} bytes had arrived`);

    await item.getByTestId('upload-choose-input').setInputFiles(file('other.mp4', 500));
    await item.getByText('“other.mp4” is another file').waitFor();

    server.release();
    server.requests.length = 0;
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      item.getByRole('button', { name: 'Choose the file concert.mp4' }).click(),
    ]);
    await chooser.setFiles(path);
    await page.locator('[data-testid=video-row][data-phase=Ready]').waitFor();
    const [video] = server.videos;
    assert.equal(server.videos.length, 1);
    assert.equal(
      video!.hash,
      createHash('sha256').update(server.received(video!.id)).digest('hex'),
    );
    assert.equal(server.received(video!.id).length, 40_000_000);
    const tus = server.requests
      .filter((line) => line.includes('/files/'))
      .map((line) => line.split(' ')[0]);
    assert.deepEqual(tus, ['HEAD', 'PATCH'], 'it must go on, not start anew');
  });

  test('what one tab uploads is shown, and left alone, in another', async () => {
    const { page } = await open({ holdAt: 1_000_000 });
    await stage.signIn();
    await page.getByTestId('file-input').setInputFiles(file('shared.mp4', 9_000_000));
    await page.locator('[data-testid=upload-item][data-state=sending]').waitFor();
    const first = stage.page;
    const second = await stage.context.newPage();
    await second.goto(stage.server.url);
    await second.getByLabel('Admin key').fill(stage.server.knobs.key);
    await second.keyboard.press('Enter');
    await second.locator('[data-testid=upload-item][data-state=elsewhere]').waitFor();
    await first.close({ runBeforeUnload: false });
    await second.locator('[data-testid=upload-item][data-state=unfinished]').waitFor();
  });

  test('a failed video says why, in the list and on its page, and can be tried again', async () => {
    const { page, server } = await open();
    await stage.signIn();
    await page
      .getByTestId('file-input')
      .setInputFiles(file('notes.mp4', 400, 'Dear diary, today '));
    const reason = 'This is neither video nor sound: the file is plain text.';
    const row = page.locator('[data-testid=video-row][data-phase=Failed]');
    await row.waitFor();
    assert.equal(await row.getByTestId('video-reason').textContent(), reason);
    await row.getByTestId('video-name').click();
    await page.getByTestId('retry').waitFor();
    assert.equal(await page.getByTestId('video-reason').textContent(), reason);
    await page.locator('[data-testid=journey-step][data-step=failed]').waitFor();
    server.knobs.step = 400;
    await page.getByTestId('retry').click();
    await page.locator('[data-testid=video-phase][data-phase=Inspecting]').waitFor();
    await page.locator('[data-testid=video-phase][data-phase=Failed]').waitFor();
    assert.ok(server.requests.some((line) => line.endsWith('/retry')));
  });

  test('what could not be signed or sent says why, and is tried again', async () => {
    const { page, server } = await open();
    server.add({
      name: 'signed.mp4',
      phase: 'Ready',
      signing: { state: 'failed', reason: 'There was no space.', retriable: true },
      exports: [
        {
          task: 'one',
          to: 'ipfs',
          state: 'failed',
          reason: 'No IPFS node is set.',
          updatedAt: new Date().toISOString(),
        },
        { task: 'two', to: 'address', state: 'completed', updatedAt: new Date().toISOString() },
      ],
    });
    await stage.signIn();
    await page.getByTestId('video-name').click();
    const signing = page.getByTestId('signing');
    await signing.filter({ hasText: 'There was no space.' }).waitFor();
    await page.getByTestId('signing-retry').click();
    await page.locator('[data-testid=signing][data-state=waiting]').waitFor();
    assert.equal(await page.getByTestId('signing-retry').count(), 0);

    assert.equal(await page.getByTestId('export-reason').textContent(), 'No IPFS node is set.');
    await page.getByTestId('export-retry').click();
    await page.locator('[data-testid=export][data-state=waiting]').waitFor();
    assert.equal(await page.getByTestId('export-retry').count(), 0);
    assert.ok(server.requests.some((line) => line.endsWith('/exports/one/retry')));
    await page.locator('[data-testid=export][data-state=completed]').waitFor();
  });

  test("bytes that the server refuses stop the upload with the server's sentence", async () => {
    const { page } = await open({
      refuseBytes: { status: 415, body: 'A playlist is not a video.' },
    });
    await stage.signIn();
    await page.getByTestId('file-input').setInputFiles(file('list.mp4', 5_000));
    await page
      .getByTestId('upload-problem')
      .filter({ hasText: 'A playlist is not a video.' })
      .waitFor();
    assert.equal(await page.getByTestId('upload-resume').count(), 0);
    await page.getByTestId('upload-dismiss').click();
    assert.equal(await page.getByTestId('upload-item').count(), 0);
  });

  test("a video's page has the player with the address, its names in all APIs, and its journey", async () => {
    const { page, server } = await open();
    const video = server.add(
      { name: 'park.mp4', phase: 'Ready', size: 5, duration: 15.57 },
      clip(),
    );
    await stage.signIn();
    await page.getByRole('link', { name: 'park.mp4' }).click();
    const player = page.getByTestId('player');
    await player.waitFor();
    assert.equal(await player.getAttribute('data-source'), video.playback!.hls);
    assert.equal(await page.getByTestId('playback-hls').textContent(), video.playback!.hls);
    assert.equal(await page.getByTestId('playback-dash').textContent(), video.playback!.dash);
    assert.equal(await page.getByTestId('id-livepeer').textContent(), video.ids.livepeer.id);
    assert.equal(
      await page.getByTestId('id-livepeer-playback').textContent(),
      video.ids.livepeer.playbackId,
    );
    assert.equal(await page.getByTestId('id-cloudflare').textContent(), video.ids.cloudflare.uid);
    assert.equal(await page.getByTestId('id-gcore').textContent(), '1');
    assert.equal(await page.getByTestId('id-gcore-slug').textContent(), video.ids.gcore.slug);
    assert.equal(await page.title(), 'park.mp4 · Slipway');
    assert.ok(server.requests.some((line) => line.includes('/hls/')));
  });

  test(
    'the video plays and can be sought',
    { skip: clip() ? false : 'no shared test clips' },
    async () => {
      const { page, server } = await open();
      const video = server.add({ name: 'park.mp4', phase: 'Ready', duration: 15.57 }, clip());
      await stage.signIn();
      await page.goto(`${server.url}/#/videos/${video.id}`);
      const player = page.getByTestId('player');
      await player.evaluate(async (element: HTMLVideoElement) => {
        element.muted = true;
        // As a viewer, who sees a picture first: the media is attached a moment after the element.
        await new Promise<void>((resolve) => {
          if (element.readyState >= HTMLMediaElement.HAVE_METADATA) resolve();
          else element.addEventListener('loadedmetadata', () => resolve(), { once: true });
        });
        await element.play();
      });
      const reaches = (seconds: number) =>
        player.evaluate(
          (element: HTMLVideoElement, target) =>
            new Promise<void>((resolve) => {
              const look = () => element.currentTime > target && resolve();
              element.addEventListener('timeupdate', look);
              look();
            }),
          seconds,
        );
      await reaches(0.3);
      await player.evaluate((element: HTMLVideoElement) => void (element.currentTime = 9));
      await reaches(9.3);
      assert.equal(await page.getByTestId('player-problem').count(), 0);
      assert.deepEqual(stage.complaints, []);
    },
  );

  test('a playlist that the server does not give out is a sentence, not a black box', async () => {
    const { page, server } = await open();
    const video = server.add({ name: 'lost.mp4', phase: 'Ready' });
    await stage.signIn();
    await page.goto(`${server.url}/#/videos/${video.id}`);
    await page.getByTestId('player-problem').filter({ hasText: 'status 404' }).waitFor();
  });

  test('deleting asks first, then the video is gone; its page says so', async () => {
    const { page, server } = await open();
    const video = server.add({ name: 'old.mp4', phase: 'Failed', reason: 'No.' });
    await stage.signIn();
    await page.getByRole('link', { name: 'old.mp4' }).click();
    await page.getByTestId('delete').click();
    await page.getByTestId('confirm-no').click();
    assert.equal(server.videos.length, 1);
    await page.getByTestId('delete').click();
    await page.getByTestId('confirm-yes').click();
    await page.getByTestId('empty-library').waitFor();
    assert.equal(server.videos.length, 0);
    await page.goto(`${server.url}/#/videos/${video.id}`);
    await page.getByTestId('video-gone').waitFor();
  });

  test('the list is found by name and phase, page by page', async () => {
    const { page, server } = await open();
    for (let number = 1; number <= 60; number++) {
      server.add({ name: `clip ${number}`, phase: number % 20 === 0 ? 'Failed' : 'Ready' });
    }
    await stage.signIn();
    const rows = page.getByTestId('video-row');
    await rows.nth(49).waitFor();
    assert.equal(await rows.count(), 50);
    await page.getByTestId('more').click();
    await rows.nth(59).waitFor();
    assert.equal(await page.getByTestId('more').count(), 0);
    await page.getByTestId('phase-filter').selectOption('Failed');
    await rows.nth(3).waitFor({ state: 'detached' });
    assert.equal(await rows.count(), 3);
    await page.getByTestId('search').fill('no such thing');
    await page.getByTestId('no-match').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await rows.nth(49).waitFor();
  });

  test('everything works by keyboard, and focus follows the page', async () => {
    const { page, server } = await open();
    server.add({ name: 'keys.mp4', phase: 'Failed', reason: 'No.' });
    await page.goto(server.url);
    await page.keyboard.type(server.knobs.key);
    await page.keyboard.press('Enter');
    const link = page.getByRole('link', { name: 'keys.mp4' });
    await link.waitFor();
    for (
      let tabs = 0;
      tabs < 15 && !(await link.evaluate((element) => element.matches(':focus')));
      tabs++
    ) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.localName === 'h1' && active.textContent === 'keys.mp4';
    });
    await page.getByTestId('delete').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('confirm-yes').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('confirm-yes').waitFor({ state: 'hidden' });
    assert.equal(server.videos.length, 1);
  });

  test('health that needs attention is told in sentences', async () => {
    const { page } = await open({ problems: ['FFmpeg was not found.'] });
    await stage.signIn();
    await page
      .getByTestId('health-problems')
      .filter({ hasText: 'FFmpeg was not found.' })
      .waitFor();
    assert.equal(await page.getByTestId('health').getAttribute('data-status'), 'degraded');
  });

  test('a server that goes away is said so, and all is well when it is back', async () => {
    const { page, server } = await open();
    server.add({ name: 'moving.mp4', phase: 'Processing', progress: 0.2 });
    await stage.signIn();
    await page.getByTestId('video-row').waitFor();
    await stage.context.route('**/admin/**', (route) => route.abort());
    await page.getByTestId('library-problem').filter({ hasText: 'does not answer' }).waitFor();
    assert.equal(await page.getByTestId('video-row').count(), 1, 'what is known stays on screen');
    await stage.context.unroute('**/admin/**');
    await page.getByTestId('library-problem').waitFor({ state: 'detached' });
  });
});
