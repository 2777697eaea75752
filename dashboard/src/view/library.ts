import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { sentence, type AdminApi } from '../api/admin.ts';
import type { Account, Video } from '../api/shapes.ts';
import { Poller } from '../live/poller.ts';
import { parts } from '../style/parts.ts';
import type { Uploads } from '../uploads/uploads.ts';
import { isMoving, PHASE_FILTERS } from '../words/phases.ts';
import type { Chosen } from './drop-zone.ts';
import { icons } from './icons.ts';
import './drop-zone.ts';
import './upload-item.ts';
import './video-row.ts';

const PAGE = 50;
/** Milliseconds of quiet before a typed search is sent. */
const TYPING = 250;

/** The first page: bring files, see what became of them. */
@customElement('slipway-library')
export class Library extends LitElement {
  static override styles = [
    parts,
    css`
      :host {
        display: grid;
        gap: 24px;
      }
      ul {
        list-style: none;
      }
      li + li {
        border-top: 1px solid var(--line);
      }
      .card {
        overflow: hidden;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        margin-bottom: 12px;
      }
      .filters {
        display: flex;
        flex: 0 1 460px;
        gap: 10px;
      }
      .search {
        position: relative;
        flex: 1 1 180px;
      }
      .search svg {
        position: absolute;
        left: 11px;
        top: 9px;
        color: var(--ink-faint);
      }
      .search input {
        width: 100%;
        padding-left: 36px;
      }
      select {
        flex: 0 1 190px;
      }
      .nothing {
        padding: 44px 24px;
        text-align: center;
        color: var(--ink-soft);
      }
      .nothing button {
        margin-top: 14px;
      }
      .more {
        display: flex;
        justify-content: center;
        margin-top: 16px;
      }
      .notice {
        margin-bottom: 12px;
      }
      .uploads h2 {
        margin-bottom: 10px;
      }
      @media (max-width: 620px) {
        .filters {
          flex: 1 1 100%;
        }
        select {
          flex-basis: 130px;
        }
      }
    `,
  ];

  @property({ attribute: false }) api!: AdminApi;
  @property({ attribute: false }) uploads!: Uploads;
  @property({ attribute: false }) accounts: readonly Account[] = [];
  @state() private videos: readonly Video[] | undefined;
  @state() private next: string | undefined;
  @state() private problem = '';
  @state() private search = '';
  @state() private phase = '';
  #pages = 1;
  #typing: ReturnType<typeof setTimeout> | undefined;
  readonly #poller = new Poller((signal) => this.#load(signal));
  readonly #redraw = (): void => this.requestUpdate();
  readonly #finished = (): void => this.#poller.now();

