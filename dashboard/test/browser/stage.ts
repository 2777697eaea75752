import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { FakeServer, type Knobs } from '../../dev/fake.ts';

const CANDIDATES = [
  process.env['SLIPWAY_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Why browser tests cannot run here; false when they can. */
export const noBrowser: string | false = CANDIDATES.some((path) => path && existsSync(path))
  ? false
  : 'no Chromium found; name one with SLIPWAY_CHROMIUM';

/** The built dashboard, relative to the folder the tests are started in. */
const WEB = process.env['SLIPWAY_DASHBOARD_WEB'] ?? 'target/web';

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CANDIDATES.find((path) => path && existsSync(path))!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
}

/** A fake server and a fresh browser profile that looks at it. */
export class Stage {
  /** What the page complained about: errors and blocked content. Tests that expect none check this. */
  readonly complaints: string[] = [];

  private constructor(
    readonly server: FakeServer,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async set(
    browser: Browser,
    knobs: Partial<Knobs> = {},
    view: Parameters<Browser['newContext']>[0] = {},
  ): Promise<Stage> {
    const server = new FakeServer({ web: WEB, ...knobs });
    await server.listen();
    const context = await browser.newContext({ viewport: { width: 1200, height: 860 }, ...view });
    context.setDefaultTimeout(15_000);
    return new Stage(server, context, await context.newPage());
  }

  async signIn(): Promise<void> {
    await this.page.goto(this.server.url);
    await this.page.getByLabel('Admin key').fill(this.server.knobs.key);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByRole('heading', { name: 'Videos' }).waitFor();
  }

  async strike(): Promise<void> {
    await this.context.close();
    await this.server.close();
  }
}
