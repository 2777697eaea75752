import { css, html, LitElement, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { AdminApi, Refused, sentence } from '../api/admin.ts';
import type { Session } from '../api/shapes.ts';
import { parts } from '../style/parts.ts';
import { icons, mark } from './icons.ts';

export interface SignedIn {
  readonly key: string;
  readonly session: Session;
}

/** The door. Dispatches `signed-in` once the server has accepted the key. */
@customElement('slipway-sign-in')
export class SignIn extends LitElement {
  static override styles = [
    parts,
    css`
      :host {
        min-height: 100vh;
        display: grid;
        place-items: center;
        padding: 24px 16px 12vh;
      }
      main {
        width: min(400px, 100%);
      }
      form {
        padding: 32px;
        display: grid;
        gap: 20px;
      }
      header {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      .field {
        display: grid;
        gap: 6px;
      }
      .key {
        position: relative;
      }
      .key input {
        width: 100%;
        min-height: 42px;
        padding-right: 76px;
        font-family: var(--mono);
        font-size: 14px;
      }
      .key button {
        position: absolute;
        inset: 4px 4px 4px auto;
        min-height: 0;
      }
      form > button {
        min-height: 42px;
      }
    `,
  ];

  /** Why the visitor has to sign in (again), as a sentence. */
  @property() note = '';
  @state() private problem = '';
  @state() private asking = false;
  @state() private shown = false;
  @query('#key') private input!: HTMLInputElement;

  override firstUpdated(): void {
    this.input.focus();
  }

  override render() {
    const message = this.problem || this.note;
    return html`<main>
      <form class="card" data-testid="sign-in" @submit=${this.#submit}>
        <header>
          ${mark}
          <h1>Slipway</h1>
        </header>
        <div class="field">
          <label for="key">Admin key</label>
          <div class="key">
            <input
              id="key"
              name="key"
              type=${this.shown ? 'text' : 'password'}
              autocomplete="current-password"
              autocapitalize="off"
              spellcheck="false"
              required
              aria-describedby="hint problem"
              aria-invalid=${this.problem ? 'true' : 'false'}
              data-testid="admin-key"
              @input=${() => (this.problem = '')}
            />
            <button
              type="button"
              class="quiet small"
              aria-pressed=${this.shown ? 'true' : 'false'}
              aria-label="Show the key"
              @click=${() => (this.shown = !this.shown)}
            >
              ${this.shown ? 'Hide' : 'Show'}
            </button>
          </div>
          <p id="hint" class="soft small">
            It was printed when the server started for the first time, and is kept in its data
            folder.
          </p>
        </div>
        <div id="problem" role="alert">
          ${message
            ? html`<p class="notice" data-testid="sign-in-problem">
                ${icons.warning}<span>${message}</span>
              </p>`
            : nothing}
        </div>
        <button class="primary" data-testid="sign-in-button" ?disabled=${this.asking}>
          ${this.asking ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>`;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const key = this.input.value.trim();
    if (this.asking || key === '') return;
    // A header can carry nothing else, so such a key is wrong without asking.
    if (!/^[\x21-\x7e]+$/.test(key)) return this.#reject('This is not the admin key.');
    this.asking = true;
    this.problem = '';
    try {
      const session = await new AdminApi(document.baseURI, key).session();
      this.dispatchEvent(new CustomEvent<SignedIn>('signed-in', { detail: { key, session } }));
    } catch (error) {
      const wrongKey = error instanceof Refused && error.status === 401;
      this.#reject(wrongKey ? 'This is not the admin key.' : sentence(error));
    } finally {
      this.asking = false;
    }
  }

  #reject(problem: string): void {
    this.problem = problem;
    this.input.select();
    this.input.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'slipway-sign-in': SignIn;
  }
}
