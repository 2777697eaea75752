/** Photographs the dashboard in light, dark and narrow, for people to look at: `node target/node/dev/screenshots.js FOLDER`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, Stage } from '../test/browser/stage.ts';
import { seed } from './seed.ts';

const folder = process.argv[2] ?? 'target/screenshots';
const views = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  narrow: { colorScheme: 'light', viewport: { width: 380, height: 800 } },
  'narrow-dark': { colorScheme: 'dark', viewport: { width: 380, height: 800 } },
} as const;

mkdirSync(folder, { recursive: true });
const film = join(folder, 'harbour-timelapse.mp4');
const nothing = join(folder, 'empty.mp4');
writeFileSync(film, Buffer.alloc(41_000_000, 7));
writeFileSync(nothing, '');

const browser = await launch();
for (const [name, view] of Object.entries(views)) {
  const stage = await Stage.set(browser, { holdAt: 17_000_000 }, view);
  const { page, server } = stage;
  const shoot = (what: string): Promise<Buffer> =>
    page.screenshot({ path: join(folder, `${what}-${name}.png`), fullPage: true });

  await page.goto(server.url);
  await page.getByLabel('Admin key').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('sign-in-problem').waitFor();
  await shoot('sign-in');

  await stage.signIn();
  await shoot('empty');

  seed(server);
  server.knobs.problems.push(
    'FFmpeg was not found. Uploads work, but no further qualities are made.',
  );
  await page.reload();
  await page.getByTestId('video-row').first().waitFor();
  await page.getByTestId('file-input').setInputFiles([film, nothing]);
  await page.waitForTimeout(1800);
  await shoot('library');

  await page.reload();
  await page.getByTestId('upload-choose').waitFor();
  await page.waitForTimeout(300);
  await shoot('unfinished');
  await page.getByTestId('upload-discard').click();
  await page.waitForTimeout(200);
  await page.screenshot({ path: join(folder, `confirm-${name}.png`) });
  await page.getByTestId('confirm-yes').click();

  for (const what of ['Walk through', 'notes', 'A very long', 'interview']) {
    const video = server.videos.find((one) => one.name.startsWith(what))!;
    await page.goto(`${server.url}/#/videos/${video.id}`);
    await page.getByTestId('video-title').waitFor();
    await page.waitForTimeout(what === 'Walk through' ? 1200 : 300);
    await shoot(`video-${what.split(' ')[0]!.toLowerCase()}`);
  }
  if (stage.complaints.length > 0) console.error(name, stage.complaints);
  await stage.strike();
}
await browser.close();