  override connectedCallback(): void {
    super.connectedCallback();
    this.uploads.addEventListener('change', this.#redraw);
    this.uploads.addEventListener('finished', this.#finished);
    this.#poller.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.uploads.removeEventListener('change', this.#redraw);
    this.uploads.removeEventListener('finished', this.#finished);
    this.#poller.stop();
  }

  override render() {
    const items = this.uploads.items.filter(({ state }) => state !== 'finished');
    // What is being brought from here is shown above, with its own and better figures.
    const above = new Set(items.map(({ videoId }) => videoId));
    const videos = this.videos?.filter(({ id }) => !above.has(id));
    const filtered = this.search !== '' || this.phase !== '';
    const empty = this.videos?.length === 0 && !filtered && items.length === 0;
    return html`
      <slipway-drop-zone
        .accounts=${this.accounts}
        .large=${empty}
        @chosen=${(event: CustomEvent<Chosen>) =>
          void this.uploads.add(event.detail.files, event.detail.account)}
      ></slipway-drop-zone>
      ${items.length === 0
        ? nothing
        : html`<section class="uploads" aria-labelledby="uploads">
            <h2 id="uploads">Uploads</h2>
            <ul role="list" class="card" data-testid="upload-list">
              ${repeat(
                items,
                ({ key }) => key,
                (item) =>
                  html`<li>
                    <slipway-upload .item=${item} .uploads=${this.uploads}></slipway-upload>
                  </li>`,
              )}
            </ul>
          </section>`}
      <section aria-labelledby="videos">
        <div class="head">
          <h1 id="videos" tabindex="-1">Videos</h1>
          ${empty ? nothing : this.#filters()}
        </div>
        <div role="alert">
          ${this.problem
            ? html`<p class="notice" data-testid="library-problem">
                ${icons.warning}<span>${this.problem}</span>
              </p>`
            : nothing}
        </div>
        ${videos === undefined
          ? this.problem
            ? nothing
            : html`<p class="card nothing">Looking…</p>`
          : videos.length === 0
            ? this.#nothing(filtered, items.length > 0)
            : html`<ul role="list" class="card" data-testid="video-list">
                ${repeat(
                  videos,
                  ({ id }) => id,
                  (video) =>
                    html`<li>
                      <slipway-video-row
                        .video=${video}
                        .account=${this.#accountName(video)}
                      ></slipway-video-row>
                    </li>`,
                )}
              </ul>`}
        ${this.next === undefined
          ? nothing
          : html`<div class="more">
              <button data-testid="more" @click=${this.#more}>Show more</button>
            </div>`}
      </section>
    `;
  }

  #filters() {
    return html`<div class="filters" role="search">
      <div class="search">
        ${icons.search}
        <input
          type="search"
          aria-label="Search by name"
          placeholder="Search by name"
          data-testid="search"
          .value=${this.search}
          @input=${this.#typed}
        />
      </div>
      <select
        aria-label="Phase"
        data-testid="phase-filter"
        @change=${(event: Event) =>
          this.#narrow({ phase: (event.target as HTMLSelectElement).value })}
      >
        ${PHASE_FILTERS.map(
          ({ phase, label }) =>
            html`<option value=${phase} ?selected=${phase === this.phase}>${label}</option>`,
        )}
      </select>
    </div>`;
  }

  #nothing(filtered: boolean, uploading: boolean) {
    if (filtered) {
      return html`<div class="card nothing" data-testid="no-match">
        <p>No video matches.</p>
        <button class="small" @click=${() => this.#narrow({ search: '', phase: '' })}>
          Show all
        </button>
      </div>`;
    }
    return html`<p class="card nothing" data-testid="empty-library">
      ${uploading
        ? 'Your first video appears here as soon as its last byte has arrived.'
        : 'No videos yet. What you upload, or send through one of the APIs, appears here.'}
    </p>`;
  }

  #accountName(video: Video): string {
    if (this.accounts.length < 2) return '';
    return this.accounts.find(({ id }) => id === video.account)?.name ?? `account ${video.account}`;
  }

  #typed(event: Event): void {
    clearTimeout(this.#typing);
    const search = (event.target as HTMLInputElement).value;
    this.#typing = setTimeout(() => this.#narrow({ search }), TYPING);
  }

  #narrow(to: { search?: string; phase?: string }): void {
    this.search = to.search ?? this.search;
    this.phase = to.phase ?? this.phase;
    this.#pages = 1;
    this.#poller.now();
  }

  #more(): void {
    this.#pages++;
    this.#poller.now();
  }

  /** Asks for all pages on screen again, so that every row is as fresh as the first. */
  async #load(signal: AbortSignal): Promise<'often' | 'seldom'> {
    const videos: Video[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < this.#pages; page++) {
        const answer = await this.api.videos(
          { limit: PAGE, cursor, phase: this.phase, q: this.search.trim() },
          signal,
        );
        videos.push(...answer.videos);
        cursor = answer.next;
        if (cursor === undefined) break;
      }
    } catch (error) {
      if (!signal.aborted) this.problem = sentence(error);
      return 'often';
    }
    this.problem = '';
    this.videos = videos;
    this.next = cursor;
    return videos.some(isMoving) ? 'often' : 'seldom';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-library': Library;
  }
}
