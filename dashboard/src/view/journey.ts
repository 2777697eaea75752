import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Video } from '../api/shapes.ts';
import { parts } from '../style/parts.ts';
import { clock, moment, span } from '../words/format.ts';
import { journeyOf, type JourneyStep } from '../words/phases.ts';

const STATES: Readonly<Record<JourneyStep['state'], string>> = {
  done: 'done',
  failed: 'failed',
  now: 'next',
  ahead: 'still ahead',
};

/** The walk of a video from its ticket to ready, with the time each step took. */
@customElement('slipway-journey')
export class Journey extends LitElement {
  static override styles = [
    parts,
    css`
      ol {
        list-style: none;
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: 1fr auto;
        gap: 0 12px;
        padding: 0 0 16px 26px;
      }
      li:last-child {
        padding-bottom: 0;
      }
      li::before {
        content: '';
        position: absolute;
        left: 2px;
        top: 6px;
        width: 11px;
        height: 11px;
        border-radius: 50%;
        border: 2px solid var(--line-strong);
        background: var(--surface);
      }
      li::after {
        content: '';
        position: absolute;
        left: 7px;
        top: 20px;
        bottom: -3px;
        width: 1px;
        background: var(--line-strong);
        opacity: 0.6;
      }
      li:last-child::after {
        display: none;
      }
      .done::before {
        border-color: var(--good);
        background: var(--good);
      }
      .failed::before {
        border-color: var(--bad);
        background: var(--bad);
      }
      .failed strong {
        color: var(--bad);
      }
      .now::before {
        border-color: var(--accent);
        animation: breathe 2s ease-in-out infinite;
      }
      .ahead,
      .now {
        color: var(--ink-soft);
      }
      strong {
        font-weight: 550;
      }
      .ahead strong,
      .now strong {
        font-weight: 400;
      }
      time {
        grid-column: 1;
      }
      @keyframes breathe {
        50% {
          background: var(--accent);
        }
      }
    `,
  ];

  @property({ attribute: false }) video!: Video;

  override render() {
    return html`<ol role="list" data-testid="journey">
      ${journeyOf(this.video).map(
        ({ step, label, state, at, after }) =>
          html`<li class=${state} data-testid="journey-step" data-step=${step} data-state=${state}>
            <strong>${label}<span class="hush">, ${STATES[state]}</span></strong>
            <span class="soft small number"
              >${after === undefined ? nothing : `+ ${span(after)}`}</span
            >
            ${at
              ? html`<time class="soft small number" datetime=${at} title=${moment(at)}
                  >${clock(at)}</time
                >`
              : nothing}
          </li>`,
      )}
    </ol>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-journey': Journey;
  }
}
