import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Video } from '../api/shapes.ts';
import { percent } from '../words/format.ts';
import { phaseWords, progressOf } from '../words/phases.ts';
import { parts } from '../style/parts.ts';

/** A video's phase as a small badge; the word says it, the colour only helps. */
@customElement('slipway-phase')
export class PhaseBadge extends LitElement {
  static override styles = [
    parts,
    css`
      :host {
        display: inline-block;
      }
      span {
        display: inline-flex;
        align-items: center;
        gap: 7px;
        padding: 3px 11px 3px 9px;
        border-radius: 99px;
        font-size: 13px;
        line-height: 20px;
        font-weight: 550;
        white-space: nowrap;
        background: var(--sunken);
        color: var(--ink-soft);
      }
      i {
        width: 8px;
        height: 8px;
        border-radius: 50%;
        background: currentColor;
      }
      .moving {
        background: var(--accent-wash);
        color: var(--accent);
      }
      .moving i {
        animation: breathe 2s ease-in-out infinite;
      }
      .good {
        background: var(--good-wash);
        color: var(--good);
      }
      .bad {
        background: var(--bad-wash);
        color: var(--bad);
      }
      @keyframes breathe {
        50% {
          opacity: 0.25;
        }
      }
    `,
  ];

  @property({ attribute: false }) video!: Video;

  override render() {
    const { label, tone } = phaseWords(this.video.phase);
    const progress = progressOf(this.video);
    return html`<span class=${tone} data-testid="video-phase" data-phase=${this.video.phase}
      ><i></i>${label}${progress === undefined
        ? ''
        : html` <b class="number">${percent(progress)}</b>`}</span
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-phase': PhaseBadge;
  }
}
