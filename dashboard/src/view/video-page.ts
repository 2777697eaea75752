import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { Refused, sentence, type AdminApi } from '../api/admin.ts';
import type { Account, Export, Video } from '../api/shapes.ts';
import { Poller } from '../live/poller.ts';
import { LIBRARY_HREF } from '../route.ts';
import { parts } from '../style/parts.ts';
import type { Uploads } from '../uploads/uploads.ts';
import { bytes, moment, percent, runningTime } from '../words/format.ts';
import { exportWords, isSending, signingWords } from '../words/copies.ts';
import { isMoving, makerWords, phaseWords, progressOf } from '../words/phases.ts';
import { announce } from './announce.ts';
import type { Confirm } from './confirm.ts';
import { icons } from './icons.ts';
import './copy.ts';
import './journey.ts';
import './phase.ts';
import './player.ts';

/** Everything about one video. */
@customElement('slipway-video')
export class VideoPage extends LitElement {
  static override styles = [
    parts,
    css`
      .back {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        margin: -4px 0 14px -4px;
        padding: 4px 8px 4px 2px;
        border-radius: var(--radius-small);
        color: var(--ink-soft);
        text-decoration: none;
      }
      .back:hover {
        color: var(--accent);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        justify-content: space-between;
        gap: 12px 20px;
        margin-bottom: 18px;
      }
      .title {
        flex: 1 1 320px;
        min-width: 0;
      }
      .title slipway-phase {
        margin-top: 8px;
      }
      .actions {
        display: flex;
        gap: 8px;
      }
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 320px;
        gap: 20px;
        align-items: start;
      }
      .column {
        display: grid;
        gap: 20px;
        min-width: 0;
      }
      @media (max-width: 860px) {
        .columns {
          grid-template-columns: minmax(0, 1fr);
        }
      }
      .card {
        padding: 18px 20px 20px;
      }
      .card h2 {
        margin-bottom: 14px;
      }
      .stage {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: 14px;
        min-height: 280px;
        padding: 32px 24px;
        text-align: center;
        color: var(--ink-soft);
      }
      .stage p {
        max-width: 460px;
        overflow-wrap: anywhere;
      }
      .stage progress {
        width: min(320px, 60vw);
      }
      .stage .reason {
        color: var(--bad);
        font-size: 17px;
      }
      .stage svg {
        width: 34px;
        height: 34px;
      }
      .stage.bad svg {
        color: var(--bad);
      }
      .fields {
        display: grid;
        gap: 12px;
      }
      .fields dt {
        font-size: 13px;
        color: var(--ink-soft);
        margin-bottom: 4px;
      }
      .row {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(195px, 100%), 1fr));
        gap: 12px;
      }
      .facts {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 7px 16px;
      }
      .facts dt {
        color: var(--ink-soft);
      }
      .facts dd {
        text-align: right;
        overflow-wrap: anywhere;
        font-variant-numeric: tabular-nums;
      }
      .copies {
        display: grid;
        gap: 14px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .copies li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: flex-start;
        gap: 8px 16px;
      }
      .copies li > div {
        flex: 1 1 240px;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .copies .reason {
        margin-top: 4px;
        color: var(--ink-soft);
      }
      .copies [data-state='failed'] .reason {
        color: var(--bad);
      }
      .hash {
        margin-top: 14px;
      }
      .hash p {
        margin-bottom: 4px;
      }
      .notice {
        margin-bottom: 16px;
      }
    `,
  ];

