import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Video } from '../api/shapes.ts';
import { videoHref } from '../route.ts';
import { parts } from '../style/parts.ts';
import { ago, bytes, moment, percent, runningTime } from '../words/format.ts';
import { isMoving, phaseWords, progressOf } from '../words/phases.ts';
import { icons } from './icons.ts';
import './phase.ts';

/** One video of the library. The whole row is the link. */
@customElement('slipway-video-row')
export class VideoRow extends LitElement {
  static override styles = [
    parts,
    css`
      article {
        position: relative;
        display: grid;
        grid-template-columns: auto 1fr auto;
        align-items: center;
        gap: 4px 14px;
        padding: 13px 16px;
      }
      article:hover {
        background: color-mix(in srgb, var(--sunken) 55%, transparent);
      }
      .tile {
        display: grid;
        place-items: center;
        width: 40px;
        height: 40px;
        border-radius: 10px;
        background: var(--sunken);
        color: var(--ink-faint);
      }
      .moving {
        background: var(--accent-wash);
        color: var(--accent);
      }
      .bad {
        background: var(--bad-wash);
        color: var(--bad);
      }
      .what {
        min-width: 0;
      }
      a {
        color: inherit;
        font-weight: 550;
        text-decoration: none;
        overflow-wrap: anywhere;
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow: hidden;
      }
      a::after {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: inherit;
      }
      a:focus-visible {
        outline: none;
      }
      a:focus-visible::after {
        outline: 2px solid var(--accent);
        outline-offset: -3px;
        border-radius: var(--radius);
      }
      /* Each fact has its dot in front; those at the beginning of a line are cut off. */
      .facts {
        display: flex;
        flex-wrap: wrap;
        margin-left: -16px;
        clip-path: inset(0 0 0 15px);
      }
      .facts > * {
        position: relative;
        padding-left: 16px;
      }
      .facts > *::before {
        content: '·';
        position: absolute;
        left: 6px;
        color: var(--ink-faint);
      }
      progress,
      .reason {
        grid-column: 2 / -1;
      }
      progress {
        margin: 5px 0 2px;
        height: 4px;
      }
      .reason {
        color: var(--bad);
        font-size: 14px;
        overflow-wrap: anywhere;
      }
      @media (max-width: 620px) {
        article {
          grid-template-columns: auto 1fr;
          align-items: start;
        }
        slipway-phase {
          grid-column: 2;
          justify-self: start;
          margin-top: 4px;
        }
      }
    `,
  ];

  @property({ attribute: false }) video!: Video;
  /** Shown when there is more than one. */
  @property() account = '';

  override render() {
    const { video } = this;
    const { tone } = phaseWords(video.phase);
    const progress = progressOf(video);
    return html`<article
      data-testid="video-row"
      data-video-id=${video.id}
      data-phase=${video.phase}
    >
      <span class="tile ${tone}">${tone === 'bad' ? icons.warning : icons.film}</span>
      <div class="what">
        <a href=${videoHref(video.id)} data-testid="video-name"
          >${video.name || 'Without a name'}</a
        >
        <p class="facts soft small number">
          <time datetime=${video.createdAt} title=${moment(video.createdAt)}
            >${ago(video.createdAt, new Date())}</time
          >
          ${video.duration === undefined
            ? nothing
            : html`<span data-testid="video-duration">${runningTime(video.duration)}</span>`}
          ${video.size === undefined
            ? nothing
            : html`<span data-testid="video-size">${bytes(video.size)}</span>`}
          ${video.width && video.height
            ? html`<span>${video.width} × ${video.height}</span>`
            : nothing}
          ${this.account ? html`<span>${this.account}</span>` : nothing}
        </p>
      </div>
      <slipway-phase .video=${video}></slipway-phase>
      ${isMoving(video) && progress !== undefined
        ? html`<progress
            data-testid="video-progress"
            aria-label="${phaseWords(video.phase).label} ${video.name}"
            aria-valuetext=${percent(progress)}
            max="1"
            .value=${progress}
          ></progress>`
        : nothing}
      ${video.reason
        ? html`<p class="reason" data-testid="video-reason">${video.reason}</p>`
        : nothing}
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-video-row': VideoRow;
  }
}
