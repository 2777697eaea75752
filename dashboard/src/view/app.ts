import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { AdminApi } from '../api/admin.ts';
import type { Account, Session } from '../api/shapes.ts';
import { keyOfThisTab } from '../key.ts';
import { Poller } from '../live/poller.ts';
import { LIBRARY_HREF, routeOf, type Route } from '../route.ts';
import { parts } from '../style/parts.ts';
import { fingerprint } from '../uploads/fingerprint.ts';
import { tusTransfer } from '../uploads/tus.ts';
import { UnfinishedUploads } from '../uploads/unfinished.ts';
import { Uploads } from '../uploads/uploads.ts';
import { icons, mark } from './icons.ts';
import type { SignedIn } from './sign-in.ts';
import './confirm.ts';
import './library.ts';
import './sign-in.ts';
import './video-page.ts';

/** Milliseconds between two signs of life to other tabs. */
const HEARTBEAT = 5_000;

/** All that exists only while somebody is signed in. */
interface Inside {
  readonly api: AdminApi;
  readonly uploads: Uploads;
}

/** The house around the pages: door, header, route, and the uploads that go on while one looks elsewhere. */
@customElement('slipway-app')
export class App extends LitElement {
  static override styles = [
    parts,
    css`
      .bar {
        border-bottom: 1px solid var(--line);
        background: var(--surface);
      }
      .bar > div,
      main {
        max-width: calc(var(--width) + 48px);
        margin: 0 auto;
        padding: 0 24px;
      }
      .bar > div {
        display: flex;
        align-items: center;
        gap: 16px;
        min-height: 60px;
      }
      .home {
        display: flex;
        align-items: center;
        gap: 10px;
        margin-right: auto;
        color: inherit;
        font-size: 18px;
        font-weight: 650;
        letter-spacing: -0.01em;
        text-decoration: none;
        border-radius: var(--radius-small);
      }
      .health {
        display: flex;
        align-items: center;
        gap: 8px;
        white-space: nowrap;
      }
      .health i {
        flex: none;
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: var(--good);
      }
      .health.bad i {
        background: var(--wait);
      }
      main {
        padding-top: 28px;
        padding-bottom: 48px;
      }
      .foot {
        max-width: calc(var(--width) + 48px);
        margin: 0 auto;
        padding: 0 24px 32px;
      }
      .foot a {
        color: inherit;
      }
      .problems {
        margin-bottom: 24px;
      }
      .problems ul {
        list-style: none;
      }
      .skip {
        position: absolute;
        left: 16px;
        top: -60px;
      }
      .skip:focus {
        top: 12px;
        z-index: 1;
      }
      @media (max-width: 620px) {
        .bar > div,
        main {
          padding-left: 16px;
          padding-right: 16px;
        }
        main {
          padding-top: 20px;
        }
        .version {
          display: none;
        }
        .bar > div {
          gap: 8px;
        }
      }
    `,
  ];

  @state() private inside: Inside | undefined;
  @state() private session: Session | undefined;
  @state() private accounts: readonly Account[] = [];
  @state() private route: Route = routeOf(location.hash);
  @state() private note = '';
  @state() private news = '';
  #heartbeat: ReturnType<typeof setInterval> | undefined;
  readonly #health = new Poller((signal) => this.#ask(signal));

  constructor() {
    super();
    addEventListener('hashchange', () => (this.route = routeOf(location.hash)));
    addEventListener('online', () => this.inside?.uploads.online());
    addEventListener('storage', () => this.inside?.uploads.recall());
    addEventListener('pagehide', () => this.inside?.uploads.close());
    // A page that comes back from the browser's memory has let go of its uploads; a fresh start finds them again.
    addEventListener('pageshow', (event) => event.persisted && location.reload());
    addEventListener('beforeunload', (event) => {
      if (this.inside?.uploads.busy) event.preventDefault();
    });
    // A file dropped beside the drop zone must not replace the page.
    addEventListener('dragover', (event) => event.preventDefault());
    addEventListener('drop', (event) => event.preventDefault());
    this.addEventListener(
      'announce',
      (event) => (this.news = (event as CustomEvent<string>).detail),
    );
    const key = keyOfThisTab.read();
    if (key !== undefined) this.#enter(key);
  }

  override updated(changes: PropertyValues): void {
    if (changes.has('route') && changes.get('route') !== undefined) void this.#arrive();
    if (this.route.page === 'library') document.title = 'Slipway';
  }