  @property({ attribute: false }) api!: AdminApi;
  @property({ attribute: false }) uploads!: Uploads;
  @property({ attribute: false }) accounts: readonly Account[] = [];
  @property() videoId = '';
  @state() private video: Video | undefined;
  @state() private gone = false;
  @state() private problem = '';
  @state() private acting = false;
  @query('slipway-confirm') private confirm!: Confirm;
  readonly #poller = new Poller((signal) => this.#load(signal));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#poller.start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#poller.stop();
  }

  /** The heading changes when the answer comes; who was reading it goes on reading it. */
  override async scheduleUpdate(): Promise<void> {
    const reading = this.shadowRoot?.activeElement?.localName === 'h1';
    await super.scheduleUpdate();
    if (reading) this.renderRoot.querySelector('h1')?.focus({ preventScroll: true });
  }

  override render() {
    return html`
      <a class="back" href=${LIBRARY_HREF} data-testid="back">${icons.back}All videos</a>
      ${this.gone ? this.#goneView() : this.video ? this.#videoView(this.video) : this.#waitView()}
      <slipway-confirm></slipway-confirm>
    `;
  }

  #problemView() {
    return html`<div role="alert">
      ${this.problem
        ? html`<p class="notice" data-testid="video-problem">
            ${icons.warning}<span>${this.problem}</span>
          </p>`
        : nothing}
    </div>`;
  }

  #waitView() {
    return html`<h1 class="hush" tabindex="-1">Video</h1>
      ${this.#problemView()}${this.problem ? nothing : html`<p class="card stage">Looking…</p>`}`;
  }

  #goneView() {
    return html`<div class="card stage" data-testid="video-gone">
      ${icons.film}
      <h1 tabindex="-1">No such video</h1>
      <p>It was deleted, or the address is not right.</p>
    </div>`;
  }

  #videoView(video: Video) {
    return html`
      <div class="head">
        <div class="title">
          <h1 tabindex="-1" data-testid="video-title">${video.name || 'Without a name'}</h1>
          <slipway-phase .video=${video}></slipway-phase>
        </div>
        <div class="actions">
          ${video.phase === 'Failed'
            ? html`<button
                class="primary"
                data-testid="retry"
                ?disabled=${this.acting}
                @click=${this.#retry}
              >
                ${icons.again}Try again
              </button>`
            : nothing}
          <button
            class="danger"
            data-testid="delete"
            ?disabled=${this.acting || video.phase === 'Deleting'}
            @click=${this.#delete}
          >
            ${icons.trash}Delete
          </button>
        </div>
      </div>
      ${this.#problemView()}
      <div class="columns">
        <div class="column">
          ${video.playback
            ? html`<slipway-player
                .hls=${video.playback.hls}
                .label=${`Player of ${video.name}`}
              ></slipway-player>`
            : this.#stage(video)}
          ${video.phase !== 'Failed' && video.reason
            ? html`<p class="notice" data-testid="video-reason">
                ${icons.warning}<span>${video.reason}</span>
              </p>`
            : nothing}
          ${(video.hindrances ?? []).map(
            (sentence) =>
              html`<p class="notice wait" data-testid="video-hindrance">
                ${icons.warning}<span>${sentence}</span>
              </p>`,
          )}
          ${video.playback ? this.#addresses(video.playback) : nothing} ${this.#copies(video)}
          ${this.#ids(video)}
        </div>
        <div class="column">
          <section class="card" aria-labelledby="journey">
            <h2 id="journey">Journey</h2>
            <slipway-journey .video=${video}></slipway-journey>
          </section>
          ${this.#facts(video)}
        </div>
      </div>
    `;
  }

  /** What stands where the player will be. */
  #stage(video: Video) {
    const { meaning, tone, label } = phaseWords(video.phase);
    if (video.phase === 'Failed') {
      return html`<div class="card stage bad">
        ${icons.warning}
        <p class="reason" data-testid="video-reason">${video.reason ?? meaning}</p>
      </div>`;
    }
    const progress = progressOf(video);
    return html`<div class="card stage" data-testid="video-stage">
      ${icons.film}
      <p>${meaning}</p>
      ${tone !== 'moving'
        ? nothing
        : progress === undefined
          ? html`<progress aria-label=${label}></progress>`
          : html`<progress
              data-testid="video-progress"
              aria-label=${label}
              aria-valuetext=${percent(progress)}
              max="1"
              .value=${progress}
            ></progress>`}
    </div>`;
  }

  #addresses({ hls, dash }: NonNullable<Video['playback']>) {
    return html`<section class="card" aria-labelledby="addresses">
      <h2 id="addresses">Playback</h2>
      <dl class="fields">
        ${this.#field('HLS', 'playback-hls', hls, 'the HLS address')}
        ${dash ? this.#field('DASH', 'playback-dash', dash, 'the DASH address') : nothing}
      </dl>
    </section>`;
  }

  /** What is done with its files besides showing them; each failure has its reason and its button. */
  #copies({ signing, exports = [] }: Video) {
    if (!signing && exports.length === 0) return nothing;
    return html`<section class="card" aria-labelledby="copies">
      <h2 id="copies">Signature and copies</h2>
      <ul class="copies">
        ${signing
          ? html`<li data-testid="signing" data-state=${signing.state}>
              <div>
                <strong>C2PA signature</strong> ${signingWords(signing)}
                ${signing.reason
                  ? html`<p class="reason" data-testid="signing-reason">${signing.reason}</p>`
                  : nothing}
              </div>
              ${signing.retriable
                ? this.#again('signing-retry', 'Sign again', () => this.api.retry(this.videoId))
                : nothing}
            </li>`
          : nothing}
        ${exports.map((copy) => this.#copy(copy))}
      </ul>
    </section>`;
  }

  #copy(copy: Export) {
    const { name, state } = exportWords(copy);
    return html`<li data-testid="export" data-state=${copy.state}>
      <div>
        <strong>${name}</strong> ${state}
        ${copy.reason
          ? html`<p class="reason" data-testid="export-reason">${copy.reason}</p>`
          : nothing}
      </div>
      ${copy.state === 'failed'
        ? this.#again('export-retry', 'Send again', () =>
            this.api.retryExport(this.videoId, copy.task),
          )
        : nothing}
    </li>`;
  }

  #again(testid: string, label: string, run: () => Promise<void>) {
    return html`<button
      data-testid=${testid}
      ?disabled=${this.acting}
      @click=${async () => {
        await this.#act(run);
        this.#poller.now();
      }}
    >
      ${icons.again}${label}
    </button>`;
  }

  #ids({ ids }: Video) {
    return html`<section class="card" aria-labelledby="ids">
      <h2 id="ids">Names in the three APIs</h2>
      <dl class="fields">
        ${this.#field('Livepeer id', 'id-livepeer', ids.livepeer.id)}
        ${this.#field('Cloudflare uid', 'id-cloudflare', ids.cloudflare.uid)}
        <div class="row">
          ${this.#field('Livepeer playbackId', 'id-livepeer-playback', ids.livepeer.playbackId)}
          ${this.#field('Gcore slug', 'id-gcore-slug', ids.gcore.slug)}
          ${this.#field('Gcore id', 'id-gcore', String(ids.gcore.id))}
        </div>
      </dl>
    </section>`;
  }

  #field(name: string, testid: string, value: string, spoken = `the ${name}`) {
    return html`<div>
      <dt>${name}</dt>
      <dd>
        <slipway-copy .value=${value} .label=${spoken} .testid=${testid}></slipway-copy>
      </dd>
    </div>`;
  }

  #facts(video: Video) {
    const account = this.accounts.find(({ id }) => id === video.account);
    const size =
      video.size !== undefined && video.received !== undefined && video.received < video.size
        ? `${bytes(video.received)} of ${bytes(video.size)}`
        : video.size === undefined
          ? undefined
          : bytes(video.size);
    const facts: readonly (readonly [string, string, string | undefined])[] = [
      [
        'Duration',
        'video-duration',
        video.duration === undefined ? undefined : runningTime(video.duration),
      ],
      ['Size', 'video-size', size],
      [
        'Picture',
        'video-picture',
        video.width && video.height ? `${video.width} × ${video.height}` : undefined,
      ],
      ['Created', 'video-created', moment(video.createdAt)],
      ['Made by', 'video-made-by', makerWords(video.madeBy)],
      ['Account', 'video-account', account?.name ?? String(video.account)],
    ];
    return html`<section class="card" aria-labelledby="facts">
      <h2 id="facts">Facts</h2>
      <dl class="facts">
        ${facts.map(([name, testid, value]) =>
          value === undefined
            ? nothing
            : html`<dt>${name}</dt>
                <dd data-testid=${testid}>${value}</dd>`,
        )}
      </dl>
      ${video.hash
        ? html`<div class="hash">
            <p class="soft small">SHA-256 of the file</p>
            <slipway-copy
              .value=${video.hash}
              .label=${'the SHA-256'}
              .testid=${'video-hash'}
            ></slipway-copy>
          </div>`
        : nothing}
    </section>`;
  }

  async #load(signal: AbortSignal): Promise<'often' | 'seldom'> {
    try {
      const before = this.video?.phase;
      this.video = await this.api.video(this.videoId, signal);
      document.title = `${this.video.name || 'Video'} · Slipway`;
      if (before !== undefined && before !== this.video.phase) {
        announce(this, `${this.video.name}: ${phaseWords(this.video.phase).label}.`);
      }
      this.gone = false;
      this.problem = '';
      return isMoving(this.video) || isSending(this.video) || this.video.phase === 'AwaitingBytes'
        ? 'often'
        : 'seldom';
    } catch (error) {
      if (signal.aborted) return 'seldom';
      if (error instanceof Refused && error.status === 404) {
        this.gone = true;
        return 'seldom';
      }
      this.problem = sentence(error);
      return 'often';
    }
  }

  async #retry(): Promise<void> {
    await this.#act(() => this.api.retry(this.videoId));
    this.#poller.now();
  }

  async #delete(): Promise<void> {
    const sure = await this.confirm.ask({
      title: 'Delete this video?',
      text: `“${this.video?.name}” and everything made from it disappear for good. Players that show it stop.`,
      action: 'Delete for good',
    });
    if (!sure) return;
    await this.#act(async () => {
      await this.api.remove(this.videoId);
      this.uploads.forgetVideo(this.videoId);
      announce(this, `Deleted ${this.video?.name}.`);
      location.hash = LIBRARY_HREF;
    });
  }

  async #act(run: () => Promise<void>): Promise<void> {
    this.acting = true;
    try {
      await run();
      this.problem = '';
    } catch (error) {
      this.problem = sentence(error);
    } finally {
      this.acting = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-video': VideoPage;
  }
}