  override render() {
    return html`
      ${this.inside
        ? this.#house(this.inside)
        : html`<slipway-sign-in .note=${this.note} @signed-in=${this.#signedIn}></slipway-sign-in>`}
      <p class="hush" role="status" aria-live="polite" data-testid="announcements">${this.news}</p>
    `;
  }

  #house({ api, uploads }: Inside) {
    const { route, session, accounts } = this;
    const problems = session?.health.problems ?? [];
    const degraded = session?.health.status === 'degraded';
    return html`
      <a class="skip button" href=${location.hash || LIBRARY_HREF} @click=${this.#skip}
        >Go to the content</a
      >
      <header class="bar">
        <div>
          <a class="home" href=${LIBRARY_HREF} data-testid="home">${mark}Slipway</a>
          ${session
            ? html`<span
                class="health small soft ${degraded ? 'bad' : ''}"
                data-testid="health"
                data-status=${session.health.status}
                ><i></i>${degraded ? 'Needs attention' : 'All well'}<span class="version number"
                  >· ${session.version}</span
                ></span
              >`
            : nothing}
          <button class="quiet" data-testid="sign-out" @click=${() => this.#leave('')}>
            Sign out
          </button>
        </div>
      </header>
      <main>
        ${problems.length === 0
          ? nothing
          : html`<div class="notice wait problems" data-testid="health-problems">
              ${icons.warning}
              <ul role="list">
                ${problems.map((problem) => html`<li>${problem}</li>`)}
              </ul>
            </div>`}
        ${route.page === 'library'
          ? html`<slipway-library
              .api=${api}
              .uploads=${uploads}
              .accounts=${accounts}
            ></slipway-library>`
          : // One element per video: nothing of the one before may shine through.
            keyed(
              route.id,
              html`<slipway-video
                .api=${api}
                .uploads=${uploads}
                .accounts=${accounts}
                .videoId=${route.id}
              ></slipway-video>`,
            )}
      </main>
      <footer class="foot small soft">
        <a href="docs" data-testid="docs">What the APIs take and answer</a>
      </footer>
    `;
  }

  #signedIn(event: CustomEvent<SignedIn>): void {
    keyOfThisTab.keep(event.detail.key);
    this.session = event.detail.session;
    this.#enter(event.detail.key);
  }

  #enter(key: string): void {
    const api = new AdminApi(document.baseURI, key, () =>
      this.#leave('The server no longer takes this key. Please sign in again.'),
    );
    const uploads = new Uploads({
      api,
      memory: new UnfinishedUploads(localStorage, tabName(), Date.now),
      startTransfer: tusTransfer,
      fingerprint,
      clock: { steady: () => performance.now(), wall: Date.now },
    });
    uploads.addEventListener('finished', () => (this.news = 'Upload complete.'));
    this.inside = { api, uploads };
    this.note = '';
    this.#heartbeat = setInterval(() => uploads.heartbeat(), HEARTBEAT);
    this.#health.start();
    void uploads.reconcile();
  }

  #leave(note: string): void {
    if (!this.inside) return;
    keyOfThisTab.forget();
    this.#health.stop();
    clearInterval(this.#heartbeat);
    this.inside.uploads.close();
    this.inside = undefined;
    this.session = undefined;
    this.accounts = [];
    this.note = note;
  }

  /** The pages show their own errors; here silence only means that the header stays as it was. */
  async #ask(signal: AbortSignal): Promise<'seldom'> {
    const inside = this.inside;
    if (!inside) return 'seldom';
    const session = await inside.api.session(signal);
    if (this.accounts.length === 0) this.accounts = await inside.api.accounts();
    this.session = session;
    return 'seldom';
  }

  /** After a change of page the reader starts at its heading, not somewhere in the page before. */
  async #arrive(): Promise<void> {
    await this.updateComplete;
    scrollTo(0, 0);
    await this.#focusHeading();
  }

  #skip(event: Event): void {
    event.preventDefault();
    void this.#focusHeading();
  }

  async #focusHeading(): Promise<void> {
    const page = this.renderRoot.querySelector(
      'slipway-library, slipway-video',
    ) as LitElement | null;
    await page?.updateComplete;
    page?.renderRoot.querySelector('h1')?.focus({ preventScroll: true });
  }
}

/** Tells this tab from others; stays the same across a reload, which is the point. */
function tabName(): string {
  const known = sessionStorage.getItem('slipway.tab');
  if (known) return known;
  const name = Math.random().toString(36).slice(2);
  sessionStorage.setItem('slipway.tab', name);
  return name;
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-app': App;
  }
}
